"""A stop of everything as people meet it: on the board, in their calendars and in their mails."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.feeds.services import subscribe
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, PublishingStop, Status, Variant
from tests.browser.serving import Site
from tests.factories import make_channel, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]

REASON = "Something happened in town."
AT_TEN = datetime(2026, 4, 8, 10, 0)  # noqa: DTZ001 wall time: an hour from now


@pytest.mark.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)
def test_one_tick_later_everything_is_held_and_calendars_and_mails_say_so(
    app: Flask,
    sign_in: SignIn,
    session: Session,
    settings: Settings,
    clock: FixedClock,
    alice: Person,
    bob: Person,
) -> None:
    mastodon = make_channel(session, owner=alice)
    make_variant(session, mastodon, planned_wall=AT_TEN, mode=Mode.LIVE, author=bob)
    make_variant(session, make_channel(session, "LinkedIn", "linkedin", owner=alice))
    make_slot(session, bob, [mastodon], starts_wall=AT_TEN, rrule="")
    _, address = subscribe(session, alice, "team", now=clock.now())
    session.commit()
    site, client = Site(app, clock, ""), sign_in(alice)
    session.rollback()
    site.tick()  # from now on a mail about the post at ten is owed

    client.post("/held/stop", data={"place": "everywhere", "level": "4", "reason": REASON})
    clock.moment += timedelta(minutes=1)
    site.tick()

    assert statuses(session) == {Status.HELD}
    told = [REASON in event for event in events(client, address)]
    assert (told.count(True), told.count(False)) == (2, 1)
    held = [text for subject, text in mails(settings) if subject.startswith("Held, does not go out")]
    assert [REASON in text for text in held] == [True, True]

    clock.moment += timedelta(minutes=50)  # when somebody would be asked to publish and to talk
    site.tick()
    begins = [subject for subject, _ in mails(settings) if "10:00" in subject]
    assert begins == ["10:00 Dialog time: Mastodon"]

    client.post(f"/held/stops/{only_stop(session)}/lift")
    site.tick()
    assert statuses(session) == {Status.HELD}
    assert [REASON in event for event in events(client, address)] == told


def statuses(session: Session) -> set[str]:
    found: set[str] = set(session.scalars(select(Variant.status)))
    session.rollback()  # a page that writes must not wait for this
    return found


def only_stop(session: Session) -> int:
    stop_id = session.scalars(select(PublishingStop.id)).one()
    session.rollback()
    return stop_id


def mails(settings: Settings) -> list[tuple[str, str]]:
    """Subject and text of everything that has left."""
    files = (settings.data_dir / "outbox").rglob("*.eml")
    sent = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [(str(mail["Subject"]), mail.get_body(("plain",)).get_content()) for mail in sent]  # type: ignore[union-attr]


def events(client: FlaskClient, address: str) -> list[str]:
    """The entries of a calendar, their lines unfolded."""
    return client.get(f"/feeds/{address}.ics").text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
