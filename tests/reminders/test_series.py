"""A series that goes on anew under another number: nobody is told twice, and nobody is left out."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import Slot
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders.delivery import Courier, deliver_due
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.tick import plan, tick
from tests.factories import make_channel, make_slot
from tests.reminders.conftest import STARTS, states_of, utc

Rows = Callable[[], list[Reminder]]


def rewrite(session: Session, slot: Slot, now: datetime, **changes: object) -> Slot:
    """Change a weekly series that has a past: it goes on under another number."""
    same: dict[str, Any] = {
        "person": slot.person,
        "channels": tuple(slot.channels),
        "starts_wall": STARTS,
        "zone": slot.zone,
        "rhythm": Rhythm((2,)),
    }
    new = engagement.change(session, slot, engagement.Reservation(**same | changes), now=now)
    session.commit()
    return new


@pytest.fixture
def series(session: Session, bob: Person) -> Slot:
    """Bob's Wednesdays at ten, for a week now."""
    starts = STARTS - timedelta(weeks=1)
    slot = make_slot(session, bob, [make_channel(session)], starts_wall=starts, rrule="FREQ=WEEKLY;BYDAY=WE")
    session.commit()
    return slot


def test_a_series_that_goes_on_anew_tells_nobody_twice(
    session: Session, courier: Courier, clock: FixedClock, workspace: Workspace, series: Slot, rows: Rows
) -> None:
    plan(courier, workspace.id)
    clock.moment = rows()[0].due_at
    tick(courier)
    assert states_of(rows()) == [(utc(8, 8), "sent")]

    first = rewrite(session, series, clock.moment, note="bring the list")
    tick(courier)
    second = rewrite(session, first, clock.moment, note="and a pen")
    tick(courier)

    assert first.id != series.id
    (row,) = rows()
    assert (row.subject_id, str(row.state), row.attempts) == (second.id, "sent", 1)


def test_a_mail_that_waits_follows_the_series_that_goes_on_anew(
    session: Session, courier: Courier, clock: FixedClock, workspace: Workspace, series: Slot, rows: Rows
) -> None:
    plan(courier, workspace.id)

    new = rewrite(session, series, clock.moment, note="bring the list")
    tick(courier)
    clock.moment = rows()[0].due_at
    tick(courier)

    assert new.id != series.id
    (row,) = rows()
    assert (row.subject_id, str(row.state)) == (new.id, "sent")


def test_a_mail_that_was_cancelled_at_the_fence_leaves_when_its_series_has_gone_on_anew(
    session: Session, courier: Courier, clock: FixedClock, workspace: Workspace, series: Slot, rows: Rows
) -> None:
    plan(courier, workspace.id)
    clock.moment = rows()[0].due_at
    rewrite(session, series, clock.moment, note="bring the list")

    deliver_due(courier, time.monotonic() + 30)
    assert states_of(rows()) == [(utc(8, 8), "cancelled")]
    tick(courier)

    assert states_of(rows()) == [(utc(8, 8), "sent")]


def test_the_new_time_of_a_series_is_told_once(
    session: Session, courier: Courier, clock: FixedClock, workspace: Workspace, series: Slot, rows: Rows
) -> None:
    plan(courier, workspace.id)
    clock.moment = rows()[0].due_at
    tick(courier)

    rewrite(session, series, clock.moment, starts_wall=STARTS + timedelta(hours=1))
    for _ in range(3):
        clock.moment += timedelta(minutes=30)
        tick(courier)

    assert states_of(rows()) == [(utc(8, 8), "sent"), (utc(8, 9), "sent")]
