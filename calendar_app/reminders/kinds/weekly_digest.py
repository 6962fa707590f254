"""On Monday morning: which conversations went well last week, and only after them how many there were.

Nobody is compared with anybody: the counts are the team's. Exceptions from the rules are told with their
reason, so that they do not become a habit unnoticed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.engagement.models import Interaction, OutcomeKind, SlotOutcome
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person, Role
from calendar_app.people.services import team
from calendar_app.posts.models import Variant
from calendar_app.posts.telling.words import rule_name
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.rulebook.models import Override
from calendar_app.rulebook.services import recorded_between

_ = mark

MORNING = time(8)
USEFUL_FOR = timedelta(hours=24)
WEEK = timedelta(days=7)
GOOD = 2  # from here on a conversation helped somebody or went on
MOST = 5


@dataclass(frozen=True)
class LastWeek:
    """A week from Monday to Sunday: what carried furthest, the team's counts, what passed a rule."""

    monday: date
    good: Sequence[Interaction]
    talks: int
    kept: int
    posts: int
    exceptions: Sequence[Override]


class WeeklyDigest(ReminderKind[LastWeek]):
    name = _("The week's conversations, on Monday")
    icon = "chat-heart"
    proposed = False

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        """To everybody but external people, who see some channels only."""
        readers = [person for person in team(session) if person.role != Role.EXTERNAL]
        return [
            Owed(person.id, monday.isoformat(), at, at + USEFUL_FOR, person.id, 0)
            for person in readers
            for monday in _mondays(start, end)
            if start <= (at := to_utc(datetime.combine(monday, MORNING), person.zone)) < end
        ]

    def about(self, session: Session, reminder: Reminder) -> LastWeek | None:
        """Nothing when the week was silent: a mail about nothing helps nobody."""
        monday = date.fromisoformat(reminder.occurrence) - WEEK
        if reminder.person.role == Role.EXTERNAL:
            return None
        week = _week(session, monday, reminder.person)
        return week if week.talks or week.kept or week.posts or week.exceptions else None

    def says(
        self, session: Session, reminder: Reminder, subject: LastWeek, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "monday": subject.monday,
            "sunday": subject.monday + timedelta(days=6),
            "good": [(each.channel.name, each.note, each.link) for each in subject.good],
            "talks": subject.talks,
            "kept": subject.kept,
            "posts": subject.posts,
            "exceptions": [
                (
                    f"{rule_name(each.rule)} · {each.channel.name}",
                    each.reason,
                    page("posts.open_variant", variant_id=each.variant_id),
                )
                for each in subject.exceptions
            ],
        }

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        return page("engagement.index")


def _mondays(start: datetime, end: datetime) -> list[date]:
    """Every Monday that some zone can have in [start, end)."""
    first = start.date() - timedelta(days=1)
    days = (first + timedelta(days=number) for number in range((end - start).days + 4))
    return [day for day in days if day.weekday() == 0]


def _week(session: Session, monday: date, reader: Person) -> LastWeek:
    """The week as the reader's wall shows it."""
    start = to_utc(datetime.combine(monday, time()), reader.zone)
    end = to_utc(datetime.combine(monday + WEEK, time()), reader.zone)
    in_week = Interaction.at >= start, Interaction.at < end
    good = session.scalars(
        select(Interaction)
        .options(joinedload(Interaction.channel))
        .where(*in_week, Interaction.quality >= GOOD, Interaction.note != "")
        .order_by(Interaction.quality.desc(), Interaction.at, Interaction.id)
        .limit(MOST)
    ).all()
    talks = select(func.count()).select_from(Interaction).where(*in_week)
    kept = (
        select(func.count())
        .select_from(SlotOutcome)
        .where(SlotOutcome.at >= start, SlotOutcome.at < end, SlotOutcome.kind != OutcomeKind.COULD_NOT)
    )
    posts = (
        select(func.count())
        .select_from(Variant)
        .where(Variant.published_at >= start, Variant.published_at < end)
    )
    talked, held, published = (session.scalar(query) or 0 for query in (talks, kept, posts))
    return LastWeek(monday, good, talked, held, published, recorded_between(session, start, end))


REMINDER = WeeklyDigest()
