"""Who has to do with a post's going out; who is away at its time is stood in for by the channel's deputy."""

from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.engagement.availability.models import DAY
from calendar_app.engagement.availability.services import absences_by_person
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Variant


class Presence:
    """Who is there when, from a moment on; absences are read once."""

    def __init__(self, session: Session, since: datetime) -> None:
        self._absences = absences_by_person(session, (since - DAY).date())

    def has(self, person: Person, at: datetime) -> bool:
        if not person.is_here:
            return False
        spans = (absence.span_in(person.zone) for absence in self._absences.get(person.id, ()))
        return not any(at in span for span in spans)


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
