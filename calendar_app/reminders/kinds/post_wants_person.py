"""Before a post that wants a person: one published by hand, or one that somebody stays with to answer.

Who publishes by hand is who answers, else who wrote it. What a tool publishes wants somebody only if a person
was named to answer.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.publishing import regular_person, wanted_person

_ = mark

LEAD_MINUTES = 15
# An hour later the mail would not help any more: then the post shows as due and unconfirmed.
USEFUL_FOR = timedelta(hours=1)


class PostWantsPerson(ReminderKind[Variant]):
    name = _("A post needs a person")
    icon = "reply"
    has_leads = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        planned = session.scalars(
            select(Variant)
            .options(
                joinedload(Variant.answer_person),
                joinedload(Variant.author),
                joinedload(Variant.channel).joinedload(Channel.owner),
                joinedload(Variant.channel).joinedload(Channel.deputy),
            )
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
        variant = session.get(Variant, reminder.subject_id)
        if variant is None or variant.status != Status.SCHEDULED:
            return None
        person = wanted_person(variant, Presence(session, reminder.starts_at))
        in_time = variant.planned_at == reminder.starts_at
        return variant if in_time and person is not None and person.id == reminder.person_id else None

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

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        variant = session.get(Variant, reminder.subject_id)
        if variant is None:
            return None
        return page("posts.variant", post_id=variant.post_id, variant_id=variant.id)


def _owed(variant: Variant, person: Person) -> Owed:
    assert variant.planned_at is not None  # noqa: S101 chosen by it
    at = variant.planned_at
    return Owed(variant.id, "", at, at + USEFUL_FOR, person.id, LEAD_MINUTES)


REMINDER = PostWantsPerson()
