"""Wall time, clocks that change and clocks that are wrong."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders import planning
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.tick import plan, tick
from tests.factories import NOW, make_channel, make_slot
from tests.reminders.conftest import states_of, utc

Rows = Callable[[], list[Reminder]]


def wall(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("zone", "starts", "expected"),
    [
        # The hour that is left out takes the offset before it; the one that comes twice is the first.
        ("Europe/Berlin", wall(3, 29, 2, 30), utc(29, 1, 30, month=3)),
        ("Europe/Berlin", wall(10, 25, 2, 30), utc(25, 0, 30, month=10)),
        ("America/New_York", wall(3, 8, 2, 30), utc(8, 7, 30, month=3)),
        ("America/New_York", wall(11, 1, 1, 30), utc(1, 5, 30, month=11)),
        # Half an hour is left out and comes twice there.
        ("Australia/Lord_Howe", wall(10, 4, 2, 15), utc(3, 15, 45, month=10)),
        ("Australia/Lord_Howe", wall(4, 5, 1, 45), utc(4, 14, 45)),
    ],
)
def test_an_hour_that_is_left_out_or_comes_twice_is_told_once(
    *,
    session: Session,
    courier: Courier,
    clock: FixedClock,
    workspace: Workspace,
    bob: Person,
    rows: Rows,
    zone: str,
    starts: datetime,
    expected: datetime,
) -> None:
    clock.moment = expected - timedelta(hours=20)
    make_slot(session, bob, [make_channel(session)], starts_wall=starts, rrule="", zone=zone)
    session.commit()

    plan(courier, workspace.id)

    (row,) = rows()
    assert (row.starts_at, row.due_at) == (expected, expected - timedelta(minutes=15))


@pytest.mark.parametrize(
    ("zone", "starts", "instants"),
    [
        ("Europe/Berlin", wall(3, 28, 9), [utc(28, 8, month=3), utc(29, 7, month=3)]),
        ("Europe/Berlin", wall(10, 24, 9), [utc(24, 7, month=10), utc(25, 8, month=10)]),
        ("America/New_York", wall(3, 7, 9), [utc(7, 14, month=3), utc(8, 13, month=3)]),
        ("Australia/Lord_Howe", wall(4, 4, 9), [utc(3, 22), utc(4, 22, 30)]),
    ],
)
def test_nine_stays_nine_on_both_sides_of_a_clock_change(
    *,
    session: Session,
    courier: Courier,
    clock: FixedClock,
    workspace: Workspace,
    bob: Person,
    rows: Rows,
    zone: str,
    starts: datetime,
    instants: list[datetime],
) -> None:
    clock.moment = instants[0] - timedelta(hours=1)
    make_slot(session, bob, [make_channel(session)], starts_wall=starts, rrule="FREQ=DAILY", zone=zone)
    session.commit()

    plan(courier, workspace.id)

    assert [row.starts_at for row in rows()][:2] == instants


def test_what_was_over_by_a_clock_that_was_ahead_is_planned_when_it_is_set_back(
    courier: Courier, clock: FixedClock, workspace: Workspace, slot: Slot, rows: Rows
) -> None:
    clock.moment = NOW + timedelta(hours=3)
    tick(courier)
    assert rows() == []

    clock.moment = NOW
    tick(courier)

    assert states_of(rows()) == [(utc(8, 8), "pending")]


def test_newer_zone_data_move_what_stands_at_a_wall_time(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    slot: Slot,
    reminder: Reminder,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Eight o'clock in Berlin becomes another instant; what was planned with the older data is cancelled."""
    session.execute(update(Reminder).values(starts_at=utc(8, 9), due_at=utc(8, 8, 45), next_at=utc(8, 8, 45)))
    session.commit()
    plan(courier, workspace.id)
    assert states_of(rows()) == [(utc(8, 9), "pending")]  # the plan's revision says that nothing has changed

    monkeypatch.setattr(planning, "data_version", lambda: "2999z")
    tick(courier)

    assert states_of(rows()) == [(utc(8, 8), "pending"), (utc(8, 9), "cancelled")]
