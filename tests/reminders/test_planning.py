"""From the plan to rows."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database, everywhere
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Mode, Status
from calendar_app.reminders import planning, states
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tick import plan, tick
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant, make_workspace
from tests.reminders.conftest import STARTS, states_of, utc

Rows = Callable[[], list[Reminder]]


def test_a_slot_is_planned_once_however_often_one_looks(
    courier: Courier, workspace: Workspace, slot: Slot, rows: Rows
) -> None:
    for _ in range(3):
        plan(courier, workspace.id)

    (row,) = rows()
    assert (row.kind, row.state) == ("slot_starts", "pending")
    assert (row.starts_at, row.due_at, row.expires_at) == (utc(8, 8), utc(8, 7, 45), utc(8, 8, 30))


def test_a_series_is_planned_two_days_ahead_and_then_further(
    session: Session, courier: Courier, clock: FixedClock, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    make_slot(session, bob, [make_channel(session)], starts_wall=STARTS, rrule="FREQ=DAILY")
    session.commit()

    plan(courier, workspace.id)
    assert [row.starts_at.day for row in rows()] == [8, 9]

    clock.moment += timedelta(hours=26)
    tick(courier)
    assert [row.starts_at.day for row in rows()] == [8, 9, 10, 11]


def test_a_moved_date_gets_a_new_row_and_the_old_one_is_cancelled(
    session: Session, courier: Courier, workspace: Workspace, slot: Slot, reminder: Reminder, rows: Rows
) -> None:
    engagement.move(session, slot, STARTS, STARTS + timedelta(hours=2), now=NOW)
    session.commit()

    plan(courier, workspace.id)

    assert states_of(rows()) == [(utc(8, 8), "cancelled"), (utc(8, 10), "pending")]


def test_a_date_that_is_moved_away_and_back_is_owed_again(
    session: Session, courier: Courier, workspace: Workspace, slot: Slot, reminder: Reminder, rows: Rows
) -> None:
    engagement.move(session, slot, STARTS, STARTS + timedelta(hours=2), now=NOW)
    session.commit()
    plan(courier, workspace.id)

    engagement.restore(session, slot, STARTS, now=NOW)
    session.commit()
    plan(courier, workspace.id)

    assert states_of(rows()) == [(utc(8, 8), "pending"), (utc(8, 10), "cancelled")]


def test_a_skipped_date_is_cancelled(
    session: Session, courier: Courier, workspace: Workspace, slot: Slot, reminder: Reminder, rows: Rows
) -> None:
    engagement.skip(session, slot, STARTS, now=NOW)
    session.commit()

    plan(courier, workspace.id)

    assert states_of(rows()) == [(utc(8, 8), "cancelled")]


def test_when_somebody_else_takes_the_slot_the_mail_goes_to_them(
    session: Session, courier: Courier, workspace: Workspace, slot: Slot, reminder: Reminder, rows: Rows
) -> None:
    slot.person = make_person(session, "Dora Dietrich")
    plan_changed(session)
    session.commit()

    plan(courier, workspace.id)

    assert {(row.person.name, str(row.state)) for row in rows()} == {
        ("Bob Brandt", "cancelled"),
        ("Dora Dietrich", "pending"),
    }


def test_nobody_who_has_left_is_reminded(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, reminder: Reminder, rows: Rows
) -> None:
    bob.left_at = NOW
    plan_changed(session)
    session.commit()

    plan(courier, workspace.id)

    assert states_of(rows()) == [(utc(8, 8), "cancelled")]


@pytest.mark.parametrize("state", [ReminderState.SENT, ReminderState.FAILED, ReminderState.HANDING])
def test_what_has_left_or_is_leaving_stays_as_it_is(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    slot: Slot,
    reminder: Reminder,
    rows: Rows,
    state: ReminderState,
) -> None:
    reminder.state = state
    session.delete(slot)
    plan_changed(session)
    session.commit()

    plan(courier, workspace.id)

    assert states_of(rows()) == [(utc(8, 8), state)]


def test_a_longer_slot_keeps_its_mail_useful_for_longer(
    session: Session, courier: Courier, workspace: Workspace, slot: Slot, reminder: Reminder, rows: Rows
) -> None:
    slot.minutes = 60
    plan_changed(session)
    session.commit()

    plan(courier, workspace.id)

    assert [row.expires_at for row in rows()] == [utc(8, 9)]


def test_what_was_due_during_a_standstill_shows_as_missed(
    session: Session, courier: Courier, clock: FixedClock, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    make_slot(session, bob, [make_channel(session)], starts_wall=STARTS, rrule="FREQ=DAILY")
    session.commit()
    plan(courier, workspace.id)

    clock.moment += timedelta(days=4, hours=2)
    tick(courier)
    tick(courier)

    starting = (row for row in rows() if row.kind == "slot_starts")
    assert [(row.starts_at.day, str(row.state)) for row in starting] == [
        (8, "missed"),
        (9, "missed"),
        (10, "missed"),
        (11, "missed"),
        (12, "missed"),
        (13, "pending"),
        (14, "pending"),
    ]


def test_a_slot_booked_for_the_next_minutes_is_due_at_once(
    session: Session, courier: Courier, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    make_slot(session, bob, [make_channel(session)], starts_wall=STARTS.replace(hour=9, minute=5), rrule="")
    session.commit()

    plan(courier, workspace.id)

    (row,) = rows()
    assert row.state == "pending"
    assert row.next_at < NOW < row.expires_at


def test_a_planner_that_knows_an_older_plan_does_not_have_the_last_word(
    session: Session, courier: Courier, workspace: Workspace, slot: Slot, rows: Rows
) -> None:
    with courier.transaction() as (slow, now):
        window = planning.window(slow, workspace.id, now)
    assert window is not None
    part = (window.start, window.end)
    with courier.look() as (slow, now):
        (change,) = planning.compare(slow, workspace.id, part, window.new_from, now).changes
    engagement.move(session, slot, STARTS, STARTS + timedelta(hours=2), now=NOW)
    session.commit()
    plan(courier, workspace.id)

    with courier.transaction() as (slow, now):
        assert not planning.apply(slow, workspace.id, change, window.revision)
    with courier.transaction() as (slow, now):
        planning.planned(slow, workspace.id, window)

    assert states_of(rows()) == [(utc(8, 10), "pending")]
    with courier.look() as (look, now):
        assert planning.unplanned(look, now) == [workspace.id]


def test_every_workspace_is_planned_and_none_touches_another(
    session: Session, courier: Courier, workspace: Workspace, reminder: Reminder, rows: Rows
) -> None:
    home = session.info["scope"]
    other = make_workspace(session, "Elsewhere")
    charlie = make_person(session, "Charlie Cramer", Role.ADMIN)
    make_slot(session, charlie, [make_channel(session)], starts_wall=STARTS, rrule="")
    session.commit()

    tick(courier)

    session.info["scope"] = home
    assert states_of(rows()) == [(utc(8, 8), "pending")]
    session.info["scope"] = other.id
    assert states_of(rows()) == [(utc(8, 8), "pending")]


def test_a_workspace_that_is_gone_is_nothing_to_plan(courier: Courier, database_kind: str) -> None:
    plan(courier, 4711)

    with courier.look() as (look, now):
        assert planning.unplanned(look, now) == []


@pytest.mark.parametrize(
    ("mode", "status", "who", "reminded"),
    [
        (Mode.LIVE, Status.SCHEDULED, "author", "author"),
        (Mode.LIVE, Status.SCHEDULED, "answer person", "answer person"),
        (Mode.SCHEDULED, Status.SCHEDULED, "author", None),
        (Mode.SCHEDULED, Status.SCHEDULED, "answer person", "answer person"),
        (Mode.LIVE, Status.DRAFT, "author", None),
        (Mode.LIVE, Status.IN_REVIEW, "author", None),
        (Mode.LIVE, Status.HELD, "author", None),
        (Mode.LIVE, Status.PUBLISHED, "author", None),
        (Mode.LIVE, Status.CANCELLED, "author", None),
    ],
)
def test_a_post_that_wants_a_person_reminds_that_person(
    *,
    session: Session,
    courier: Courier,
    workspace: Workspace,
    alice: Person,
    bob: Person,
    rows: Rows,
    mode: Mode,
    status: Status,
    who: str,
    reminded: str | None,
) -> None:
    make_variant(
        session,
        make_channel(session),
        planned_wall=STARTS,
        mode=mode,
        status=status,
        author=bob,
        answer_person=alice if who == "answer person" else None,
    )
    session.commit()

    plan(courier, workspace.id)

    names = {"author": "Bob Brandt", "answer person": "Alice Adler"}
    told = [row.person.name for row in rows() if row.kind == "post_wants_person"]
    assert told == ([names[reminded]] if reminded else [])


def test_a_row_that_is_claimed_meanwhile_is_cancelled_before_it_leaves(
    session: Session,
    courier: Courier,
    clock: FixedClock,
    workspace: Workspace,
    slot: Slot,
    reminder: Reminder,
) -> None:
    clock.moment = reminder.due_at
    with courier.transaction() as (other, now):
        (claim,) = states.claim(other, now, 10)
    engagement.skip(session, slot, STARTS, now=NOW)
    session.commit()

    plan(courier, workspace.id)

    with courier.transaction() as (other, now), everywhere(other):
        assert not states.let_go(other, claim, now)


def test_a_large_plan_is_written_in_short_transactions(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    bob: Person,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
    written: list[int],
) -> None:
    monkeypatch.setattr(planning, "WRITTEN_AT_ONCE", 20)
    channel = make_channel(session)
    slots = [make_slot(session, bob, [channel], starts_wall=STARTS, rrule="") for _ in range(70)]
    session.commit()
    written.clear()

    plan(courier, workspace.id)
    for slot in slots:
        slot.minutes = 60
    plan_changed(session)
    session.commit()
    plan(courier, workspace.id)

    assert {row.expires_at for row in rows()} == {utc(8, 9)}
    assert (len(rows()), sum(written), max(written)) == (70, 140, 20)


def test_what_is_due_need_not_wait_until_a_large_plan_is_written(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    bob: Person,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(planning, "PIECE", timedelta(hours=2))
    monkeypatch.setattr(planning, "FEW", 0)
    for hours in (0, 12, 24):
        make_slot(
            session, bob, [make_channel(session)], starts_wall=STARTS + timedelta(hours=hours), rrule=""
        )
    session.commit()
    seen: list[int] = []

    plan(courier, workspace.id, meanwhile=lambda: seen.append(len(rows())))

    assert seen == [1, 2, 3]


@pytest.mark.parametrize(
    ("mails", "hours"),
    [(0, 4), (planning.FEW, 2), (planning.MANY, 2), (planning.MANY + 1, 1)],
)
def test_the_next_piece_is_wider_after_few_mails_and_narrower_after_many(mails: int, hours: int) -> None:
    assert planning.fitting(timedelta(hours=2), mails) == timedelta(hours=hours)


@pytest.fixture
def written(database: Database) -> Iterator[list[int]]:
    """A list that grows by one number with each commit: how many reminders were written in it."""
    written, open_ones = [], Counter[int]()

    def count(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if statement.startswith(("INSERT INTO reminder (", "UPDATE reminder SET")):
            open_ones[id(connection)] += max(cursor.rowcount, 0)

    def end(connection: Any) -> None:
        written.append(open_ones.pop(id(connection), 0))

    event.listen(database.engine, "after_cursor_execute", count)
    event.listen(database.engine, "commit", end)
    yield written
    event.remove(database.engine, "after_cursor_execute", count)
    event.remove(database.engine, "commit", end)
