"""What is looked at when a campaign is over: a hashtag lives on, and so may a grudge."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.campaigns.models import AftercareTask, Campaign, CampaignKind
from calendar_app.campaigns.wording import AFTERCARE
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed

DAYS_AFTER = (30, 90, 365)
"""When everybody looks again, in days after the end."""


def follow_the_end(session: Session, row: Campaign, *, now: datetime) -> None:
    """Keep the tasks that every campaign has at their distance from its end; what is done stays as it was."""
    if row.ends_wall is None or row.kind == CampaignKind.OTHER:
        return
    there = {task.days_after: task for task in row.aftercare}
    for days in DAYS_AFTER:
        due_on = row.ends_wall.date() + timedelta(days=days)
        if days not in there:
            task = AftercareTask(days_after=days, due_on=due_on, person_id=row.owner_id, updated_at=now)
            row.aftercare.append(task)
        elif there[days].done_at is None and there[days].due_on != due_on:
            there[days].due_on, there[days].updated_at = due_on, now
    session.flush()
    plan_changed(session)


def add_task(session: Session, row: Campaign, task: AftercareTask, *, by: Person, now: datetime) -> None:
    """One more thing to look after; the same one a second time changes nothing."""
    if any((each.what, each.due_on) == (task.what, task.due_on) for each in row.aftercare):
        return
    task.updated_at = now
    row.aftercare.append(task)
    session.flush()
    note(session, by, mark("aftercare task added"), row, now=now, text=task.what)
    plan_changed(session)


def finish(session: Session, task: AftercareTask, row: Campaign, *, by: Person, now: datetime) -> None:
    """Say that it was looked after; a second time changes nothing."""
    if task.done_at is not None:
        return
    task.done_at, task.done_by, task.updated_at = now, by, now
    session.flush()
    note(session, by, mark("aftercare done"), row, now=now, text=task.what)
    plan_changed(session)


def open_tasks(session: Session, until: date) -> Sequence[AftercareTask]:
    """What is to be looked after up to a day, the longest due first."""
    query = select(AftercareTask).options(joinedload(AftercareTask.person))
    due = query.where(AftercareTask.done_at.is_(None), AftercareTask.due_on <= until)
    return session.scalars(due.order_by(AftercareTask.due_on, AftercareTask.id)).all()


def what_to_do(task: AftercareTask) -> str:
    """A task in the reader's language; one that somebody wrote, in theirs."""
    return task.what or gettext(AFTERCARE[task.days_after or 0])
