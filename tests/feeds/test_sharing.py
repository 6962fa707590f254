"""Calendars for outsiders: who makes them, what they tell, and when they end."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.feeds import services, sharing
from calendar_app.feeds.building import stale_feeds
from calendar_app.feeds.contents import Contents, Detail
from calendar_app.feeds.models import Feed
from calendar_app.foundation.assets import built_file
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import JournalEntry, Person, Role
from calendar_app.posts.models import Status
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant
from tests.feeds.reading import events, titles

SignIn = Callable[[Person], FlaskClient]
FORM = {"kind": "team", "shared_with": "Agency Nord", "days": "30"}
LINK = re.compile(r"http://127\.0\.0\.1:8000(/shared/[\w-]{43})")


@pytest.fixture
def outsider(app: Flask) -> FlaskClient:
    return app.test_client()


def shared(session: Session, person: Person, **contents: object) -> str:
    """The secret of a calendar that a person shares for 30 days."""
    wishes = Contents(**({"detail": Detail.TITLES, "drafts": False} | contents))  # type: ignore[arg-type]
    _, token = sharing.share(
        session, person, "team", shared_with="Agency Nord", days=30, now=NOW, contents=wishes
    )
    session.commit()
    return token


def plan(session: Session, person: Person) -> None:
    """A post, a draft and dialog time, with everything that is nobody's business outside."""
    mastodon = make_channel(session)
    post = make_variant(session, mastodon, text="We open on Saturday.", answer_person=person)
    post.title = "Opening"
    make_variant(session, mastodon, status=Status.DRAFT, text="Only an idea.")
    make_slot(session, person, [mastodon]).note = "Ask for the budget."
    session.commit()


def answers(outsider: FlaskClient, token: str) -> list[int]:
    return [outsider.get(path).status_code for path in (f"/shared/{token}", f"/feeds/{token}.ics")]


def shown_link(answer: TestResponse) -> str:
    (path,) = set(LINK.findall(answer.text))
    return str(path)


def test_a_link_is_shown_once_and_opens_page_and_calendar_without_session_or_cookie(
    sign_in: SignIn, session: Session, outsider: FlaskClient, alice: Person
) -> None:
    plan(session, alice)
    browser = sign_in(alice)

    path = shown_link(browser.post("/shares", data=FORM))
    page = outsider.get(path)
    calendar = outsider.get(path.replace("/shared/", "/feeds/") + ".ics")

    assert LINK.search(browser.get("/shares").text) is None
    assert "Mastodon: Opening" in page.text
    assert titles(calendar.data) == {"Mastodon: Opening", "Dialog time: Mastodon"}
    for answer in (page, calendar):
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["Cache-Control"].startswith("private")
    assert "csrf" not in page.text
    assert re.findall("<script[^>]*", page.text) == [
        f'<script type="module" src="/built/{built_file("outside.js")}"'
    ]


@pytest.mark.parametrize("detail", list(Detail))
def test_nobody_outside_learns_of_colleagues_notes_drafts_or_pages_of_the_house(
    session: Session, outsider: FlaskClient, alice: Person, detail: Detail
) -> None:
    plan(session, alice)
    token = shared(session, alice, detail=detail, alarm_minutes=10)

    said = [outsider.get(path) for path in (f"/shared/{token}", f"/feeds/{token}.ics")]

    for text in (answer.text.replace("\r\n ", "") for answer in said):
        assert not [word for word in ("Alice", "budget", "Only an idea", "/posts", "/week") if word in text]
        assert ("We open on Saturday." in text) == (detail == Detail.FULL)
        assert ("Opening" in text) == (detail != Detail.BUSY)
    for event in events(said[1].data).values():
        assert "URL" not in event
        assert "VALARM" not in event.to_ical().decode()


def test_an_author_of_the_team_gets_the_link_of_a_page_and_not_of_the_house(
    session: Session, outsider: FlaskClient, sign_in: SignIn, alice: Person
) -> None:
    """Whoever is signed in sees what outsiders see."""
    plan(session, alice)
    path = f"/shared/{shared(session, alice)}"

    assert sign_in(alice).get(path).text == outsider.get(path).text


def test_unknown_expired_and_revoked_links_and_feeds_of_ones_own_answer_alike(
    session: Session, outsider: FlaskClient, clock: FixedClock, alice: Person
) -> None:
    revoked, expired = shared(session, alice), shared(session, alice)
    feed = services.live_feed(session, revoked, NOW)
    assert feed
    sharing.stop_sharing(session, feed, by=alice, now=NOW)
    _, own = services.subscribe(session, alice, "team", now=NOW)
    session.commit()
    assert answers(outsider, expired) == [200, 200]
    assert outsider.get(f"/shared/{own}").status_code == 404

    clock.moment += timedelta(days=30)
    pages = {outsider.get(f"/shared/{token}").data for token in (revoked, expired, "x" * 43)}
    feeds = {outsider.get(f"/feeds/{token}.ics").data for token in (revoked, expired, "x" * 43)}

    assert [answers(outsider, token) for token in (revoked, expired, "x" * 43)] == [[404, 404]] * 3
    assert len(pages) == len(feeds) == 1


@pytest.mark.parametrize("end", ["leaves", "is demoted"])
def test_a_link_ends_at_once_with_its_makers_right_and_does_not_come_back(
    session: Session, outsider: FlaskClient, bob: Person, end: str
) -> None:
    bob.role = Role.APPROVER
    token = shared(session, bob)
    assert answers(outsider, token) == [200, 200]

    bob.left_at, bob.role = (NOW, bob.role) if end == "leaves" else (None, Role.AUTHOR)
    session.commit()
    assert answers(outsider, token) == [404, 404]
    for feed_id in services.ended_feeds(session, NOW):
        services.revoke_by_id(session, feed_id, now=NOW)
    bob.left_at, bob.role = None, Role.APPROVER
    session.commit()

    assert answers(outsider, token) == [404, 404]


def test_a_feed_of_ones_own_stays_when_the_right_to_share_goes(session: Session, bob: Person) -> None:
    bob.role = Role.APPROVER
    services.subscribe(session, bob, "team", now=NOW)
    bob.role = Role.AUTHOR
    session.flush()

    assert services.ended_feeds(session, NOW + timedelta(days=400)) == []


def test_links_are_listed_with_who_made_them_and_revoked_one_by_one(
    session: Session, sign_in: SignIn, outsider: FlaskClient, alice: Person
) -> None:
    lena = make_person(session, "Lena Lead", Role.LEAD)
    first, second = shared(session, alice), shared(session, alice)
    browser, hers = sign_in(lena), sign_in(alice)
    feed = services.live_feed(session, first, NOW)
    assert feed
    feed_id = feed.id
    session.rollback()
    assert browser.get("/shares").text.count("made by <bdi>Alice Adler</bdi>") == 2

    assert browser.post(f"/shares/{feed_id}/revoke").status_code == 303

    assert answers(outsider, first) == [404, 404]
    assert answers(outsider, second) == [200, 200]
    assert "Agency Nord" not in hers.get("/feeds").text
    assert browser.post(f"/shares/{feed_id}/revoke").status_code == 404
    session.rollback()
    said = [(entry.action, entry.name) for entry in session.query(JournalEntry) if entry.subject == "feed"]
    assert said == [*[("shared with outsiders", "Agency Nord")] * 2, ("no longer shared", "Agency Nord")]


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "mine"}, {"shared_with": ""}, {"shared_with": "  "}, {"days": "4000"}, {"kind": "channel"}],
)
def test_what_cannot_be_shared_is_refused_and_nothing_typed_is_lost(
    session: Session, sign_in: SignIn, alice: Person, wrong: dict[str, str]
) -> None:
    answer = sign_in(alice).post("/shares", data={"shared_with": "Somebody"} | FORM | wrong)

    assert answer.status_code == 422
    assert ('value="Agency Nord"' in answer.text) == ("shared_with" not in wrong)
    assert sharing.shared_feeds(session, NOW) == []


def test_a_name_that_turns_its_line_is_kept_without_the_sign(
    session: Session, sign_in: SignIn, alice: Person
) -> None:
    sign_in(alice).post("/shares", data={**FORM, "shared_with": "\u202eAgency Nord"})

    assert session.scalars(select(Feed.shared_with)).one() == "Agency Nord"


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.AUTHOR, Role.EXTERNAL])
def test_only_who_approves_may_share(session: Session, sign_in: SignIn, alice: Person, role: Role) -> None:
    person = make_person(session, "Somebody", role)
    session.commit()

    assert sign_in(person).post("/shares", data=FORM).status_code == 403
    assert "/shares" not in sign_in(person).get("/feeds").text


def test_a_shared_calendar_is_built_by_the_tick_until_it_ends(session: Session, alice: Person) -> None:
    token = shared(session, alice)
    feed = services.live_feed(session, token, NOW)
    assert isinstance(feed, Feed)

    assert stale_feeds(session, NOW) == [feed.id]
    assert stale_feeds(session, NOW + timedelta(days=31)) == []


def test_the_page_of_a_link_speaks_the_language_that_was_chosen(
    session: Session, outsider: FlaskClient, alice: Person
) -> None:
    plan(session, alice)
    token = shared(session, alice, language="de")

    page = outsider.get(f"/shared/{token}", headers={"Accept-Language": "en"}).text

    assert '<html lang="de"' in page
    assert "Dialogzeit: Mastodon" in page
    assert "Diesen Kalender abonnieren" in page


def test_the_page_of_a_link_says_no_text_twice(
    session: Session, outsider: FlaskClient, alice: Person
) -> None:
    make_variant(session, make_channel(session), text="We open: on Saturday.\nAt ten, with soup.")
    token = shared(session, alice, detail=Detail.FULL)

    page = outsider.get(f"/shared/{token}").text

    assert page.count("We open") == 1
    assert re.search(r'class="card-title"[^>]*>Mastodon<', page)
