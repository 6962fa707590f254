"""The address itself, as calendar apps ask for it."""

import gzip
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.feeds import services
from calendar_app.feeds.building import bring_up_to_date
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import scope_to
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.posts.models import Status
from tests.factories import make_channel, make_person, make_variant, make_workspace
from tests.feeds.conftest import THUNDERBIRD, feed_of, subscribed
from tests.feeds.reading import events, titles


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


@pytest.mark.parametrize("method", ["POST", "DELETE", "PROPFIND"])
def test_a_calendar_is_only_read_and_says_so_without_a_page_or_a_cookie(
    subscriber: FlaskClient, address: str, method: str
) -> None:
    answer = subscriber.open(address, method=method)

    assert (answer.status_code, answer.mimetype) == (405, "text/plain")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "Set-Cookie" not in answer.headers


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
