"""For whom a feed is built, and what its entries need to know of the place they stand in."""

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, not_, or_, select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.feeds.contents import Contents, Detail
from calendar_app.feeds.models import Feed
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.i18n import known_language
from calendar_app.people.access import RIGHTS, Action, may
from calendar_app.people.models import Person, Role, Workspace

# To be raised when entries are written in another way: all feeds are then built anew.
FORM = 9
NOBODY = 0  # no row's id


@dataclass(frozen=True, slots=True)
class Reader:
    """A person who reads a feed. `page` gives addresses, `host` ends every UID.

    Outsiders read with the eyes of whoever shares, but nothing is their own, and no colleague is named.
    """

    person_id: int
    language: str
    host: str
    page: PageAddress
    detail: Detail = Detail.FULL
    alarm_minutes: int | None = None
    # The channels an external person is limited to; None for everybody else.
    limits: tuple[int, ...] | None = None
    is_outsider: bool = False

    @classmethod
    def of(cls, person: Person, page: PageAddress, contents: Contents) -> "Reader":
        is_limited = person.role == Role.EXTERNAL
        return cls(
            person_id=NOBODY if contents.for_outsiders else person.id,
            language=known_language(contents.language, known_language(person.language)),
            host=uid_host(person.workspace),
            page=page,
            detail=contents.detail,
            alarm_minutes=contents.alarm_minutes,
            limits=tuple(sorted(person.channel_ids)) if is_limited else None,
            is_outsider=contents.for_outsiders,
        )

    def link(self, endpoint: str, **values: object) -> str:
        """The address of a page, for whoever can open it and is told what it is about."""
        is_told = self.detail != Detail.BUSY and not self.is_outsider
        return self.page(endpoint, **values) if is_told else ""

    @property
    def in_brief(self) -> "Reader":
        """The same reader, for whom descriptions are left out."""
        return replace(self, detail=Detail.TITLES)

    def uid(self, kind: str, row_id: int) -> str:
        return f"{kind}-{row_id}@{self.host}"

    def style(self, *more: object) -> str:
        """A digest of what shapes an event's bytes besides its row, and of what else the caller knows of."""
        words = (
            FORM,
            sys.byteorder,
            self.language,
            self.host,
            self.page("board.week"),
            self.detail,
            self.alarm_minutes,
            self.is_outsider,
        )
        return _digest(*words, *more)[:32]


class ChannelName(NamedTuple):
    """How events speak of a channel. `platform` is its key."""

    name: str
    platform: str
    url: str


@dataclass(frozen=True, slots=True)
class Names:
    """What events call the persons and channels in sight.

    A new name stands in many events at once. They count it by the workspace's own revision, since their rows
    know nothing of it.
    """

    persons: Mapping[int, str]
    channels: Mapping[int, ChannelName]
    revision: int = 0
    changed_at: datetime | None = None

    @property
    def digest(self) -> str:
        return _digest(*self.persons.items(), *self.channels.items(), self.revision)

    def changed_since(self, moment: datetime) -> datetime:
        """When an event of a row that was changed then read differently last."""
        return max(moment, self.changed_at or moment)


def names(session: Session, workspace: Workspace) -> Names:
    persons = session.execute(select(Person.id, Person.name).order_by(Person.id))
    channels = session.execute(
        select(Channel.id, Channel.name, Channel.platform, Channel.url).order_by(Channel.id)
    )
    return Names(
        {row.id: row.name for row in persons},
        {channel_id: ChannelName(*words) for channel_id, *words in channels},
        workspace.names_revision,
        workspace.names_changed_at,
    )


def is_read(feed: Feed, now: datetime) -> bool:
    """Whether a feed works at all today: its person is here and may still have it, or still share it."""
    person = feed.person
    if feed.expires_at is not None and (feed.expires_at <= now or not may(person, Action.SHARE)):
        return False
    return feed.revoked_at is None and person.is_here and may(person, Action.LOOK)


def has_ended(now: datetime) -> ColumnElement[bool]:
    """The same as a condition on a feed and its person, for the whole house: who has left, what is over."""
    may_share = Person.role.in_(RIGHTS[Action.SHARE])
    is_over = and_(Feed.expires_at.is_not(None), or_(Feed.expires_at <= now, not_(may_share)))
    return or_(Person.left_at.is_not(None), is_over)


def circumstances(person: Person, contents: Contents, page: PageAddress) -> str:
    """A digest of all that shapes a feed besides the plan and the day."""
    reader = Reader.of(person, page, contents)
    return _digest(reader.style(), contents, reader.limits, person.role, person.workspace.name)


def uid_host(workspace: Workspace) -> str:
    """What tells this workspace's UIDs from those of every other one, in other installations too.

    Made of what never changes; it tells nobody's name.
    """
    origin = f"{workspace.id} {workspace.created_at:%Y-%m-%dT%H:%M:%S.%f}"
    return f"{hashlib.sha256(origin.encode()).hexdigest()[:16]}.parley"


def _digest(*words: object) -> str:
    return hashlib.sha256(repr(words).encode("utf-8", "surrogatepass")).hexdigest()
