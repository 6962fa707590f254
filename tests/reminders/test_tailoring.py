"""Mails as each person wants them."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.engagement.availability.services import Week, keep_workweek
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders.choices import keep_habits
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tailoring import next_at_work
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
