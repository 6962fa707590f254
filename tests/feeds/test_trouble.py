"""A calendar is fetched while something is wrong: nothing half, nothing old, no address in the log."""

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
from calendar_app.feeds.building import bring_up_to_date
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed
from tests.factories import make_channel, make_slot, make_variant
from tests.feeds.conftest import feed_of, subscribed
from tests.feeds.reading import titles


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


def test_a_failure_does_not_put_the_address_into_the_log(
    subscriber: FlaskClient, session: Session, address: str, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    make_slot(session, alice, [make_channel(session)], rrule="no rule")
    session.commit()

    answer = subscriber.get(address)

    assert answer.status_code == 500
    assert "failure" in caplog.text
    assert address.removeprefix("/feeds/").removesuffix(".ics") not in caplog.text


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
