"""Before a post that wants a person: one published by hand, or one that somebody stays with to answer.

Who publishes by hand is who answers, else who wrote it. What a tool publishes wants somebody only if a person
was named to answer.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.reminders.kind import Owed
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.publishing import (
    OfVariant,
    planned_then,
    regular_person,
    wanted_person,
    with_people,
)

_ = mark

LEAD_MINUTES = 15
# An hour later the mail would not help any more: then the post shows as due and unconfirmed.
USEFUL_FOR = timedelta(hours=1)


class PostWantsPerson(OfVariant):
    name = _("A post needs a person")
    icon = "reply"
    has_leads = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        planned = session.scalars(
            select(Variant)
            .options(*with_people())
            .where(
                Variant.planned_at >= start,
                Variant.planned_at < end,
                Variant.status == Status.SCHEDULED,
                or_(Variant.mode == Mode.LIVE, Variant.answer_person_id.is_not(None)),
            )
        )
        presence = Presence(session, start)
        return [_owed(variant, person) for variant in planned if (person := wanted_person(variant, presence))]

    def about(self, session: Session, reminder: Reminder) -> Variant | None:
        return self.subjects(session, [reminder]).get(reminder.id)

    def subjects(self, session: Session, reminders: Sequence[Reminder]) -> Mapping[int, Variant]:
        presence = Presence(session, min(reminder.starts_at for reminder in reminders))
        return {
            reminder.id: variant
            for reminder, variant in planned_then(session, reminders)
            if (person := wanted_person(variant, presence)) is not None and person.id == reminder.person_id
        }

    def says(
        self, session: Session, reminder: Reminder, subject: Variant, page: PageAddress
    ) -> Mapping[str, object]:
        regular = regular_person(subject)
        return {
            "url": self.opens(session, reminder, page),
            "by_hand": subject.mode == Mode.LIVE,
            "answers": subject.answer_person_id == reminder.person_id,
            "away": regular.name if regular and regular.id != reminder.person_id else "",
            "channel": subject.channel,
            "planned": to_wall(reminder.starts_at, reminder.person.zone),
            "title": subject.title,
            "body": subject.text,
            "core": subject.post.core,
            "link": subject.post.link,
        }


def _owed(variant: Variant, person: Person) -> Owed:
    assert variant.planned_at is not None  # noqa: S101 chosen by it
    at = variant.planned_at
    return Owed(variant.id, "", at, at + USEFUL_FOR, person.id, LEAD_MINUTES)


REMINDER = PostWantsPerson()
