"""The address itself, as calendar apps ask for it."""

import gzip
import os
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.feeds import services
from calendar_app.feeds.building import bring_up_to_date
from calendar_app.feeds.models import Feed
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Status
from tests.factories import make_channel, make_person, make_slot, make_variant, make_workspace
from tests.feeds.reading import events, titles

THUNDERBIRD = {
    "Accept": "text/calendar,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Thunderbird/153.0",
}


@pytest.fixture
def subscriber(app: Flask) -> FlaskClient:
    """An app without cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def address(session: Session, workspace: Workspace, alice: Person) -> str:
    """Alice's team calendar, with a post and a slot in it."""
    mastodon = make_channel(session)
    make_variant(session, mastodon, text="We open on Saturday.")
    make_slot(session, alice, [mastodon])
    return subscribed(session, alice)


def subscribed(session: Session, person: Person, kind: str = "team") -> str:
    _, token = services.subscribe(session, person, kind, now=person.created_at)
    session.commit()
    return f"/feeds/{token}.ics"


def feed_of(app: Flask, person: Person) -> Feed:
    database: Database = app.extensions["parley"]["database"]
    with database.reading() as session:
        scope_to(session, person.workspace_id)
        return services.feeds_of(session, person)[0]


def test_it_answers_with_a_calendar(subscriber: FlaskClient, address: str) -> None:
    answer = subscriber.get(address)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert titles(answer.data) == {"Mastodon: We open on Saturday.", "Dialog time: Mastodon"}


def test_nobody_keeps_it_finds_it_or_learns_of_it(subscriber: FlaskClient, address: str) -> None:
    headers = subscriber.get(address).headers

    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in headers


def test_the_address_is_nowhere_in_the_calendar(subscriber: FlaskClient, address: str) -> None:
    assert address.removesuffix(".ics").removeprefix("/feeds/").encode() not in subscriber.get(address).data


def test_a_job_would_have_built_the_same_bytes(
    app: Flask, subscriber: FlaskClient, session: Session, address: str, alice: Person, clock: FixedClock
) -> None:
    by_request = subscriber.get(address).headers["ETag"]
    other, _ = services.subscribe(session, alice, "team", now=clock.moment)
    session.commit()

    base_url = app.extensions["parley"]["settings"].base_url
    bring_up_to_date(session, other.id, clock.moment, page_address(base_url))
    session.refresh(other)

    assert f'"{other.etag}"' == by_request


def test_an_edit_shows_at_the_next_fetch(
    subscriber: FlaskClient, session: Session, address: str, clock: FixedClock
) -> None:
    before = subscriber.get(address)
    clock.moment += timedelta(minutes=1)
    make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text="One more.")
    plan_changed(session)
    session.commit()

    after = subscriber.get(address, headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "LinkedIn: One more." in titles(after.data)
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.headers["Last-Modified"] != before.headers["Last-Modified"]


def test_a_fetch_without_an_edit_gives_the_same_bytes_and_date(
    subscriber: FlaskClient, address: str, clock: FixedClock
) -> None:
    first = subscriber.get(address)
    clock.moment += timedelta(hours=3)

    second = subscriber.get(address)

    assert second.data == first.data
    assert second.headers == first.headers


@pytest.mark.parametrize("tag", ["{}", "W/{}", '"other", {}', 'W/"other", W/{}, "third"', "*"])
def test_what_an_app_already_has_is_not_sent_again(subscriber: FlaskClient, address: str, tag: str) -> None:
    first = subscriber.get(address)
    tag = tag.format(first.headers["ETag"])

    again = subscriber.get(
        address, headers={"If-None-Match": tag, "Cache-Control": "no-cache", "Pragma": "no-cache"}
    )

    assert (again.status_code, again.data) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name]


def test_another_tag_counts_for_more_than_the_date(subscriber: FlaskClient, address: str) -> None:
    date = subscriber.get(address).headers["Last-Modified"]

    assert subscriber.get(address, headers={"If-Modified-Since": date}).status_code == 304
    answer = subscriber.get(address, headers={"If-Modified-Since": date, "If-None-Match": '"other"'})
    assert answer.status_code == 200


@pytest.mark.parametrize("date", ["Wed, 01 Apr 2026 07:00:00 GMT", "yesterday", ""])
def test_an_older_or_unreadable_date_gets_the_calendar(
    subscriber: FlaskClient, address: str, date: str
) -> None:
    assert subscriber.get(address, headers={"If-Modified-Since": date}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "packs"),
    [
        ("gzip, br", True),
        ("gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_it_is_packed_only_for_apps_that_ask_for_it(
    subscriber: FlaskClient, address: str, asked: str, packs: bool
) -> None:
    answer = subscriber.get(address, headers={"Accept-Encoding": asked})

    assert answer.headers.get("Content-Encoding") == ("gzip" if packs else None)
    octets = gzip.decompress(answer.data) if packs else answer.data
    assert octets.startswith(b"BEGIN:VCALENDAR\r\n")
    assert answer.headers["ETag"].endswith('-gz"') is packs


def test_thunderbirds_second_fetch_is_not_modified(subscriber: FlaskClient, address: str) -> None:
    first = subscriber.get(address, headers=THUNDERBIRD)

    second = subscriber.get(
        address, headers={**THUNDERBIRD, "If-None-Match": first.headers["ETag"], "Cache-Control": "no-cache"}
    )

    assert len(events(gzip.decompress(first.data))) == 2
    assert second.status_code == 304


def test_head_says_the_same_without_a_body(subscriber: FlaskClient, address: str) -> None:
    full, head = subscriber.get(address), subscriber.head(address)

    assert head.data == b""
    assert head.headers == full.headers


def test_unknown_revoked_renewed_and_left_are_one_and_the_same_answer(
    app: Flask, subscriber: FlaskClient, session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    revoked, renewed, left = (subscribed(session, person) for person in (alice, alice, bob))
    assert {subscriber.get(address).status_code for address in (revoked, renewed, left)} == {200}
    newer, older = services.feeds_of(session, alice)
    services.revoke(session, older, now=alice.created_at)
    services.renew(session, newer)
    bob.left_at = alice.created_at
    session.commit()

    answers = [subscriber.get(address) for address in ("/feeds/" + "x" * 43 + ".ics", revoked, renewed, left)]

    assert {answer.status_code for answer in answers} == {404}
    assert len({(answer.data, tuple(sorted(answer.headers))) for answer in answers}) == 1
    assert "Set-Cookie" not in answers[0].headers
    assert b"<" not in answers[0].data


def test_neither_a_session_nor_a_parameter_changes_the_calendar(
    app: Flask, subscriber: FlaskClient, session: Session, address: str, charlie: Person, clock: FixedClock
) -> None:
    from_outside = subscriber.get(address).data
    browser = app.test_client()
    with browser.session_transaction() as content:
        content.begin(charlie.account_id)  # type: ignore[attr-defined]
        content["workspace"] = charlie.workspace_id
        content["language"] = "de"

    clock.moment += timedelta(hours=1)
    answer = browser.get(f"{address}?kind=team&person=1&lang=de", headers={"Accept-Language": "de"})

    assert answer.data == from_outside
    assert "Set-Cookie" not in answer.headers  # a page would have prolonged the session


def test_a_feed_never_shows_another_workspace(
    subscriber: FlaskClient, session: Session, address: str, charlie: Person
) -> None:
    scope_to(session, charlie.workspace_id)
    make_variant(session, make_channel(session, "Theirs"), text="Nobody's business.")
    theirs = subscribed(session, charlie)

    assert titles(subscriber.get(address).data).isdisjoint(titles(subscriber.get(theirs).data))


def test_fewer_rights_show_at_the_next_fetch(
    subscriber: FlaskClient, session: Session, address: str, alice: Person
) -> None:
    assert len(events(subscriber.get(address).data)) == 2
    make_variant(session, make_channel(session, "Shared"), text="For guests.")
    shared = make_channel(session, "Guests")
    make_variant(session, shared, text="Come in.")
    alice.role, alice.channel_ids = Role.EXTERNAL, [shared.id]
    session.commit()

    shown = titles(subscriber.get(address).data)

    assert shown == {"Guests: Come in.", "Dialog time: "}


def test_a_new_day_moves_the_window(
    subscriber: FlaskClient, session: Session, address: str, clock: FixedClock
) -> None:
    first = subscriber.get(address).headers["ETag"]
    clock.moment += timedelta(days=40)

    later = subscriber.get(address)

    assert later.headers["ETag"] != first
    assert titles(later.data) == {"Dialog time: Mastodon"}


def test_who_fetched_last_is_noted_but_not_each_time(
    app: Flask, subscriber: FlaskClient, address: str, alice: Person, clock: FixedClock
) -> None:
    start = clock.moment
    subscriber.head(address)
    assert feed_of(app, alice).fetched_at is None

    subscriber.get(address, headers=THUNDERBIRD)
    clock.moment += timedelta(minutes=5)
    subscriber.get(address, headers=THUNDERBIRD)
    assert (feed_of(app, alice).fetched_at, feed_of(app, alice).fetched_by) == (start, "Thunderbird")

    subscriber.get(address, headers={"User-Agent": "Google-Calendar-Importer"})
    assert (feed_of(app, alice).fetched_at, feed_of(app, alice).fetched_by) == (
        clock.moment,
        "Google Calendar",
    )


def test_an_app_gone_wild_is_slowed_down_without_touching_others(
    app: Flask, subscriber: FlaskClient, session: Session, address: str, bob: Person
) -> None:
    other = subscribed(session, bob)

    answers = [subscriber.head(address) for _ in range(40)]
    refused = subscriber.get(address)

    assert "Retry-After" not in answers[0].headers
    assert {answer.status_code for answer in answers} == {200, 429}
    assert refused.text == "Too many attempts\n"
    assert 0 < int(refused.headers["Retry-After"]) <= 61  # rounded up twice: the moment, the seconds
    assert "Set-Cookie" not in refused.headers
    assert subscriber.head(other).status_code == 200


@pytest.mark.parametrize("method", ["POST", "DELETE", "PROPFIND"])
def test_a_calendar_is_only_read_and_says_so_without_a_page_or_a_cookie(
    subscriber: FlaskClient, address: str, method: str
) -> None:
    answer = subscriber.open(address, method=method)

    assert (answer.status_code, answer.mimetype) == (405, "text/plain")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "Set-Cookie" not in answer.headers


def test_a_failure_does_not_put_the_address_into_the_log(
    subscriber: FlaskClient, session: Session, address: str, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    make_slot(session, alice, [make_channel(session)], rrule="no rule")
    session.commit()

    answer = subscriber.get(address)

    assert answer.status_code == 500
    assert "failure" in caplog.text
    assert address.removeprefix("/feeds/").removesuffix(".ics") not in caplog.text


def test_a_cancelled_post_is_said_to_be_cancelled(
    subscriber: FlaskClient, session: Session, workspace: Workspace, alice: Person
) -> None:
    variant = make_variant(session, make_channel(session), status=Status.CANCELLED)
    address = subscribed(session, alice)

    assert events(subscriber.get(address).data)[f"post-{variant.id}"]["STATUS"] == "CANCELLED"


@pytest.fixture
def other_workspace(session: Session, workspace: Workspace) -> Iterator[Workspace]:
    elsewhere = make_workspace(session, "Second home")
    yield elsewhere
    scope_to(session, workspace.id)


def test_a_feed_of_a_second_workspace_shows_that_workspace(
    subscriber: FlaskClient, session: Session, alice: Person, other_workspace: Workspace
) -> None:
    alice_there = make_person(session, "Alice There", Role.AUTHOR)
    make_variant(session, make_channel(session, "There"), text="Second home.")

    assert titles(subscriber.get(subscribed(session, alice_there)).data) == {"There: Second home."}


@pytest.fixture
def read_only(app: Flask) -> Iterator[None]:
    """A database that takes nothing any more, as on a full disk."""
    engine = app.extensions["parley"]["database"].engine

    def refuse(connection: DBAPIConnection, *_: object) -> None:
        connection.cursor().execute("PRAGMA query_only = ON")

    event.listen(engine, "checkout", refuse)
    yield
    event.remove(engine, "checkout", refuse)
    engine.dispose()


def test_with_a_full_disk_what_is_built_is_served_and_nothing_old(
    subscriber: FlaskClient,
    address: str,
    clock: FixedClock,
    request: pytest.FixtureRequest,
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole = subscriber.get(address).data
    clock.moment += timedelta(minutes=20)

    request.getfixturevalue("read_only")
    unchanged = subscriber.get(address)
    clock.moment += timedelta(days=1)
    overtaken = subscriber.get(address)

    assert (unchanged.status_code, unchanged.data) == (200, whole)
    assert (overtaken.status_code, overtaken.mimetype) == (503, "text/plain")
    assert overtaken.headers["Retry-After"] == "300"
    assert "a fetch could not be noted" in caplog.text
    assert address.removeprefix("/feeds/").removesuffix(".ics") not in caplog.text


def test_a_builder_that_is_killed_leaves_nothing_half(
    app: Flask, subscriber: FlaskClient, session: Session, alice: Person, address: str, clock: FixedClock
) -> None:
    before = subscriber.get(address)
    feed_id = feed_of(app, alice).id
    url = app.extensions["parley"]["settings"].database_url
    make_variant(session, make_channel(session, "Blog"), text="New.")
    plan_changed(session)
    session.commit()

    child = os.fork()
    if child == 0:
        with Database(url, pooled=False).session() as building:
            bring_up_to_date(building, feed_id, clock.moment, page_address("http://127.0.0.1:8000"))
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)

    assert feed_of(app, alice).etag == before.headers["ETag"].strip('"')
    assert "Blog: New." in titles(subscriber.get(address).data)


def test_a_precondition_for_writing_is_no_question(subscriber: FlaskClient, address: str) -> None:
    answer = subscriber.get(address, headers={"If-Match": '"something else"'})

    assert answer.status_code == 200
