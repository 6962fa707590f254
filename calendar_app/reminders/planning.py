"""From the plan to rows: what is owed in the next two days is written down, what no longer is, is cancelled.

Every change of the plan counts its revision up in its own transaction. Planning compares that number with the
one it has seen; so no change is ever missed, and how often or how late planning runs does not matter. Newer
zone data count as a change too: they may move what stands at a wall time. So does a newer version that knows
more kinds of mail: planners of both versions may run side by side.

A workspace is looked at in pieces, the wider the less falls due in them. What has to change is written in
short transactions of some hundred rows, each of which first makes sure that the plan is still the one that
was read.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from calendar_app.foundation.db import everywhere, insert_into, scope_to
from calendar_app.foundation.zones import data_version
from calendar_app.people.models import Workspace
from calendar_app.reminders import following
from calendar_app.reminders.following import Step
from calendar_app.reminders.kind import Owed, all_kinds
from calendar_app.reminders.models import OPEN, Reminder, ReminderPlan, ReminderState
from calendar_app.reminders.tailoring import Tailor

AHEAD = timedelta(hours=48)
RENEW = timedelta(hours=1)  # the horizon moves on in steps of this size
# The first piece; each that follows is as wide as what the last one held makes seem fit.
PIECE = timedelta(hours=1)
MANY = 2000
FEW = 500
# A change is planned some seconds after it was made: what starts meanwhile counts.
LATE = timedelta(minutes=2)
# After a longer standstill of the whole installation nobody wants to know what was missed before that.
LOOK_BACK = timedelta(days=7)
# Nobody plans further ahead, unless by a clock that was ahead and has been set back. What was over by that
# clock, and was left out, has to be planned then.
SET_BACK = timedelta(minutes=1)
WRITTEN_AT_ONCE = 500  # rows in one transaction

Key = tuple[Any, ...]
Part = tuple[datetime, datetime]
Change = Callable[[Session], object]
Item = TypeVar("Item")
KEY = ("kind", "subject_id", "occurrence", "starts_at", "person_id", "lead_minutes", "device_id")


@dataclass(frozen=True, slots=True)
class _Row:
    """What planning has to know of a row that is there."""

    id: int
    state: ReminderState
    expires_at: datetime
    due_at: datetime
    is_gathered: bool


@dataclass(frozen=True)
class Window:
    """What is to be planned: rows are compared in [start, end), new ones are made from `new_from` on."""

    start: datetime
    new_from: datetime
    end: datetime
    revision: int

    def piece(self, start: datetime, width: timedelta) -> Part:
        return start, min(start + width, self.end)


@dataclass(frozen=True)
class Comparison:
    """What makes rows what the plan says, some hundred to a change; and how many mails were looked at."""

    changes: Iterator[Change]
    mails: int


def fitting(width: timedelta, mails: int) -> timedelta:
    """How wide the next piece is to be, when one of this width held so many mails.

    So memory stays the same, however many there are, and nobody reads for long.
    """
    if mails > MANY:
        return width / 2
    return width * 2 if mails < FEW else width


def unplanned(session: Session, now: datetime) -> list[int]:
    """The workspaces whose plan has changed or whose horizon has come too near."""
    with everywhere(session):
        rows = session.execute(
            select(Workspace.id)
            .outerjoin(ReminderPlan, ReminderPlan.workspace_id == Workspace.id)
            .where(
                or_(
                    ReminderPlan.workspace_id.is_(None),
                    ReminderPlan.revision != Workspace.plan_revision,
                    ReminderPlan.zone_data < data_version(),
                    ReminderPlan.kinds < len(all_kinds()),
                    ReminderPlan.until.is_(None),
                    ReminderPlan.until < now + AHEAD - RENEW,
                    ReminderPlan.until > now + AHEAD + SET_BACK,
                )
            )
        )
        return [workspace_id for (workspace_id,) in rows]


def window(session: Session, workspace_id: int, now: datetime) -> Window | None:
    """What has to be looked at in a workspace, None when it is gone; scopes the session to it."""
    scope_to(session, workspace_id)
    revision = session.scalar(select(Workspace.plan_revision).where(Workspace.id == workspace_id))
    if revision is None:
        return None
    plan = _plan(session, workspace_id)
    until = max(plan.until, now - LOOK_BACK) if plan.until else now - LATE
    if _is_seen(plan, revision) and now <= until <= now + AHEAD + SET_BACK:
        return Window(until, until, now + AHEAD, revision)
    new_from = min(until, now - LATE)
    oldest = session.scalar(select(func.min(Reminder.starts_at)).where(Reminder.state.in_(OPEN)))
    return Window(min(new_from, oldest or new_from), new_from, now + AHEAD, revision)


def compare(session: Session, workspace_id: int, part: Part, new_from: datetime, now: datetime) -> Comparison:
    """Compare a workspace's rows of a piece with what the plan owes; scopes the session to it."""
    scope_to(session, workspace_id)
    owed = _owed(session, part)
    known = _known(session, part)
    steps = _renamed(owed, known)
    steps += [step for key, row in known.items() if (step := _followed(row, owed.get(key), now))]
    new = [
        key
        for key, each in owed.items()
        if key not in known and each.starts_at >= new_from and not each.is_overtaken(now)
    ]
    rows = [_row(workspace_id, key, owed[key], now) for key in new]
    taken = (partial(following.take, steps=some) for some in _some(steps))
    added = (partial(_add, some) for some in _some(rows))
    return Comparison(chain(taken, added), max(len(owed), len(known)))


def apply(session: Session, workspace_id: int, change: Change, revision: int) -> bool:
    """Write a change; False when the plan is another one than it was found in, and nothing is written.

    The plan's row is locked before its revision is looked at: a planner that knows an older plan must not
    cancel what one that knows a newer plan has written.
    """
    scope_to(session, workspace_id)
    _plan(session, workspace_id)
    if session.scalar(select(Workspace.plan_revision).where(Workspace.id == workspace_id)) != revision:
        return False
    change(session)
    return True


def planned(session: Session, workspace_id: int, done: Window) -> None:
    """Write down how far planning has come."""
    scope_to(session, workspace_id)
    plan = _plan(session, workspace_id)
    plan.revision = done.revision
    plan.zone_data = data_version()
    plan.kinds = len(all_kinds())
    plan.until = done.end


def _is_seen(plan: ReminderPlan, revision: int) -> bool:
    """Whether a planner that knew no less than this one has seen the plan."""
    return plan.revision == revision and plan.zone_data >= data_version() and plan.kinds >= len(all_kinds())


def _plan(session: Session, workspace_id: int) -> ReminderPlan:
    """The plan's row, locked until the end of the transaction."""
    insert = insert_into(session, ReminderPlan).values(workspace_id=workspace_id, revision=-1)
    session.execute(insert.on_conflict_do_nothing())
    return session.get_one(ReminderPlan, workspace_id, with_for_update=True)


def _owed(session: Session, part: Part) -> dict[Key, Owed]:
    return {
        (kind, *(getattr(each, name) for name in KEY[1:])): each
        for kind, each in Tailor(session).owed(session, *part)
    }


def _known(session: Session, part: Part) -> dict[Key, _Row]:
    """The rows that are there; those of kinds that only a newer version knows are its own business."""
    start, end = part
    key = [getattr(Reminder, name) for name in KEY]
    rows = session.execute(
        select(
            Reminder.id, Reminder.state, Reminder.expires_at, Reminder.due_at, Reminder.is_gathered, *key
        ).where(Reminder.starts_at >= start, Reminder.starts_at < end, Reminder.kind.in_(all_kinds()))
    )
    return {tuple(row[5:]): _Row(*row[:5]) for row in rows}


def _renamed(owed: dict[Key, Owed], known: dict[Key, _Row]) -> list[Step]:
    """Let rows follow their appointment when a series goes on under another number.

    Who was told of a time, or is about to be, is told by the same row: none is written anew or cancelled.
    `known` has the rows under their new keys afterwards.
    """
    told = {_appointment(key): key for key in known if key not in owed}
    found: list[Step] = []
    for key, each in owed.items():
        before = next((told[earlier] for earlier in _earlier(key, each) if earlier in told), None)
        if key not in known and before is not None:
            row = known[key] = known.pop(before)
            found.append(following.rename(row.id, subject_id=each.subject_id, occurrence=each.occurrence))
    return found


def _appointment(key: Key) -> Key:
    """What makes two rows tell the same: all of the key but the name of the date within its series."""
    kind, subject_id, _, *when_and_who = key
    return (kind, subject_id, *when_and_who)


def _earlier(key: Key, owed: Owed) -> Iterator[Key]:
    """The appointment under all the numbers it may have had."""
    kind, _, *when_and_who = _appointment(key)
    return ((kind, subject_id, *when_and_who) for subject_id in (owed.subject_id, *owed.follows))


def _followed(row: _Row, owed: Owed | None, now: datetime) -> Step | None:
    """Cancel what is not owed any more, owe again what had been cancelled, follow a slot's length and a
    person's working hours."""
    if owed is None:
        return following.cancel(row.id) if row.state in OPEN else None
    if row.state == ReminderState.CANCELLED and owed.expires_at > now:
        return following.reopen(row.id)
    if row.state in OPEN and row.expires_at != owed.expires_at:
        return following.keep_until(row.id, owed.expires_at)
    if row.state == ReminderState.PENDING and _is_wanted_otherwise(row, owed, now):
        return following.put_off(row.id, owed.due_at, is_gathered=owed.is_gathered)
    return None


def _is_wanted_otherwise(row: _Row, owed: Owed, now: datetime) -> bool:
    """Whether a person has come to want it at another time, and it was not due already; or alone."""
    if max(row.due_at, owed.due_at) <= now:
        return row.is_gathered and not owed.is_gathered
    return (row.due_at, row.is_gathered) != (owed.due_at, owed.is_gathered)


def _row(workspace_id: int, key: Key, owed: Owed, now: datetime) -> dict[str, Any]:
    return {
        **dict(zip(KEY, key, strict=True)),
        "workspace_id": workspace_id,
        "state": ReminderState.PENDING,
        "due_at": owed.due_at,
        "next_at": owed.due_at,
        "expires_at": owed.expires_at,
        # What comes up when the daily mail has left already comes alone, at once.
        "is_gathered": owed.is_gathered and owed.due_at > now,
        "attempts": 0,
        "ambiguous": 0,
        "last_error": "",
        "created_at": now,
    }


def _add(rows: Sequence[dict[str, Any]], session: Session) -> None:
    """New rows; one that another planner has written meanwhile stays as it is."""
    session.execute(insert_into(session, Reminder).on_conflict_do_nothing(), rows)


def _some(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[first : first + WRITTEN_AT_ONCE] for first in range(0, len(items), WRITTEN_AT_ONCE))
