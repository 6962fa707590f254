"""The demo newsroom: opened with one click, looked at from all sides, gone with one click."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW


def test_one_click_opens_it_and_one_removes_it(open_page: Callable[..., Page]) -> None:
    page = open_page(language="de-DE")
    page.goto("/")
    page.get_by_role("button", name="Demo-Redaktion öffnen").click()
    expect(page.locator(".post-card").first).to_be_visible()
    expect(page.locator(".slot-card").first).to_be_visible()
    expect(page.locator(".balance-item")).to_have_count(5)

    page.get_by_role("link", name="Team").click()
    page.get_by_role("link", name="Arbeitsbereich").click()
    page.get_by_role("button", name="Demo-Redaktion entfernen").click()

    expect(page).to_have_url("/welcome")


def test_week_month_and_list_show_the_same_week(demo: Callable[..., Page]) -> None:
    page = demo()
    tuesday = "Ab sofort lesen"
    expect(page.locator(".day", has_text=tuesday)).to_have_count(1)

    page.get_by_role("link", name="Monat", exact=True).click()
    expect(page.locator(".month .day", has_text=tuesday)).to_have_count(1)

    page.get_by_role("link", name="Liste", exact=True).click()
    expect(page.locator(".agenda-day", has_text=tuesday)).to_have_count(1)
    page.get_by_role("link", name="Vor", exact=True).click()
    page.reload()
    expect(page.locator(".agenda-day", has_text=tuesday)).to_have_count(0)


def test_filters_narrow_the_week_and_stay_in_the_address(demo: Callable[..., Page]) -> None:
    page = demo()

    page.get_by_label("Kanal", exact=True).select_option(label="Mastodon")
    page.get_by_label("Beiträge oder Dialogzeit").select_option(label="Nur Beiträge")
    page.get_by_role("button", name="Zeigen").click()

    expect(page.locator(".post-card")).to_have_count(1)
    expect(page.locator(".slot-card")).to_have_count(0)
    page.get_by_role("link", name="Alles zeigen").click()
    expect(page.locator(".post-card")).to_have_count(9)


def test_filters_open_from_the_lower_edge_of_a_phone(demo: Callable[..., Page]) -> None:
    page = demo(size=NARROW)
    channel = page.get_by_label("Kanal", exact=True)
    expect(channel).to_be_hidden()

    page.get_by_role("button", name="Filter").click()
    channel.select_option(label="Facebook-Seite")
    page.get_by_role("button", name="Zeigen").click()

    expect(page.get_by_role("heading", name="Nichts passt zu diesen Filtern")).to_be_visible()


def test_language_and_appearance_change_where_one_stands(demo: Callable[..., Page]) -> None:
    page = demo()
    page.goto("/month/2026-05?channel=1")

    page.locator(".menu-account > summary").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url("/month/2026-05?channel=1")

    page.locator(".menu-account > summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_css("background-color", "rgb(22, 19, 22)")
