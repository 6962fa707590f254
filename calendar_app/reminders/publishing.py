"""Who has to do with a post's going out; who is away at its time is stood in for by the channel's deputy."""

from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.presence import Presence
from calendar_app.foundation.addresses import PageAddress
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.reminders.kind import ReminderKind
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.places import Places, of_variants


class OfVariant(ReminderKind[Variant]):
    """A mail about one variant, which it names by its channel and leads to."""

    def places(self, session: Session, subject_ids: Collection[int]) -> Places:
        return of_variants(session, subject_ids)

    def opens(self, session: Session, reminder: Reminder, page: PageAddress) -> str | None:
        variant = session.get(Variant, reminder.subject_id)
        if variant is None:
            return None
        return page("posts.variant", post_id=variant.post_id, variant_id=variant.id)


def with_people() -> list[ORMOption]:
    """Options that read a variant together with everybody who may have to do with its going out."""
    channel = joinedload(Variant.channel)
    return [
        joinedload(Variant.answer_person),
        joinedload(Variant.author),
        channel.joinedload(Channel.owner),
        channel.joinedload(Channel.deputy),
    ]


def planned_then(session: Session, reminders: Sequence[Reminder]) -> Iterator[tuple[Reminder, Variant]]:
    """The variants that reminders are about, if they are still to go out at the time the reminder knows."""
    wanted = Variant.id.in_({reminder.subject_id for reminder in reminders})
    query = select(Variant).options(*with_people(), joinedload(Variant.post)).where(wanted)
    variants = {variant.id: variant for variant in session.scalars(query)}
    for reminder in reminders:
        variant = variants.get(reminder.subject_id)
        if variant and variant.status == Status.SCHEDULED and variant.planned_at == reminder.starts_at:
            yield reminder, variant


def regular_person(variant: Variant) -> Person | None:
    """Who has to be there: who answers, else, if published by hand, who wrote it; nobody who has left."""
    by_hand = [variant.author] if variant.mode == Mode.LIVE else []
    return _first_here(variant.answer_person, *by_hand)


def wanted_person(variant: Variant, presence: Presence) -> Person | None:
    return _stood_in_for(regular_person(variant), variant, presence)


def confirming_person(variant: Variant, presence: Presence) -> Person | None:
    """Who can say whether it went out: who was to be there, else who wrote it, else whose channel it is."""
    channel = variant.channel
    regular = _first_here(variant.answer_person, variant.author, channel.owner, channel.deputy)
    return _stood_in_for(regular, variant, presence)


def _stood_in_for(person: Person | None, variant: Variant, presence: Presence) -> Person | None:
    """The channel's deputy or owner while somebody is away; the same person when those are away too."""
    at, channel = variant.planned_at, variant.channel
    if person is None or at is None or presence.has(person, at):
        return person
    others = (other for other in (channel.deputy, channel.owner) if other and presence.has(other, at))
    return next(others, person)


def _first_here(*persons: Person | None) -> Person | None:
    return next((person for person in persons if person is not None and person.is_here), None)
