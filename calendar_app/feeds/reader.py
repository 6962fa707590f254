"""For whom a feed is built, and what its entries need to know of the place they stand in."""

import hashlib
from dataclasses import dataclass

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import known_language
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person, Role, Workspace

# To be raised when entries are written in another way: all feeds are then built anew.
FORM = 1


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who reads a feed. `page` gives addresses, `host` ends every UID."""

    person_id: int
    language: str
    host: str
    page: PageAddress

    @classmethod
    def of(cls, person: Person, page: PageAddress) -> "Reader":
        return cls(person.id, known_language(person.language), uid_host(person.workspace), page)

    def uid(self, kind: str, row_id: int) -> str:
        return f"{kind}-{row_id}@{self.host}"


def may_read(person: Person) -> bool:
    """Whether the person's feeds work at all, today."""
    return person.is_here and may(person, Action.LOOK)


def circumstances(person: Person, page: PageAddress) -> str:
    """A digest of all that shapes a feed besides the plan and the day."""
    reader = Reader.of(person, page)
    limits = sorted(person.channel_ids) if person.role == Role.EXTERNAL else None
    words = (FORM, reader.language, reader.host, page("board.week"), limits, person.workspace.name)
    return hashlib.sha256(repr(words).encode()).hexdigest()


def uid_host(workspace: Workspace) -> str:
    """What tells this workspace's UIDs from those of every other one, in other installations too.

    Made of what never changes; it tells nobody's name.
    """
    origin = f"{workspace.id} {workspace.created_at:%Y-%m-%dT%H:%M:%S.%f}"
    return f"{hashlib.sha256(origin.encode()).hexdigest()[:16]}.parley"
