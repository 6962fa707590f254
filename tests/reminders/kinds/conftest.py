"""What the tests of all kinds share: a channel, and a look at what is owed after the next tick."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Interaction, InteractionKind
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tick import tick
from tests.factories import NOW, make_channel

Rows = Callable[[], list[Reminder]]

MORNING = datetime(2026, 4, 9, 7, tzinfo=UTC)
"""Nine o'clock in Berlin on the day after NOW."""


class Told(NamedTuple):
    """A row as it was when it was looked at."""

    state: ReminderState
    person_id: int
    occurrence: str
    lead: timedelta


Look = Callable[..., list[Told]]


def talk(channel: Channel, person: Person) -> Interaction:
    """A conversation in an hour."""
    return Interaction(
        channel=channel,
        person_id=person.id,
        kind=InteractionKind.COMMENT,
        quality=2,
        entry_key="entry",
        at=NOW + timedelta(hours=1),
    )


@pytest.fixture(autouse=True)
def _on_one_database(app: Flask) -> None:
    """Both databases see the same plan; tests/reminders/test_planning.py runs on both."""


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    return make_channel(session, owner=alice)


@pytest.fixture
def look(session: Session, courier: Courier, clock: FixedClock, rows: Rows) -> Look:
    """Save what the test has made, let a tick happen, and see the mails of a kind."""

    def _look(kind: str, at: datetime = NOW) -> list[Told]:
        plan_changed(session)
        session.commit()
        clock.moment = at
        tick(courier)
        return [
            Told(row.state, row.person_id, row.occurrence, row.starts_at - row.due_at)
            for row in rows()
            if row.kind == kind
        ]

    return _look
