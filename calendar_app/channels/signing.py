"""How answers on a channel are signed: people talk to people, not to a brand."""

from enum import StrEnum

from calendar_app.people.models import Person

TITLES = frozenset({"dr.", "prof.", "dipl.-ing.", "mag."})


class Signing(StrEnum):
    """What of a name stands below an answer."""

    NO_NAME = "no_name"
    INITIALS = "initials"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"


def signature(signing: Signing, person: Person) -> str:
    """What a person writes below an answer, "" where nobody signs."""
    match signing:
        case Signing.INITIALS:
            return f"^{person.initials}"
        case Signing.FIRST_NAME:
            return f"– {_first_name(person.name)}"
        case Signing.FULL_NAME:
            return f"– {person.name}"
        case Signing.NO_NAME:
            return ""


def _first_name(name: str) -> str:
    """The first word that is no title, as in Prof. Dr. Lena Lead; nobody signs as “Dr.”."""
    words = name.split()
    return next((word for word in words if word.casefold() not in TITLES), words[0])
