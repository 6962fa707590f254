"""On the day on which a campaign that is over is looked at again, and a week later if nobody has."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from calendar_app.campaigns.aftercare import open_tasks, what_to_do
from calendar_app.campaigns.models import AftercareTask, Campaign
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder

_ = mark

MORNING = time(9)
DAYS = (timedelta(), timedelta(days=7))
USEFUL_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Aftercare:
    """A task and its campaign."""

    task: AftercareTask
    campaign: Campaign


class CampaignAftercare(ReminderKind[Aftercare]):
    name = _("A campaign that is over wants a look")
    icon = "flag"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        known = (_with_campaign(session, task) for task in open_tasks(session, end.date()))
        return [
            Owed(each.task.id, "", at, at + USEFUL_FOR, person.id, 0)
            for each in known
            if (person := each.task.falls_to) is not None
            for at in _mornings(each)
            if start <= at < end
        ]

    def about(self, session: Session, reminder: Reminder) -> Aftercare | None:
        task = session.get(AftercareTask, reminder.subject_id)
        if task is None or task.done_at is not None:
            return None
        found = _with_campaign(session, task)
        person = task.falls_to
        is_theirs = person is not None and person.id == reminder.person_id
        return found if is_theirs and reminder.starts_at in _mornings(found) else None

    def says(
        self, session: Session, reminder: Reminder, subject: Aftercare, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "campaign": subject.campaign,
            "task": what_to_do(subject.task),
            "due_on": subject.task.due_on,
            "is_named": subject.task.person_id == reminder.person_id,
        }

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        task = session.get(AftercareTask, reminder.subject_id)
        return page("campaigns.show", campaign_id=task.campaign_id) if task else None


def _with_campaign(session: Session, task: AftercareTask) -> Aftercare:
    return Aftercare(task, session.get_one(Campaign, task.campaign_id))


def _mornings(known: Aftercare) -> Iterator[datetime]:
    for later in DAYS:
        yield to_utc(datetime.combine(known.task.due_on + later, MORNING), known.campaign.zone)


REMINDER = CampaignAftercare()
