"""No pointer at all."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_the_first_stop_leads_past_the_navigation(demo: Callable[..., Page]) -> None:
    page = demo()

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_single_keys_walk_through_the_calendar(demo: Callable[..., Page]) -> None:
    page = demo()
    steps = [
        ("j", "/week/2026-W16"),
        ("k", "/week/2026-W15"),
        ("n", "/week/2026-W16"),
        ("t", "/week#today"),
        ("m", "/month/2026-04"),
        ("d", "/list/2026-W14"),
        ("w", "/week/2026-W14"),
        ("i", "/posts/ideas"),
        ("c", "/posts/new"),
    ]

    for key, address in steps:
        page.keyboard.press(key)
        expect(page).to_have_url(address)
        page.wait_for_load_state()  # a key pressed before the script is there does nothing


def test_keys_rest_in_fields_and_when_switched_off(demo: Callable[..., Page]) -> None:
    page = demo()
    page.keyboard.press("/")
    expect(page.get_by_label("Kanal", exact=True)).to_be_focused()
    page.keyboard.press("m")
    expect(page).to_have_url("/week")

    page.goto("/account")
    page.get_by_role("checkbox", name="Tastenkürzel").uncheck()
    page.get_by_role("button", name="Sichern").click()
    expect(page.get_by_text("Gesichert.")).to_be_visible()
    page.goto("/week")
    page.keyboard.press("m")

    expect(page).to_have_url("/week")


def test_the_list_of_keys_opens_and_closes(demo: Callable[..., Page]) -> None:
    page = demo()
    help_sheet = page.get_by_role("dialog", name="Tastenkürzel")

    page.keyboard.press("?")
    expect(help_sheet).to_be_visible()
    page.keyboard.press("Escape")

    expect(help_sheet).to_be_hidden()


def test_a_post_moves_by_its_menu(demo: Callable[..., Page]) -> None:
    page = demo()
    card = page.locator(".post-card", has_text="Herr Demir")
    menu = card.locator("summary")

    menu.press("Enter")
    expect(card.get_by_role("button", name="Einen Tag später")).to_be_visible()
    page.keyboard.press("Escape")
    expect(card.get_by_role("button", name="Einen Tag später")).to_be_hidden()
    expect(menu).to_be_focused()
    menu.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(card.get_by_role("button", name="Einen Tag später")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="Verschoben auf")).to_be_visible()
    expect(page.locator(".day").nth(3)).to_contain_text("Herr Demir")


def test_the_composer_is_walked_by_its_tabs(demo: Callable[..., Page]) -> None:
    page = demo()
    page.locator(".post-card", has_text="Ab sofort lesen Auszubildende").get_by_role("link").press("Enter")
    tabs = page.get_by_role("navigation", name="Der Beitrag und seine Fassungen")
    expect(tabs.locator("[aria-current]")).to_have_text(re.compile("LinkedIn"))

    tabs.locator("[aria-current]").press("Tab")
    page.keyboard.press("Enter")

    expect(tabs.locator("[aria-current]")).to_have_text(re.compile("Mastodon"))
