"""A slot in a tunnel: what is logged without a line arrives later, and once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import func, select

from calendar_app.engagement.models import Interaction, SlotOutcome
from calendar_app.foundation.db import Database, everywhere
from tests.browser.reserving import reserve_now
from tests.browser.serving import Site

WORKER_IS_THERE = """() => new Promise((done) => {
  const workers = navigator.serviceWorker;
  workers.controller ? done() : workers.addEventListener("controllerchange", () => done());
})"""


@pytest.fixture
def slot(demo: Callable[..., Page]) -> Page:
    """Miriam's own slot, which has just begun; the page's worker has it."""
    page = demo(size=(360, 740), refused=True)
    reserve_now(page)
    page.evaluate(WORKER_IS_THERE)
    page.reload()
    return page


def log(page: Page, kind: str, note: str = "") -> None:
    form = page.locator("#entry")
    form.get_by_text(kind, exact=True).click()
    form.get_by_text("Hilfe: trägt Wissen").click()
    if note:
        form.locator("details").evaluate("fold => fold.open = true")
        form.get_by_label("Notiz").fill(note)
    form.get_by_role("button", name="Interaktion speichern").click()


def waiting(page: Page) -> Locator:
    return page.locator("#kept").get_by_role("listitem")


def logged(page: Page) -> Locator:
    return page.locator("#fresh-log").get_by_role("listitem")


def count(site: Site, rows: type[Interaction | SlotOutcome]) -> int:
    database: Database = site.app.extensions["parley"]["database"]
    with database.reading() as session, everywhere(session):
        return session.scalar(select(func.count()).select_from(rows)) or 0


def test_what_is_logged_in_a_tunnel_arrives_once_when_the_line_is_back(slot: Page, site: Site) -> None:
    before, ended = count(site, Interaction), count(site, SlotOutcome)
    log(slot, "Antwort", "Vor dem Tunnel")
    expect(logged(slot)).to_have_count(1)

    slot.context.set_offline(True)
    log(slot, "Frage", "Im Tunnel")
    expect(waiting(slot)).to_have_count(1)
    expect(slot.get_by_text("Keine Verbindung zu Parley. Was hier")).to_be_visible()
    slot.reload()
    expect(waiting(slot)).to_contain_text("Im Tunnel")
    log(slot, "Würdigung", "Nach dem Neuladen")
    slot.get_by_role("button", name="Erledigt").dblclick()
    expect(waiting(slot)).to_have_count(3)
    slot.context.set_offline(False)

    expect(waiting(slot)).to_have_count(0, timeout=15_000)
    expect(logged(slot)).to_have_count(3)
    expect(slot.get_by_role("heading", name="Erledigt")).to_be_visible()
    assert count(site, Interaction) == before + 3
    assert count(site, SlotOutcome) == ended + 1


def test_an_answer_that_is_lost_after_parley_has_written_does_not_log_twice(slot: Page, site: Site) -> None:
    before, tries = count(site, Interaction), []

    def lose_the_first_answer(route: Route) -> None:
        tries.append(route.request.url)
        answer = route.fetch()
        if len(tries) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=answer)

    slot.route("**/log", lose_the_first_answer)
    with slot.expect_event("requestfailed"):
        log(slot, "Antwort", "Einmal")

    expect(slot.get_by_text("Keine Verbindung zu Parley. Was hier")).to_be_visible()
    assert count(site, Interaction) == before + 1
    slot.evaluate("dispatchEvent(new Event('online'))")
    expect(waiting(slot)).to_have_count(0)

    expect(logged(slot)).to_have_count(1)
    assert len(tries) == 2
    assert count(site, Interaction) == before + 1


def test_the_list_and_what_was_wrong_are_kept_in_a_tunnel_too(slot: Page) -> None:
    log(slot, "Antwort")
    expect(logged(slot)).to_have_count(1)
    slot.get_by_role("button", name="Erledigt").click()
    again = slot.get_by_role("button", name="Falsche Taste")
    expect(again).to_be_visible()

    slot.context.set_offline(True)
    slot.get_by_text("Jemanden oder etwas auf die Liste setzen").click()
    slot.locator("#worth").get_by_label("Name, Thema oder Worte").fill("Ada Tischler")
    for button in (slot.get_by_role("button", name="Auf die Liste setzen"), again):
        button.click()
    slot.get_by_role("button", name="Entfernen: Antwort, Mastodon").click()
    expect(waiting(slot)).to_contain_text(["Ada Tischler", "Falsche Taste", "Entfernen: "])
    slot.context.set_offline(False)

    expect(waiting(slot)).to_have_count(0, timeout=15_000)
    expect(slot.locator("#fresh-visit").get_by_text("Ada Tischler")).to_have_count(1)
    expect(slot.get_by_role("button", name="Erledigt")).to_be_visible()
    expect(logged(slot)).to_have_count(0)


def test_a_visit_and_an_answer_are_kept_in_a_tunnel_and_said_once(slot: Page) -> None:
    visits, inquiries = slot.locator("#fresh-visit"), slot.locator("#fresh-waits")
    visited = visits.get_by_role("button", name="Besucht").first
    answered = inquiries.get_by_role("button", name="Beantwortet").first
    searched = slot.locator("#fresh-search").get_by_role("button", name="Gesucht").first
    asked = inquiries.get_by_role("listitem").count()

    slot.context.set_offline(True)
    for button in (visited, answered, searched):
        button.dblclick()
        expect(button).to_be_disabled()
    slot.get_by_text("Anfrage eintragen").click()
    slot.locator("#heard").get_by_label("Was eingegangen ist").fill("Warum nur bis sechs?")
    slot.locator("#heard").get_by_role("button", name="Eintragen").click()
    expect(waiting(slot)).to_have_count(4)
    slot.reload()
    expect(waiting(slot)).to_contain_text(["Besucht: ", "Beantwortet: ", "Gesucht: ", "Warum nur"])
    expect(visited).to_be_disabled()
    slot.context.set_offline(False)

    expect(waiting(slot)).to_have_count(0, timeout=15_000)
    expect(visits.locator(".mark.tone-voice")).to_have_count(1)
    expect(slot.locator("#fresh-search .mark.tone-voice")).to_have_count(1)
    expect(inquiries.get_by_role("listitem")).to_have_count(asked)
    expect(inquiries.get_by_text("Warum nur bis sechs?")).to_have_count(1)


def test_an_entry_that_needs_another_look_is_mended_and_leaves_an_empty_form(slot: Page) -> None:
    form = slot.locator("#entry")
    note, link = form.get_by_label("Notiz"), form.get_by_label("Link")
    form.locator("details").evaluate("fold => fold.open = true")
    link.fill("javascript:alert(1)")
    log(slot, "Antwort", "Mit Link")
    expect(form.get_by_role("alert").first).to_be_visible()
    expect(note).to_have_value("Mit Link")

    link.fill("https://example.org/gespraech")
    form.get_by_role("button", name="Interaktion speichern").click()

    expect(logged(slot)).to_have_count(1)
    expect(form.get_by_role("alert")).to_have_count(0)
    expect(note).to_have_value("")
    expect(form.locator("input:checked")).to_have_count(0)


def test_a_browser_that_keeps_nothing_sends_the_form_as_it_is(slot: Page) -> None:
    slot.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    slot.reload()

    log(slot, "Antwort", "Ohne Ablage")

    expect(logged(slot)).to_contain_text(["Ohne Ablage"])
