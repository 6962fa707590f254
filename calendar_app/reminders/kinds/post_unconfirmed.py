"""Once, two hours after a post's time, when nobody has said that it went out.

Parley publishes nothing, so only a person can know. Until somebody says so, the post does not count.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_wall
from calendar_app.posts.models import Status, Variant
from calendar_app.reminders.kind import Owed
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.publishing import OfVariant, confirming_person, planned_then, with_people

_ = mark

AFTER = timedelta(hours=2)
USEFUL_FOR = timedelta(days=3)  # over a weekend


class PostUnconfirmed(OfVariant):
    name = _("A post is due and unconfirmed")
    icon = "question-circle"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        planned = session.scalars(
            select(Variant)
            .options(*with_people())
            .where(Variant.planned_at >= start, Variant.planned_at < end, Variant.status == Status.SCHEDULED)
        )
        presence = Presence(session, start)
        return [owed for variant in planned if (owed := _owed(variant, presence))]

    def about(self, session: Session, reminder: Reminder) -> Variant | None:
        return self.subjects(session, [reminder]).get(reminder.id)

    def subjects(self, session: Session, reminders: Sequence[Reminder]) -> Mapping[int, Variant]:
        presence = Presence(session, min(reminder.starts_at for reminder in reminders))
        return {
            reminder.id: variant
            for reminder, variant in planned_then(session, reminders)
            if (person := confirming_person(variant, presence)) is not None
            and person.id == reminder.person_id
        }

    def says(
        self, session: Session, reminder: Reminder, subject: Variant, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "channel": subject.channel,
            "planned": to_wall(reminder.starts_at, reminder.person.zone),
            "called": subject.called,
        }


def _owed(variant: Variant, presence: Presence) -> Owed | None:
    person, at = confirming_person(variant, presence), variant.planned_at
    if person is None or at is None:
        return None
    return Owed(variant.id, "", at, at + AFTER + USEFUL_FOR, person.id, -AFTER // timedelta(minutes=1))


REMINDER = PostUnconfirmed()
