"""A day before a post's time, or at once when that is nearer, to everybody who may approve it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from calendar_app.posts.approval import approvers, may_approve, writers
from calendar_app.posts.models import Status, Variant
from calendar_app.reminders.kind import Owed
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.publishing import OfVariant

_ = mark

LEAD_MINUTES = 24 * 60


class ApprovalWaits(OfVariant):
    name = _("A post waits for approval")
    icon = "person-check"
    can_wait = True

    def owed(self, session: Session, start: datetime, end: datetime) -> Iterable[Owed]:
        waiting = session.scalars(
            select(Variant).where(
                Variant.planned_at >= start, Variant.planned_at < end, Variant.status == Status.IN_REVIEW
            )
        ).all()
        everybody = approvers(session, start.date()) if waiting else []
        presence = Presence(session, start - timedelta(minutes=LEAD_MINUTES))
        return [
            _owed(variant, person)
            for variant in waiting
            for person in _there(_judges(session, variant, everybody), variant, presence)
        ]

    def about(self, session: Session, reminder: Reminder) -> Variant | None:
        variant = session.get(Variant, reminder.subject_id)
        if variant is None or variant.status != Status.IN_REVIEW or variant.planned_at != reminder.starts_at:
            return None
        return variant if may_approve(session, variant, reminder.person, reminder.due_at.date()) else None

    def says(
        self, session: Session, reminder: Reminder, subject: Variant, page: PageAddress
    ) -> Mapping[str, object]:
        return {
            "url": self.opens(session, reminder, page),
            "author": subject.author.name if subject.author else "",
            "channel": subject.channel,
            "planned": to_wall(reminder.starts_at, reminder.person.zone),
            "title": subject.title,
            "body": subject.text,
            "core": subject.post.core,
        }


def _judges(session: Session, variant: Variant, everybody: Sequence[Person]) -> Sequence[Person]:
    """Who may approve it: of several, only those who did not write it."""
    own = writers(session, variant) if len(everybody) > 1 else set()
    return [person for person in everybody if person.id not in own]


def _there(judges: Sequence[Person], variant: Variant, presence: Presence) -> Sequence[Person]:
    """Who is not away for all of the time between the mail and the post; everybody, if nobody is there."""
    assert variant.planned_at is not None  # noqa: S101 chosen by it
    planned, comes = variant.planned_at, variant.planned_at - timedelta(minutes=LEAD_MINUTES)
    there = [each for each in judges if presence.has(each, comes) or presence.has(each, planned)]
    return there or judges


def _owed(variant: Variant, person: Person) -> Owed:
    assert variant.planned_at is not None  # noqa: S101 chosen by it
    return Owed(variant.id, "", variant.planned_at, variant.planned_at, person.id, LEAD_MINUTES)


REMINDER = ApprovalWaits()
