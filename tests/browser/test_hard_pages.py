"""Pages as nobody plans them: refused, torn between two editors, with endless lists and endless words."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Database, everywhere
from calendar_app.people.models import JournalEntry, Person
from calendar_app.posts.models import Post, Status, Variant
from calendar_app.reminders.models import Reminder, ReminderState
from tests.browser.conftest import NARROW, WIDE
from tests.browser.looking import faults, faults_shown, look, speak
from tests.browser.serving import Newsroom, Site, serving
from tests.factories import NOW

LOOKS = [
    pytest.param(WIDE, False, "de", id="wide-light-de"),
    pytest.param(NARROW, True, "en", id="narrow-dark-en"),
]
ENDLESS = "Öffentlichkeitsarbeitskoordinierungsstellenleitungsvertretung"
SEND = "form => { form.noValidate = true; form.removeAttribute('data-keep'); form.requestSubmit(); }"


@pytest.fixture(scope="module")
def house(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo with more mails and entries than fit a page, and words longer than a phone is wide."""
    with serving(tmp_path_factory.mktemp("house"), newsroom.database) as site:
        database: Database = site.app.extensions["parley"]["database"]
        with database.session() as session, everywhere(session):
            fill(session)
            session.commit()
        yield site


def fill(session: Session) -> None:
    people = list(session.scalars(select(Person).order_by(Person.id)))
    people[1].name = f"Dr. {ENDLESS}"
    for channel in session.scalars(select(Channel)):
        channel.name = f"{channel.name} {ENDLESS}"
    for post in session.scalars(select(Post)):
        post.core = ENDLESS + post.core
    for number in range(260):
        session.add_all(settled(people[number % 5], number))


def settled(person: Person, number: int) -> tuple[JournalEntry, Reminder]:
    """Something that happened and a mail that failed, each with an endless word."""
    at = NOW - timedelta(hours=number)
    entry = JournalEntry(
        workspace_id=person.workspace_id,
        at=at,
        person=person,
        action="changed",
        subject="channel",
        subject_id=1,
        note=ENDLESS,
    )
    reminder = Reminder(
        workspace_id=person.workspace_id,
        kind="slot_starts",
        subject_id=1,
        occurrence=str(number),
        starts_at=at,
        person=person,
        lead_minutes=15,
        state=ReminderState.FAILED,
        due_at=at,
        next_at=at,
        expires_at=at,
        created_at=at,
        attempts=3,
        last_error=ENDLESS,
    )
    return entry, reminder


@pytest.mark.parametrize(("size", "dark", "language"), LOOKS)
def test_nothing_is_wrong_where_something_is_refused_or_endless(
    browser: Browser, house: Site, newsroom: Newsroom, size: tuple[int, int], dark: bool, language: str
) -> None:
    page, errors = look(browser, house, size=size, dark=dark, language=language, refused=True)
    page.context.add_cookies(newsroom.cookies)
    speak(page, language)
    composer = composer_of_a_draft(house)

    found = {address: faults(page, address) for address in [*LISTS, composer, "/nowhere"]}
    for address in ["/outbox", "/journal"]:
        page.goto(address)
        page.locator("main a.button").last.click()
        page.wait_for_url("**before=*")
        found[f"{address}, the next page"] = faults_shown(page)
    for what, address, kept in [
        ("slips", "/posts/new", {"core": ""}),
        ("slips in a slot", "/dialog/new", {"minutes": "0"}),
        ("conflict", composer, {"revision": "0", "text": "Mine, written a moment later."}),
        ("an old page", "/posts/new", {"core": "Typed on an old page.", "csrf_token": "x"}),
    ]:
        found[what] = send(page, address, kept)

    page.context.close()
    assert {what: wrong for what, wrong in found.items() if wrong} == {}
    assert errors == []


LISTS = ["/week", "/list", "/channels", "/channels/1", "/people/2", "/dialog", "/dialog/agenda", "/posts/new"]


def composer_of_a_draft(house: Site) -> str:
    database: Database = house.app.extensions["parley"]["database"]
    with database.reading() as session, everywhere(session):
        draft = session.scalars(select(Variant).where(Variant.status == Status.DRAFT)).first()
        assert draft is not None
        return f"/posts/{draft.post_id}/variants/{draft.id}"


def send(page: Page, address: str, kept: dict[str, str]) -> list[str]:
    """Send a page's form with these values, past what the browser would refuse by itself."""
    page.goto(address)
    form = page.locator("main form.form[method=post]").first
    for name, value in kept.items():
        form.locator(f"[name={name}]").evaluate("(field, value) => { field.value = value }", value)
    with page.expect_navigation() as answered:
        form.evaluate(SEND)
    assert answered.value.status in {400, 409, 422}
    return faults_shown(page)
