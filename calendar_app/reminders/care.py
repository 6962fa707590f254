"""Who is told when something is the matter with a channel."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.presence import Presence
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.people.services import team


def in_charge(channel: Channel, presence: Presence, at: datetime) -> Person | None:
    """The owner, else the deputy; who is away is stood in for by the other, if that one is there."""
    here = [person for person in (channel.owner, channel.deputy) if person is not None and person.is_here]
    return next((person for person in here if presence.has(person, at)), here[0] if here else None)


def who_may(session: Session, action: Action) -> Sequence[Person]:
    """Everybody on the team who may do something."""
    return [person for person in team(session) if may(person, action)]
