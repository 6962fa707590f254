"""What the scheduler does about reminders every few seconds.

Each step is a short transaction of its own and harms nobody when it is done twice or by several schedulers at
once.
"""

import logging
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from calendar_app.foundation import jobs
from calendar_app.reminders import planning, states
from calendar_app.reminders.delivery import Courier, deliver
from calendar_app.reminders.models import MailCopy, Reminder, ReminderState

log = logging.getLogger(__name__)

PICKED_AT_ONCE = 100
# A job that has not been worked on by then may be lost: its row is handed out again, or done here.
ENQUEUE_AGAIN = timedelta(seconds=60)
OVERDUE = timedelta(seconds=120)
# The tick sends by itself for so long at most, then it looks at everything again.
OWN_WORK_SECONDS = 20.0
COPIES_KEPT = timedelta(days=90)


def tick(courier: Courier) -> None:
    """One look at everything that is open."""
    _tidy(courier)
    plan_all(courier)
    deadline = time.monotonic() + OWN_WORK_SECONDS
    _hand_out(courier, deadline)
    _deliver_here(courier, _overdue(courier), deadline)


def plan_all(courier: Courier) -> None:
    with courier.look() as (session, now):
        waiting = planning.unplanned(session, now)
    for workspace_id in waiting:
        try:
            plan(courier, workspace_id)
        except Exception:  # one workspace's trouble must not keep the others waiting
            log.exception("workspace %s cannot be planned", workspace_id)


def plan(courier: Courier, workspace_id: int) -> None:
    """Plan one workspace, piece by piece."""
    with courier.transaction() as (session, now):
        window = planning.window(session, workspace_id, now)
    if window is None:
        return
    for part in window.pieces():
        with courier.transaction() as (session, now):
            planning.plan_piece(session, workspace_id, part, window.new_from, now)
    with courier.transaction() as (session, _):
        planning.planned(session, workspace_id, window)


def pick(session: Session, now: datetime) -> list[int]:
    """Up to a hundred due reminders that nobody was told of lately; whoever picks them tells a worker."""
    waiting = session.scalars(
        select(Reminder.id)
        .where(
            Reminder.state == ReminderState.PENDING,
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
    return list(waiting)


def _tidy(courier: Courier) -> None:
    with courier.transaction() as (session, now):
        freed = states.end_leases(session, now)
        missed = states.give_up(session, now)
        session.execute(delete(MailCopy).where(MailCopy.made_at < now - COPIES_KEPT))
    if freed or missed:
        log.warning("%s reminders were freed from a process that stopped, %s were missed", freed, missed)


def _hand_out(courier: Courier, deadline: float) -> None:
    """Tell the workers what is due; where no worker can be told, do it here."""
    workers = courier.redis_url is not None
    while time.monotonic() < deadline:
        with courier.transaction() as (session, now):
            picked = pick(session, now)
        if not picked:
            return
        workers = workers and _told(courier, picked)
        if not workers:
            _deliver_here(courier, picked, deadline)


def _told(courier: Courier, picked: Sequence[int]) -> bool:
    """Only after the commit, so that no worker looks before the row says what it was told."""
    assert courier.redis_url is not None  # noqa: S101 asked before
    return jobs.send(courier.redis_url, [("reminders.deliver", (reminder_id,)) for reminder_id in picked])


def _overdue(courier: Courier) -> list[int]:
    with courier.look() as (session, now):
        return list(
            session.scalars(
                select(Reminder.id)
                .where(Reminder.state == ReminderState.PENDING, Reminder.next_at <= now - OVERDUE)
                .order_by(Reminder.next_at)
                .limit(PICKED_AT_ONCE)
            )
        )


def _deliver_here(courier: Courier, reminder_ids: Sequence[int], deadline: float) -> None:
    for reminder_id in reminder_ids:
        if time.monotonic() > deadline:
            return
        try:
            deliver(courier, reminder_id)
        except Exception:  # one mail's trouble must not keep the others waiting
            log.exception("reminder %s was not delivered, a later tick tries again", reminder_id)
