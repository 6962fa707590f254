"""The steps a reminder can take, each one conditional update: who changes no row has lost the race and stops.

    pending ── claim ──> claimed ── let_go ──> handing ── settle(Sent) ──> sent
       ^                    │                     │
       └── temporary failure, lease over ─────────┘       any open ── PermanentFailure ──> failed
           (handing: an unanswered dot, a lease over: ambiguous + 1)
    pending ── give_up ──> missed          pending, claimed ── cancel ──> cancelled ── reopen ──> pending
    failed, uncertain ── retry ──> pending          failed, uncertain ── dismiss ──> dismissed

Where nobody shall get a mail twice, what may have left becomes uncertain instead of pending (`hold_unsure`).

`now` is the database's time throughout. A token names one attempt; whoever holds an old one changes nothing
any more. A cancelled mail that is owed after all (a slot moved away and back) opens again as the same row.
The steps that follow a change of the plan stand in following.py, since many rows take them at once.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Update, bindparam, or_, select, update
from sqlalchemy.orm import Session

from calendar_app.foundation.mail import Ambiguous, Outcome, PermanentFailure, Sent, TemporaryFailure
from calendar_app.people.models import Workspace
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.models import UNDECIDED, Reminder, ReminderState

CLAIM_LEASE = timedelta(seconds=45)
HANDING_LEASE = timedelta(seconds=180)
# `now` is a little old when a step had to wait: only what lies further ahead shows a clock that was set back.
SET_BACK = timedelta(minutes=1)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
# After a long standstill many rows take the same step: nobody is to wait until all of them are written.
AT_ONCE = 500
PAUSE_SPREAD = 0.3  # so that what failed together does not come back together

_NOBODYS: dict[str, Any] = {"token": None, "lease_until": None}
_UNSURE: dict[str, Any] = {
    "state": ReminderState.UNCERTAIN,
    "ambiguous": Reminder.ambiguous + 1,
    **_NOBODYS,
}
_IN_HAND = (ReminderState.CLAIMED, ReminderState.HANDING)

# The steps that each mail takes, put together once: building a statement costs more than carrying it out.
_ROW = Reminder.__table__
_MINE = (_ROW.c.id == bindparam("of"), _ROW.c.token == bindparam("by"))
_PLAN = select(Workspace.plan_revision).where(Workspace.id == _ROW.c.workspace_id).scalar_subquery()
_LET_GO = (
    update(_ROW)  # type: ignore[arg-type]  # declared as any selectable; it is a table
    .where(*_MINE, _ROW.c.state == ReminderState.CLAIMED)
    .values(state=ReminderState.HANDING, lease_until=bindparam("until"))
)
_LET_GO_UNCHANGED = _LET_GO.where(bindparam("seen") == _PLAN)
_SENT = (
    update(_ROW)  # type: ignore[arg-type]
    .where(*_MINE, _ROW.c.state == ReminderState.HANDING)
    .values(state=ReminderState.SENT, sent_at=bindparam("at"), last_error="", **_NOBODYS)
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt at one reminder; the token tells it from every other attempt."""

    reminder_id: int
    token: str


def claim(session: Session, now: datetime, limit: int, *, late: timedelta = timedelta(0)) -> list[Claim]:
    """Take what has been due for `late` or longer, the longest first, passing over what others just take.

    A kind that only a newer version knows is left to it.
    """
    due = (
        select(Reminder.id)
        .where(
            Reminder.state == ReminderState.PENDING,
            Reminder.is_gathered.is_(False),
            Reminder.kind.in_(all_kinds()),
            Reminder.next_at <= now - late,
            Reminder.expires_at > now,
        )
        .order_by(Reminder.next_at, Reminder.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    token, reminder_ids = uuid4().hex, session.scalars(due).all()
    taken = change(
        session,
        Reminder.id.in_(reminder_ids),
        Reminder.state == ReminderState.PENDING,
        state=ReminderState.CLAIMED,
        token=token,
        lease_until=now + CLAIM_LEASE,
        attempts=Reminder.attempts + 1,
    )
    assert taken == len(reminder_ids)  # noqa: S101 they are locked since they were read
    return [Claim(reminder_id, token) for reminder_id in reminder_ids]


def let_go(session: Session, claim: Claim, now: datetime, *, revision: int | None = None) -> bool:
    """The fence: after this step, and only after it is committed, the text of the mail may leave.

    With a revision, only while the plan of the reminder's workspace still has it.
    """
    named = {**_named(claim), "until": now + HANDING_LEASE}
    if revision is None:
        return _done(session, _LET_GO, named)
    return _done(session, _LET_GO_UNCHANGED, {**named, "seen": revision})


def cancel_attempt(session: Session, claim: Claim) -> bool:
    """What the mail is about does not hold any more."""
    held = _held(claim, ReminderState.CLAIMED)
    return bool(change(session, *held, state=ReminderState.CANCELLED, **_NOBODYS))


def settle(
    session: Session, claim: Claim, outcome: Outcome, now: datetime, *, hold_unsure: bool = False
) -> bool:
    """Write down how an attempt ended."""
    if isinstance(outcome, Sent):
        return _done(session, _SENT, {**_named(claim), "at": now})
    held = _held(claim, *_IN_HAND)
    if isinstance(outcome, PermanentFailure):
        return bool(change(session, *held, state=ReminderState.FAILED, last_error=outcome.reason, **_NOBODYS))
    if hold_unsure and isinstance(outcome, Ambiguous):
        return bool(change(session, *held, last_error=outcome.reason, **_UNSURE))
    if isinstance(outcome, TemporaryFailure | Ambiguous):
        return bool(change(session, *held, **_try_again(session, claim.reminder_id, outcome, now)))
    return False


def end_leases(session: Session, now: datetime, *, hold_unsure: bool = False) -> int:
    """Free what a process took and never finished; gives how many.

    A claimed one has certainly not left. One that was being handed over may have. A lease longer than any
    that is given comes from a clock that was ahead and has been set back: it counts as over.
    """
    over = or_(Reminder.lease_until <= now, Reminder.lease_until > now + HANDING_LEASE + SET_BACK)
    free: dict[str, Any] = {"state": ReminderState.PENDING, "next_at": now, "enqueued_at": None, **_NOBODYS}
    claimed = change(session, Reminder.state == ReminderState.CLAIMED, over, **free)
    again = _UNSURE if hold_unsure else {"ambiguous": Reminder.ambiguous + 1, **free}
    handing = change(session, Reminder.state == ReminderState.HANDING, over, **again)
    return claimed + handing


def end_pauses(session: Session, now: datetime) -> int:
    """Let what waits longer than any pause lasts go on: the clock was ahead and has been set back.

    Up to AT_ONCE rows; gives how many.
    """
    return change_some(
        session,
        Reminder.state == ReminderState.PENDING,
        Reminder.due_at <= now,
        Reminder.next_at > now + LONGEST_PAUSE * (1 + PAUSE_SPREAD),
        next_at=now,
    )


def give_up(session: Session, now: datetime) -> int:
    """Mark as missed what would come too late to be of use, up to AT_ONCE rows; gives how many."""
    useless = (Reminder.state == ReminderState.PENDING, Reminder.expires_at <= now)
    return change_some(session, *useless, state=ReminderState.MISSED)


def retry(session: Session, reminder_id: int, now: datetime) -> int:
    """Owe again what was refused or may have left, as long as it helps and on its own; the attempts are
    counted anew.
    """
    return change(
        session,
        Reminder.id == reminder_id,
        Reminder.state.in_(UNDECIDED),
        Reminder.expires_at > now,
        state=ReminderState.PENDING,
        next_at=now,
        enqueued_at=None,
        attempts=0,
        is_gathered=False,
    )


def dismiss(session: Session, reminder_id: int) -> int:
    """Somebody has decided that it need not be sent any more."""
    undecided = Reminder.state.in_(UNDECIDED)
    return change(session, Reminder.id == reminder_id, undecided, state=ReminderState.DISMISSED)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling up to a quarter of an hour, spread by chance."""
    wait: timedelta = min(FIRST_PAUSE * 2 ** min(attempts - 1, 10), LONGEST_PAUSE)
    return wait * random.uniform(1 - PAUSE_SPREAD, 1 + PAUSE_SPREAD)  # noqa: S311 no secret


def change(session: Session, *conditions: ColumnElement[bool], **values: Any) -> int:
    """How many rows fulfilled the conditions and were changed."""
    # Straight to the table: no row that the session holds is to be kept in step, which saves half the time.
    statement = update(Reminder.__table__).where(*conditions).values(values)  # type: ignore[arg-type]
    return session.connection().execute(statement).rowcount


def change_some(session: Session, *conditions: ColumnElement[bool], **values: Any) -> int:
    """As `change`, for up to AT_ONCE rows that nobody else is changing."""
    some = select(Reminder.id).where(*conditions).limit(AT_ONCE).with_for_update(skip_locked=True)
    return change(session, Reminder.id.in_(session.scalars(some).all()), *conditions, **values)


def _try_again(
    session: Session, reminder_id: int, outcome: TemporaryFailure | Ambiguous, now: datetime
) -> dict[str, Any]:
    attempts = session.scalar(select(Reminder.attempts).where(Reminder.id == reminder_id)) or 1
    return {
        "state": ReminderState.PENDING,
        "next_at": now + pause(attempts),
        "enqueued_at": None,
        "last_error": outcome.reason,
        "ambiguous": Reminder.ambiguous + (1 if isinstance(outcome, Ambiguous) else 0),
        **_NOBODYS,
    }


def _held(claim: Claim, *states: ReminderState) -> tuple[ColumnElement[bool], ...]:
    return Reminder.id == claim.reminder_id, Reminder.token == claim.token, Reminder.state.in_(states)


def _named(claim: Claim) -> dict[str, Any]:
    return {"of": claim.reminder_id, "by": claim.token}


def _done(session: Session, step: Update, named: dict[str, Any]) -> bool:
    return session.connection().execute(step, named).rowcount == 1
