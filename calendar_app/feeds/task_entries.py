"""What somebody has to do for campaigns: turns on call at their hours, aftercare on its day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.campaigns.aftercare import what_to_do
from calendar_app.campaigns.models import AftercareTask, Campaign, OnCall
from calendar_app.feeds.contents import Contents, Detail
from calendar_app.feeds.entries import PASSAGE, TITLE, TimedEvent, WholeDay
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.reader import Reader
from calendar_app.feeds.window import Window
from calendar_app.foundation.i18n import gettext
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.posts.models import first_words
from calendar_app.wording import excerpt


@dataclass(frozen=True)
class PlannedTasks:
    """What falls to a feed's person, and whether they can open the campaign that it is for."""

    turns: Sequence[OnCall] = ()
    aftercare: Sequence[AftercareTask] = ()
    can_open: bool = False


def planned_tasks(
    session: Session, kind: Kind, person: Person, contents: Contents, window: Window
) -> PlannedTasks:
    """What is still to be done; a task that is done leaves the calendar."""
    if not (kind.tasks and contents.tasks):
        return PlannedTasks()
    return PlannedTasks(
        _turns(session, person, window), _aftercare(session, person, window), may(person, Action.PREPARE)
    )


def _turns(session: Session, person: Person, window: Window) -> list[OnCall]:
    theirs = select(OnCall).where(OnCall.person_id == person.id).options(joinedload(OnCall.campaign))
    turns = session.scalars(theirs.order_by(OnCall.id))
    return [turn for turn in turns if turn.span.end > window.start and turn.span.start < window.end]


def _aftercare(session: Session, person: Person, window: Window) -> list[AftercareTask]:
    is_theirs = or_(AftercareTask.person_id == person.id, Campaign.owner_id == person.id)
    is_near = and_(AftercareTask.due_on >= window.start.date(), AftercareTask.due_on < window.end.date())
    tasks = session.scalars(
        select(AftercareTask)
        .join(AftercareTask.campaign)
        .options(joinedload(AftercareTask.campaign), joinedload(AftercareTask.person))
        .where(AftercareTask.done_at.is_(None), is_theirs, is_near)
        .order_by(AftercareTask.id)
    )
    return [task for task in tasks if task.falls_to is person]


def task_entries(reader: Reader, planned: PlannedTasks) -> Iterator[TimedEvent | WholeDay]:
    """The tasks as events in the current language. None of them blocks anybody's time."""
    for turn in planned.turns:
        yield _turn(reader, turn, can_open=planned.can_open)
    for task in planned.aftercare:
        yield _task(reader, task, can_open=planned.can_open)


def _turn(reader: Reader, turn: OnCall, *, can_open: bool) -> TimedEvent:
    campaign = turn.campaign
    title = gettext("On call: %(campaign)s", campaign=campaign.name)
    return TimedEvent(
        uid=reader.uid("on-call", turn.id),
        summary=excerpt(title, TITLE) if reader.detail != Detail.BUSY else gettext("On call"),
        **_words(reader, turn, campaign, _when_to_stop(campaign), gettext("On call"), can_open=can_open),
        alarm_minutes=reader.alarm_minutes,
        starts_at=turn.span.start,
        ends_at=turn.span.end,
    )


def _when_to_stop(campaign: Campaign) -> str:
    if not campaign.stop_criterion:
        return ""
    return f"{gettext('At which point is it stopped?')}\n{campaign.stop_criterion}"


def _task(reader: Reader, task: AftercareTask, *, can_open: bool) -> WholeDay:
    what = what_to_do(task)
    title = first_words(f"{task.campaign.name}: {what}", TITLE)
    return WholeDay(
        uid=reader.uid("aftercare", task.id),
        summary=title if reader.detail != Detail.BUSY else gettext("Task"),
        **_words(reader, task, task.campaign, what, gettext("Aftercare"), can_open=can_open),
        day=task.due_on,
    )


def _words(
    reader: Reader,
    row: OnCall | AftercareTask,
    campaign: Campaign,
    text: str,
    category: str,
    *,
    can_open: bool,
) -> dict[str, Any]:
    """What both say alike. Campaigns are told about too: a new name of one counts as a change."""
    link = reader.link("campaigns.show", campaign_id=campaign.id) if can_open else ""
    is_full = reader.detail == Detail.FULL
    return {
        "description": "\n".join(_description(text, link)) if is_full else "",
        "url": link,
        "categories": (category,) if link else (),
        "created_at": campaign.created_at,
        "changed_at": _last(campaign.changed_at, campaign.signed_at, row.updated_at),
        "sequence": row.revision + campaign.revision,
    }


def _last(*moments: datetime | None) -> datetime:
    return max(moment for moment in moments if moment is not None)


def _description(text: str, link: str) -> Iterator[str]:
    if text:
        yield excerpt(text, PASSAGE)
    if link:
        yield ""
        yield gettext("Open in Parley: %(link)s", link=link)
