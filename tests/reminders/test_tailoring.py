"""Mails as each person wants them."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.engagement.availability.services import Week, keep_workweek
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders.choices import keep_habits
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.hours import Quiet, next_at_work
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tick import plan
from calendar_app.rules.facts import WorkingHours
from tests.factories import NOW, make_channel, make_slot, make_variant
from tests.reminders.conftest import STARTS

Rows = Callable[[], list[Reminder]]

WEEK = Week(starts=time(9), ends=time(17), weekdays=(0, 1, 2, 3))
BERLIN = "Europe/Berlin"


def leads(rows: Rows, state: ReminderState = ReminderState.PENDING) -> set[int]:
    return {row.lead_minutes for row in rows() if row.state is state}


def test_each_lead_is_a_mail_of_its_own(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, slot: Slot, rows: Rows
) -> None:
    keep_habits(session, bob, [5, 30], in_hours=False)
    session.commit()

    plan(courier, workspace.id)

    assert leads(rows) == {5, 30}


def test_another_lead_takes_the_first_ones_place(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, reminder: Reminder, rows: Rows
) -> None:
    keep_habits(session, bob, [30], in_hours=False)
    session.commit()

    plan(courier, workspace.id)

    assert (leads(rows), leads(rows, ReminderState.CANCELLED)) == ({30}, {15})


def test_what_is_planned_at_short_notice_is_told_once(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    bob: Person,
    clock: FixedClock,
    slot: Slot,
    rows: Rows,
) -> None:
    """In an hour: for the two hours it is too late, and a second look makes that no different."""
    keep_habits(session, bob, [15, 120], in_hours=False)
    session.commit()

    for _ in range(2):
        plan(courier, workspace.id)
        clock.moment += timedelta(minutes=1)
        keep_habits(session, bob, [15, 120], in_hours=False)
        session.commit()

    assert leads(rows) == {15}


def test_what_begins_sooner_than_any_lead_is_told_all_the_same(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    soon = STARTS - timedelta(minutes=55)
    make_slot(session, bob, [make_channel(session)], starts_wall=soon, rrule="")
    keep_habits(session, bob, [15, 120], in_hours=False)
    session.commit()

    plan(courier, workspace.id)

    assert leads(rows) == {15}


def test_what_can_wait_comes_when_its_reader_works(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    make_variant(session, make_channel(session), planned_wall=STARTS + timedelta(hours=9), author=bob)
    keep_workweek(session, bob, WEEK)
    keep_habits(session, bob, [15], in_hours=True)
    session.commit()

    plan(courier, workspace.id)

    (row,) = rows()
    assert row.due_at == datetime(2026, 4, 9, 7, tzinfo=UTC)  # planned for 19:00, asked on Thursday at nine


def test_what_would_be_too_late_then_comes_at_once(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    make_variant(session, make_channel(session), planned_wall=STARTS + timedelta(hours=9), author=bob)
    keep_workweek(session, bob, Week(starts=time(9), ends=time(17), weekdays=(1,)))
    keep_habits(session, bob, [15], in_hours=True)
    session.commit()

    plan(courier, workspace.id)

    (row,) = rows()
    assert row.due_at == row.starts_at + timedelta(hours=2)


def test_what_waits_already_moves_with_its_readers_wish(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    make_variant(session, make_channel(session), planned_wall=STARTS + timedelta(hours=9), author=bob)
    keep_workweek(session, bob, WEEK)
    session.commit()
    due = []
    for in_hours in (False, True, False):
        keep_habits(session, bob, [15], in_hours=in_hours)
        session.commit()
        plan(courier, workspace.id)
        due += [(row.due_at, row.next_at) for row in rows()]

    evening, morning = datetime(2026, 4, 8, 19, tzinfo=UTC), datetime(2026, 4, 9, 7, tzinfo=UTC)
    assert due == [(evening, evening), (morning, morning), (evening, evening)]


def test_dialog_time_in_the_evening_is_announced_all_the_same(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    evening = STARTS + timedelta(hours=10)
    make_slot(session, bob, [make_channel(session)], starts_wall=evening, rrule="")
    keep_habits(session, bob, [15], in_hours=True)
    session.commit()

    plan(courier, workspace.id)

    (row,) = rows()
    assert row.due_at == row.starts_at - timedelta(minutes=15)


NIGHT = Quiet(time(20), time(7))


def due(
    session: Session, courier: Courier, bob: Person, rows: Rows, quiet: Quiet, *leads: int
) -> list[datetime]:
    """When Bob's mails come, as his wall shows it."""
    keep_habits(session, bob, leads, in_hours=False, quiet=quiet)
    session.commit()
    plan(courier, bob.workspace_id)
    return [to_wall(row.due_at, BERLIN) for row in rows() if row.state is ReminderState.PENDING]


@pytest.mark.parametrize(
    ("hours", "leads", "comes"),
    [
        (timedelta(hours=9, minutes=50), [15], [timedelta(hours=9, minutes=35)]),  # 19:50: before them
        (timedelta(hours=10, minutes=5), [15], [timedelta(hours=9, minutes=50)]),
        (timedelta(hours=11), [15], [timedelta(hours=10)]),  # 21:00: when they begin
        (
            timedelta(hours=20),
            [15, 60],
            [timedelta(hours=10)],
        ),  # 6:00: the evening before, once
        (timedelta(hours=21, minutes=10), [15], [timedelta(hours=21)]),  # 7:10: when they have ended
        (timedelta(hours=22), [15, 90], [timedelta(hours=21, minutes=45)]),
    ],
)
def test_nothing_comes_in_quiet_hours_and_nothing_comes_too_late(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    bob: Person,
    rows: Rows,
    hours: timedelta,
    leads: list[int],
    comes: list[timedelta],
) -> None:
    """From 20:00 to 7:00; the slot is so many hours after ten in the morning."""
    make_slot(session, bob, [make_channel(session)], starts_wall=STARTS + hours, rrule="")

    assert due(session, courier, bob, rows, NIGHT, *leads) == [STARTS + each for each in comes]


def test_what_is_due_in_quiet_hours_comes_afterwards(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    make_variant(session, make_channel(session), planned_wall=STARTS + timedelta(hours=9), author=bob)

    asked = due(session, courier, bob, rows, NIGHT, 15)
    lunch = due(session, courier, bob, rows, Quiet(time(12), time(13)), 15)

    assert asked == [STARTS + timedelta(hours=21)]  # planned for 19:00, asked at seven instead of 21:00
    assert lunch == [STARTS + timedelta(hours=11)]


@pytest.mark.parametrize(
    ("at", "span"),
    [
        (datetime(2026, 3, 29, 1, tzinfo=UTC), ("2026-03-28T19:00+00:00", "2026-03-29T05:00+00:00")),
        (datetime(2026, 10, 25, 1, tzinfo=UTC), ("2026-10-24T18:00+00:00", "2026-10-25T06:00+00:00")),
    ],
)
def test_quiet_hours_are_wall_time_in_the_nights_the_clocks_change(
    at: datetime, span: tuple[str, str]
) -> None:
    assert NIGHT.around(at, BERLIN) == tuple(datetime.fromisoformat(each) for each in span)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        (datetime(2026, 4, 8, 6, tzinfo=UTC), datetime(2026, 4, 8, 7, tzinfo=UTC)),
        (NOW, NOW),
        (datetime(2026, 4, 8, 14, 59, tzinfo=UTC), datetime(2026, 4, 8, 14, 59, tzinfo=UTC)),
        (datetime(2026, 4, 8, 15, tzinfo=UTC), datetime(2026, 4, 9, 7, tzinfo=UTC)),
        (datetime(2026, 4, 9, 15, tzinfo=UTC), datetime(2026, 4, 13, 7, tzinfo=UTC)),
        (datetime(2026, 3, 27, 15, tzinfo=UTC), datetime(2026, 3, 30, 7, tzinfo=UTC)),  # summer time begins
    ],
)
def test_the_next_working_hour_is_counted_on_the_wall(at: datetime, then: datetime) -> None:
    assert next_at_work(at, WEEK.hours, BERLIN) == then


def test_who_works_on_no_day_gets_mails_at_once() -> None:
    assert next_at_work(NOW, WorkingHours(weekdays=frozenset()), BERLIN) == NOW
