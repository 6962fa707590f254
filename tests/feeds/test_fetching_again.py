"""What an app is sent that has fetched before: nothing it has already, and nothing old."""

import gzip
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person, Role
from calendar_app.people.services import plan_changed
from tests.factories import make_channel, make_variant
from tests.feeds.conftest import THUNDERBIRD
from tests.feeds.reading import events, titles


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


def test_thunderbirds_second_fetch_is_not_modified(subscriber: FlaskClient, address: str) -> None:
    first = subscriber.get(address, headers=THUNDERBIRD)

    second = subscriber.get(
        address, headers={**THUNDERBIRD, "If-None-Match": first.headers["ETag"], "Cache-Control": "no-cache"}
    )

    assert len(events(gzip.decompress(first.data))) == 2
    assert second.status_code == 304


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


def test_a_precondition_for_writing_is_no_question(subscriber: FlaskClient, address: str) -> None:
    answer = subscriber.get(address, headers={"If-Match": '"something else"'})

    assert answer.status_code == 200
