"""Who holds a date instead of somebody who cannot."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.engagement.availability.presence import Presence
from calendar_app.engagement.models import Slot
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.people.models import Person


def deputies(session: Session, date: Occurrence) -> Sequence[Person]:
    """Who may take a date over: the deputy of its series first, then who looks after its channels."""
    slot = session.get_one(Slot, date.slot_id)
    caring = (person for channel in date.channels for person in (channel.deputy, channel.owner))
    named = {person.id: person for person in (slot.deputy, *caring) if person is not None and person.is_here}
    return [person for person in named.values() if person.id != date.person.id]


def called_on(session: Session, date: Occurrence, presence: Presence) -> Sequence[Person]:
    """Who is told that a date begins: its holder; while they are away, the deputies who are there, if any."""
    if presence.has(date.person, date.start):
        return [date.person]
    there = [person for person in deputies(session, date) if presence.has(person, date.start)]
    return there or [date.person]


def left_open(
    session: Session, dates: Iterable[Occurrence], reader: Person, now: datetime
) -> list[Occurrence]:
    """The dates ahead that nobody holds, their holder being away, and that the reader may take over."""
    presence = Presence(session, now)
    return [
        date
        for date in dates
        if date.end > now
        and not date.skipped
        and date.outcome is None
        and not presence.has(date.person, date.start)
        and reader in deputies(session, date)
    ]
