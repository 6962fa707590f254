"""Once, two hours after a post's time, when nobody has said that it went out.

Parley publishes nothing, so only a person can know. Until somebody says so, the post does not count.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_wall
from calendar_app.posts.models import Status, Variant
from calendar_app.reminders.kind import Owed, ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.publishing import confirming_person

_ = mark

AFTER = timedelta(hours=2)
USEFUL_FOR = timedelta(days=3)  # over a weekend


class PostUnconfirmed(ReminderKind[Variant]):
    name = _("A post is due and unconfirmed")
    icon = "question-circle"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        planned = session.scalars(
            select(Variant)
            .options(
                joinedload(Variant.answer_person),
                joinedload(Variant.author),
                joinedload(Variant.channel).joinedload(Channel.owner),
                joinedload(Variant.channel).joinedload(Channel.deputy),
            )
            .where(Variant.planned_at >= start, Variant.planned_at < end, Variant.status == Status.SCHEDULED)
        )
        presence = Presence(session, start)
        return [owed for variant in planned if (owed := _owed(variant, presence))]

    def about(self, session: Session, reminder: Reminder) -> Variant | None:
        variant = session.get(Variant, reminder.subject_id)
        if variant is None or variant.status != Status.SCHEDULED or variant.planned_at != reminder.starts_at:
            return None
        person = confirming_person(variant, Presence(session, reminder.starts_at))
        return variant if person is not None and person.id == reminder.person_id else None

    def says(
        self, session: Session, reminder: Reminder, subject: Variant, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "channel": subject.channel,
            "planned": to_wall(reminder.starts_at, reminder.person.zone),
            "called": subject.called,
        }

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        variant = session.get(Variant, reminder.subject_id)
        if variant is None:
            return None
        return page("posts.variant", post_id=variant.post_id, variant_id=variant.id)


def _owed(variant: Variant, presence: Presence) -> Owed | None:
    person, at = confirming_person(variant, presence), variant.planned_at
    if person is None or at is None:
        return None
    return Owed(variant.id, "", at, at + AFTER + USEFUL_FOR, person.id, -AFTER // timedelta(minutes=1))


REMINDER = PostUnconfirmed()
