"""What the scheduler does about reminders every few seconds.

Each step is a short transaction of its own and harms nobody when it is done twice or by several schedulers at
once.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from calendar_app.foundation import jobs
from calendar_app.reminders import gathering, planning, states
from calendar_app.reminders.delivery import Courier, deliver_due
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.models import MailCopy, Reminder, ReminderState

log = logging.getLogger(__name__)

PICKED_AT_ONCE = 100
# A job that has not been worked on by then may be lost: its row is handed out again, or done here.
ENQUEUE_AGAIN = timedelta(seconds=15)
OVERDUE = timedelta(seconds=30)
# The tick sends by itself for so long at most, then it looks at everything again.
OWN_WORK_SECONDS = 20.0
COPIES_KEPT = timedelta(days=90)


def _nothing_else() -> None:
    """For whoever only plans."""


def tick(courier: Courier) -> None:
    """One look at everything that is open; what is due does not wait until a large plan is written."""
    _tidy(courier)
    plan_all(courier, meanwhile=lambda: _see_to_what_is_due(courier))
    _see_to_what_is_due(courier)


def seconds_to_next(courier: Courier) -> float | None:
    """How long until the next mail falls due, of those that are planned; None when none is ahead."""
    with courier.look() as (session, now):
        ahead = (
            Reminder.state == ReminderState.PENDING,
            Reminder.is_gathered.is_(False),
            Reminder.next_at > now,
        )
        next_at = session.scalar(select(func.min(Reminder.next_at)).where(*ahead))
    return (next_at - now).total_seconds() if next_at else None


def plan_all(courier: Courier, meanwhile: Callable[[], None] = _nothing_else) -> None:
    """Plan where something has changed; `meanwhile` is done after each workspace and after large pieces."""
    with courier.look() as (session, now):
        waiting = planning.unplanned(session, now)
    for workspace_id in waiting:
        try:
            plan(courier, workspace_id, meanwhile)
            meanwhile()
        except Exception:  # one workspace's trouble must not keep the others waiting
            log.exception("workspace %s cannot be planned", workspace_id)


def plan(courier: Courier, workspace_id: int, meanwhile: Callable[[], None] = _nothing_else) -> None:
    """Plan one workspace, piece by piece. A plan that changes meanwhile is left to the next look."""
    with courier.transaction() as (session, now):
        window = planning.window(session, workspace_id, now)
    if window is None:
        return
    start, width = window.start, planning.PIECE
    while start < window.end:
        part = window.piece(start, width)
        with courier.look() as (session, now):
            found = planning.compare(session, workspace_id, part, window.new_from, now)
        for change in found.changes:
            with courier.transaction() as (session, _):
                if not planning.apply(session, workspace_id, change, window.revision):
                    return
        _, start = part
        width = planning.fitting(width, found.mails)
        if found.mails > planning.FEW:
            meanwhile()
    with courier.transaction() as (session, _):
        planning.planned(session, workspace_id, window)


def pick(session: Session, now: datetime) -> int:
    """Mark up to a hundred due reminders that no worker was told of lately; gives how many."""
    waiting = session.scalars(
        select(Reminder.id)
        .where(
            Reminder.state == ReminderState.PENDING,
            Reminder.is_gathered.is_(False),
            Reminder.kind.in_(all_kinds()),
            Reminder.next_at <= now,
            Reminder.expires_at > now,
            or_(Reminder.enqueued_at.is_(None), Reminder.enqueued_at <= now - ENQUEUE_AGAIN),
        )
        .order_by(Reminder.next_at)
        .limit(PICKED_AT_ONCE)
        .with_for_update(skip_locked=True)
    ).all()
    session.execute(
        update(Reminder).where(Reminder.id.in_(waiting)).values(enqueued_at=now),
        execution_options={"synchronize_session": False},
    )
    return len(waiting)


def _tidy(courier: Courier) -> None:
    """Put in order what stayed behind, in as many short transactions as it takes."""
    while _tidy_some(courier):
        pass


def _tidy_some(courier: Courier) -> bool:
    """Whether something may be left."""
    with courier.transaction() as (session, now):
        freed = states.end_leases(session, now, hold_unsure=courier.hold_unsure)
        resumed = states.end_pauses(session, now)
        alone = gathering.let_leave_alone(session, now)
        missed = states.give_up(session, now)
        forgotten = _forget_copies(session, now)
    if freed or missed:
        log.warning("%s reminders were freed from a process that stopped, %s were missed", freed, missed)
    return states.AT_ONCE in {resumed, alone, missed, forgotten}


def _forget_copies(session: Session, now: datetime) -> int:
    old = select(MailCopy.reminder_id).where(MailCopy.made_at < now - COPIES_KEPT).limit(states.AT_ONCE)
    forget = delete(MailCopy).where(MailCopy.reminder_id.in_(session.scalars(old).all()))
    return session.connection().execute(forget).rowcount


def _see_to_what_is_due(courier: Courier) -> None:
    deadline = time.monotonic() + OWN_WORK_SECONDS
    _hand_out(courier, deadline)
    deliver_due(courier, deadline, late=OVERDUE)


def _hand_out(courier: Courier, deadline: float) -> None:
    """Tell workers what is due; where no worker can be told, do it here."""
    while time.monotonic() < deadline:
        with courier.transaction() as (session, now):
            picked = pick(session, now)
        if not picked:
            return
        if not _told(courier):
            deliver_due(courier, deadline)
            return


def _told(courier: Courier) -> bool:
    """Only after the commit, so that no worker looks too early. A worker that comes takes whatever is due.

    A mail has its minute: feeds and searches for copies, of which many may wait, come after it.
    """
    url = courier.redis_url
    return url is not None and jobs.send(url, [("reminders.deliver_due", ())], ahead=True)
