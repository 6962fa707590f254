"""The state machine, step by step."""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from calendar_app.foundation.mail import (
    Ambiguous,
    Outcome,
    PermanentFailure,
    Sent,
    TemporaryFailure,
    Withheld,
)
from calendar_app.reminders import states
from calendar_app.reminders.following import cancel, reopen, take
from calendar_app.reminders.models import OPEN, Reminder, ReminderState
from calendar_app.reminders.states import Claim

Row = Callable[[], Reminder]
OUTCOMES: tuple[Outcome, ...] = (Sent(), TemporaryFailure("x"), PermanentFailure("x"), Ambiguous("x"))
SECOND = timedelta(seconds=1)
MINE = "mine"


def put(session: Session, reminder: Reminder, state: ReminderState, *, token: str | None = MINE) -> None:
    lease_until = reminder.due_at + timedelta(seconds=45)
    values = {"state": state, "token": token, "lease_until": lease_until, "attempts": 1}
    session.execute(update(Reminder).values(values), execution_options={"synchronize_session": False})
    session.commit()


def held(reminder: Reminder, token: str = MINE) -> Claim:
    return Claim(reminder.id, token)


def all_but(*states: ReminderState) -> list[ReminderState]:
    return [state for state in ReminderState if state not in states]


def test_a_due_row_can_be_claimed_once(session: Session, reminder: Reminder, row: Row) -> None:
    claims = states.claim(session, reminder.due_at, 10)
    again = states.claim(session, reminder.due_at, 10)
    session.commit()

    assert claims == [Claim(reminder.id, row().token or "")]
    assert again == []
    assert (row().state, row().attempts) == ("claimed", 1)
    assert row().lease_until == row().due_at + timedelta(seconds=45)


def test_a_row_cannot_be_claimed_before_it_is_due_or_after_it_expired(
    session: Session, reminder: Reminder
) -> None:
    assert states.claim(session, reminder.due_at - SECOND, 10) == []
    assert states.claim(session, reminder.due_at + SECOND, 10, late=2 * SECOND) == []
    assert states.claim(session, reminder.expires_at, 10) == []


def test_only_a_pending_row_can_be_claimed(session: Session, reminder: Reminder) -> None:
    for state in all_but(ReminderState.PENDING):
        put(session, reminder, state)

        assert states.claim(session, reminder.due_at, 10) == [], state


def test_the_fence_opens_for_the_claims_own_token_only(
    session: Session, reminder: Reminder, row: Row
) -> None:
    put(session, reminder, ReminderState.CLAIMED)

    assert not states.let_go(session, held(reminder, "somebody else's"), reminder.due_at)
    assert states.let_go(session, held(reminder), reminder.due_at)
    session.commit()

    assert row().state == "handing"
    assert row().lease_until == row().due_at + timedelta(seconds=180)


def test_the_fence_opens_from_claimed_only(session: Session, reminder: Reminder) -> None:
    for state in all_but(ReminderState.CLAIMED):
        put(session, reminder, state)

        assert not states.let_go(session, held(reminder), reminder.due_at), state


@pytest.mark.parametrize(
    ("before", "outcome", "after", "ambiguous"),
    [
        (ReminderState.HANDING, Sent(), "sent", 0),
        (ReminderState.CLAIMED, Sent(), "claimed", 0),  # nobody may say so without having passed the fence
        (ReminderState.CLAIMED, TemporaryFailure("451 later"), "pending", 0),
        (ReminderState.HANDING, TemporaryFailure("451 later"), "pending", 0),
        (ReminderState.CLAIMED, PermanentFailure("550 no"), "failed", 0),
        (ReminderState.HANDING, PermanentFailure("550 no"), "failed", 0),
        (ReminderState.HANDING, Ambiguous("gone"), "pending", 1),
        (ReminderState.CANCELLED, Withheld(), "cancelled", 0),
        (ReminderState.PENDING, Withheld(), "pending", 0),
    ],
)
def test_an_attempt_ends_as_its_outcome_says(
    session: Session,
    reminder: Reminder,
    row: Row,
    before: ReminderState,
    outcome: Outcome,
    after: str,
    ambiguous: int,
) -> None:
    put(session, reminder, before)

    states.settle(session, held(reminder), outcome, reminder.due_at)
    session.commit()

    assert (row().state, row().ambiguous) == (after, ambiguous)


def test_where_nobody_shall_be_told_twice_what_may_have_left_waits_for_a_decision(
    session: Session, reminder: Reminder, row: Row
) -> None:
    put(session, reminder, ReminderState.HANDING)
    states.settle(session, held(reminder), Ambiguous("gone"), reminder.due_at, hold_unsure=True)
    session.commit()
    assert (row().state, row().ambiguous, row().token) == ("uncertain", 1, None)

    put(session, reminder, ReminderState.HANDING)
    assert states.end_leases(session, reminder.due_at + timedelta(minutes=5), hold_unsure=True) == 1
    session.commit()
    assert (row().state, row().ambiguous, row().token) == ("uncertain", 2, None)


def test_a_decision_sends_once_more_or_dismisses(session: Session, reminder: Reminder, row: Row) -> None:
    put(session, reminder, ReminderState.UNCERTAIN)
    assert states.retry(session, reminder.id, reminder.due_at) == 1
    session.commit()
    assert row().state == "pending"

    put(session, reminder, ReminderState.UNCERTAIN)
    assert states.dismiss(session, reminder.id) == 1
    session.commit()
    assert row().state == "dismissed"


def test_an_old_token_changes_nothing(session: Session, reminder: Reminder, row: Row) -> None:
    for state, outcome in product(ReminderState, OUTCOMES):
        put(session, reminder, state, token="somebody else's")

        assert not states.settle(session, held(reminder), outcome, reminder.due_at), (state, outcome)
        session.commit()

        assert (row().state, row().token) == (state, "somebody else's")


def test_what_is_final_stays_final(session: Session, reminder: Reminder, row: Row) -> None:
    for state, outcome in product(all_but(*OPEN), OUTCOMES):
        put(session, reminder, state)

        states.settle(session, held(reminder), outcome, reminder.due_at)
        states.end_leases(session, reminder.expires_at)
        states.give_up(session, reminder.expires_at)
        take(session, [cancel(reminder.id)])
        session.commit()

        assert row().state == state


def test_a_temporary_failure_waits_before_the_next_attempt(
    session: Session, reminder: Reminder, row: Row
) -> None:
    put(session, reminder, ReminderState.HANDING)

    states.settle(session, held(reminder), TemporaryFailure("451 later"), reminder.due_at)
    session.commit()

    assert timedelta(seconds=21) <= row().next_at - row().due_at <= timedelta(seconds=39)
    assert (row().last_error, row().token, row().enqueued_at) == ("451 later", None, None)


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 30), (2, 60), (5, 480), (6, 900), (50, 900)])
def test_pauses_double_up_to_a_quarter_of_an_hour(attempts: int, seconds: int) -> None:
    pauses = [states.pause(attempts).total_seconds() for _ in range(200)]

    assert 0.7 * seconds <= min(pauses) < seconds < max(pauses) <= 1.3 * seconds


@pytest.mark.parametrize(("state", "ambiguous"), [(ReminderState.CLAIMED, 0), (ReminderState.HANDING, 1)])
def test_a_lease_that_is_over_frees_the_row(
    session: Session, reminder: Reminder, row: Row, state: ReminderState, ambiguous: int
) -> None:
    put(session, reminder, state)
    lease_until = reminder.due_at + timedelta(seconds=45)

    assert states.end_leases(session, lease_until - SECOND) == 0
    assert states.end_leases(session, lease_until) == 1
    session.commit()

    assert (row().state, row().token, row().ambiguous) == ("pending", None, ambiguous)
    assert row().next_at == lease_until


def test_what_comes_too_late_is_missed(session: Session, reminder: Reminder, row: Row) -> None:
    assert states.give_up(session, reminder.expires_at - SECOND) == 0
    assert states.give_up(session, reminder.expires_at) == 1
    session.commit()

    assert row().state == "missed"


@pytest.mark.parametrize(
    ("state", "after"),
    [
        (ReminderState.PENDING, "cancelled"),
        (ReminderState.CLAIMED, "cancelled"),
        (ReminderState.HANDING, "handing"),
    ],
)
def test_what_is_leaving_cannot_be_cancelled(
    session: Session, reminder: Reminder, row: Row, state: ReminderState, after: str
) -> None:
    put(session, reminder, state)

    take(session, [cancel(reminder.id)])
    session.commit()

    assert row().state == after


def test_what_was_cancelled_can_be_owed_again(session: Session, reminder: Reminder, row: Row) -> None:
    put(session, reminder, ReminderState.CANCELLED, token=None)

    take(session, [reopen(reminder.id)])
    session.commit()

    assert (row().state, row().next_at) == ("pending", row().due_at)


def test_nothing_else_can_be_opened_again(session: Session, reminder: Reminder) -> None:
    for state in all_but(ReminderState.CANCELLED):
        put(session, reminder, state)

        assert take(session, [reopen(reminder.id)]) == 0, state


@pytest.mark.parametrize(("state", "ambiguous"), [(ReminderState.CLAIMED, 0), (ReminderState.HANDING, 1)])
def test_a_lease_from_a_clock_that_was_ahead_is_over(
    session: Session, reminder: Reminder, row: Row, state: ReminderState, ambiguous: int
) -> None:
    put(session, reminder, state)
    set_back = reminder.due_at - timedelta(hours=1)

    assert states.end_leases(session, set_back) == 1
    session.commit()

    assert (row().state, row().ambiguous) == ("pending", ambiguous)


def test_a_pause_from_a_clock_that_was_ahead_is_over(session: Session, reminder: Reminder, row: Row) -> None:
    reminder.next_at = reminder.due_at + timedelta(hours=1)
    session.commit()

    assert states.end_pauses(session, reminder.due_at - SECOND) == 0
    assert states.end_pauses(session, reminder.due_at) == 1
    session.commit()

    assert row().next_at == row().due_at


def test_the_longest_pause_is_waited_for(session: Session, reminder: Reminder) -> None:
    reminder.next_at = reminder.due_at + timedelta(minutes=19)
    session.commit()

    assert states.end_pauses(session, reminder.due_at) == 0


def test_a_lease_that_began_while_the_tick_waited_is_not_over(session: Session, reminder: Reminder) -> None:
    put(session, reminder, ReminderState.HANDING)
    began = reminder.due_at + timedelta(seconds=45) - states.HANDING_LEASE

    assert states.end_leases(session, began - 20 * SECOND) == 0
