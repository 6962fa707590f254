"""When a post is held: to whoever looks after its channel and their deputy, else to who wrote it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.stops import every_stop
from calendar_app.posts.telling.held import cause
from calendar_app.reminders.kind import Owed
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.publishing import OfVariant

_ = mark

USEFUL_FOR = timedelta(days=1)


class Held(OfVariant):
    name = _("A post is held")
    icon = "pause-circle"

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        held = session.scalars(
            select(Variant)
            .options(joinedload(Variant.channel), joinedload(Variant.author))
            .where(Variant.status == Status.HELD, Variant.held_at >= start, Variant.held_at < end)
        )
        return [
            Owed(variant.id, "", variant.held_at, variant.held_at + USEFUL_FOR, person.id, 0)
            for variant in held
            if variant.held_at is not None
            for person in _wanted(variant)
        ]

    def about(self, session: Session, reminder: Reminder) -> Variant | None:
        variant = session.get(Variant, reminder.subject_id)
        if variant is None or variant.status != Status.HELD or variant.held_at != reminder.starts_at:
            return None
        return variant if reminder.person_id in {person.id for person in _wanted(variant)} else None

    def says(
        self, session: Session, reminder: Reminder, subject: Variant, page: PageAddress
    ) -> Mapping[str, object]:
        planned, because = subject.planned_at, cause(subject, every_stop(session))
        return {
            "url": self.opens(session, reminder, page),
            "channel": subject.channel,
            "planned": to_wall(planned, reminder.person.zone) if planned else None,
            "core": subject.post.core,
            "title": subject.title,
            "body": subject.text,
            "rules": because.rules,
            "stop": because.stop,
            "cares": reminder.person_id in {subject.channel.owner_id, subject.channel.deputy_id},
            "on_call": reminder.person in _on_call(subject),
        }


def _wanted(variant: Variant) -> list[Person]:
    """Everybody who has to know, each once: also who is on call for its campaign at that moment."""
    channel = variant.channel
    concerned = (channel.owner, channel.deputy, *_on_call(variant))
    caring = {each.id: each for each in concerned if each is not None and each.is_here}
    if not caring and variant.author is not None and variant.author.is_here:
        return [variant.author]
    return [*caring.values()]


def _on_call(variant: Variant) -> list[Person]:
    turns = variant.campaign.on_call if variant.campaign else []
    return [turn.person for turn in turns if variant.held_at is not None and variant.held_at in turn.span]


REMINDER = Held()
