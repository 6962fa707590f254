"""In the morning of each day on which something of a person's is planned: the whole day at a glance."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from calendar_app.engagement.availability.presence import Presence
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.timetable import occurrences
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.people.services import team
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.services import variants_between
from calendar_app.reminders.hours import A_DAY, mornings
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.publishing import confirming_person
from calendar_app.rules.weeks import week_name

_ = mark

MORNING = time(7)
USEFUL_FOR = timedelta(hours=5)


@dataclass(frozen=True)
class Day:
    """What a person has before them on a day: dialog times and posts, each by time."""

    day: date
    talks: Sequence[Occurrence]
    posts: Sequence[Variant]


class DailyPlan(ReminderKind[Day]):
    name = _("The day's plan, in the morning")
    icon = "calendar-week"
    proposed = False

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        return [
            Owed(person.id, day.isoformat(), at, at + USEFUL_FOR, person.id, 0)
            for person in team(session)
            for day, at in mornings(start, end, person.zone, MORNING)
            if _planned(session, person, day)
        ]

    def about(self, session: Session, reminder: Reminder) -> Day | None:
        return _planned(session, reminder.person, date.fromisoformat(reminder.occurrence))

    def says(
        self, session: Session, reminder: Reminder, subject: Day, page: PageAddress
    ) -> Mapping[str, object]:
        zone = reminder.person.zone
        return {
            "url": self.opens(session, reminder, page),
            "day": subject.day,
            "talks": [
                (
                    to_wall(each.start, zone),
                    ", ".join(channel.name for channel in each.channels),
                    page("engagement.occurrence", slot_id=each.slot_id, key=each.key),
                )
                for each in subject.talks
            ],
            "posts": [
                (
                    to_wall(each.planned_at, zone),
                    f"{each.channel.name}: {each.called}",
                    page("posts.variant", post_id=each.post_id, variant_id=each.id),
                )
                for each in subject.posts
                if each.planned_at
            ],
        }

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        return page("board.week", name=week_name(date.fromisoformat(reminder.occurrence)))


def _planned(session: Session, person: Person, day: date) -> Day | None:
    """A person's day; None when nothing of theirs stands on it."""
    start = to_utc(datetime.combine(day, time()), person.zone)
    end = to_utc(datetime.combine(day + A_DAY, time()), person.zone)
    talks = [each for each in occurrences(session, start, end, person_id=person.id) if not each.skipped]
    planned = variants_between(session, start, end, statuses=[Status.SCHEDULED])
    presence = Presence(session, start)
    posts = [variant for variant in planned if confirming_person(variant, presence) is person]
    return Day(day, talks, posts) if talks or posts else None


REMINDER = DailyPlan()
