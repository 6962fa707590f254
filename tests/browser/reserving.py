"""What several browser tests begin with: a dialog time of one's own that has just begun."""

from playwright.sync_api import Page


def reserve_now(page: Page) -> None:
    """Reserve the demo's present half hour for who has opened it, Miriam, and go to its page."""
    page.goto("/dialog/new")
    page.get_by_label("Mastodon").check()
    page.get_by_label("Tag", exact=True).fill("2026-04-08")
    page.get_by_label("Uhrzeit", exact=True).fill("09:00")
    page.get_by_role("button", name="Reservieren").click()
    page.goto("/week")
    page.locator(".slot-card", has_text="Miriam Hofmann").get_by_role("link").click()
