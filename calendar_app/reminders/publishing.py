"""Who has to do with a post's going out."""

from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Variant


def wanted_person(variant: Variant) -> Person | None:
    """Who has to be there: who answers, else, if published by hand, who wrote it; nobody who has left."""
    by_hand = [variant.author] if variant.mode == Mode.LIVE else []
    return _first_here(variant.answer_person, *by_hand)


def confirming_person(variant: Variant) -> Person | None:
    """Who can say whether it went out: who was to be there, else who wrote it, else whose channel it is."""
    channel = variant.channel
    return _first_here(wanted_person(variant), variant.author, channel.owner, channel.deputy)


def _first_here(*persons: Person | None) -> Person | None:
    return next((person for person in persons if person is not None and person.is_here), None)
