"""Everything essential works as plain forms."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW


def test_a_post_is_written_changed_moved_and_deleted_without_a_script(demo: Callable[..., Page]) -> None:
    page = demo(javascript=False)
    page.get_by_role("link", name="Beitrag schreiben", exact=True).click()
    page.get_by_label("Kernaussage").fill("Am Sonntag liest Frau Albers im Hof.")
    page.get_by_label("Mastodon").check()
    page.get_by_label("Tag", exact=True).fill("2026-04-10")
    page.get_by_label("Uhrzeit", exact=True).fill("15:00")
    page.get_by_role("button", name="Weiter").click()
    page.get_by_label("Text", exact=True).fill("Wer bringt einen Stuhl mit?")
    page.get_by_role("button", name="Sichern", exact=True).click()
    expect(page.get_by_text("Gesichert.")).to_be_visible()
    expect(page.get_by_text("Niemand zum Antworten da")).to_be_visible()

    page.goto("/week")
    card = page.locator(".post-card", has_text="Wer bringt einen Stuhl mit?")
    card.locator("summary").click()
    card.get_by_role("button", name="Einen Tag später").click()

    saturday = page.locator(".day").nth(5)
    expect(saturday.locator(".post-card")).to_contain_text("Wer bringt einen Stuhl mit?")
    saturday.get_by_role("link", name="Wer bringt einen Stuhl mit?").click()
    page.get_by_text("Mehr", exact=True).click()
    page.get_by_role("link", name="Löschen").click()
    page.get_by_role("button", name="Endgültig löschen").click()
    page.goto("/week")
    expect(page.get_by_text("Wer bringt einen Stuhl mit?")).to_have_count(0)


def test_a_refused_form_keeps_what_was_typed(demo: Callable[..., Page]) -> None:
    page = demo(javascript=False, refused=True, size=NARROW)
    page.goto("/posts/new")
    page.get_by_label("Kernaussage").fill("Im Keller steht noch ein Klavier.")
    page.get_by_label("Tag", exact=True).fill("2026-04-10")

    page.get_by_role("button", name="Weiter").click()

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Kernaussage")).to_have_value("Im Keller steht noch ein Klavier.")
