"""A calendar is brought, read beside the page, looked at and kept: the page follows by itself."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from calendar_app.app import page_address
from tests.browser.serving import Site
from tests.engagement.almanac.files import days, ics
from workers.almanac import look_around
from workers.runtime import Workshop


def workshop_of(site: Site) -> Workshop:
    known = site.app.extensions["parley"]
    return Workshop(known["settings"], known["database"], page_address(site.address), site.clock)


def test_a_brought_calendar_is_shown_as_soon_as_it_is_read(demo: Callable[..., Page], site: Site) -> None:
    page = demo()
    page.goto("/dialog/people")
    page.get_by_role("link", name="Kalender von anderen").click()
    page.get_by_label("Name", exact=True).fill("Messen")
    page.get_by_label("Veranstaltungen").check()
    content = ics(days("20260414", "20260416", "Büchermarkt"))
    page.get_by_label("Kalenderdatei (.ics)").set_input_files(
        {"name": "messen.ics", "mimeType": "text/calendar", "buffer": content}
    )
    page.get_by_role("button", name="Termine ansehen").click()
    expect(page.get_by_text("Der Kalender wird gelesen.")).to_be_visible()

    look_around(workshop_of(site))
    page.get_by_role("button", name="Termine übernehmen").click()

    expect(page.get_by_text("Ab jetzt richtet sich der Plan")).to_be_visible()
    page.goto("/week/2026-W16")
    expect(page.get_by_text("Büchermarkt")).to_have_count(2)
