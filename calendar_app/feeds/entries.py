"""What stands in a feed, before it is bytes. Plain values: equal entries are written as equal bytes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

# How much of a text goes into a calendar: a feed is read on phones, and Google refuses large ones.
TITLE = 200
PASSAGE = 300


class EntryStatus(StrEnum):
    """STATUS of RFC 5545 3.8.1.11, for events."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The calendar as a whole. `color` is a CSS3 name, `changed_at` aware UTC or None while it is empty."""

    name: str
    description: str = ""
    color: str = ""
    url: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What single events and series share.

    `uid` stays the same for ever, `sequence` grows with every edit and never with a build; both moments are
    aware UTC. Who wants to be rung says how many minutes before.
    """

    uid: str
    summary: str
    description: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    status: EntryStatus = EntryStatus.CONFIRMED
    is_busy: bool = False
    alarm_minutes: int | None = None
    created_at: datetime
    changed_at: datetime
    sequence: int


@dataclass(frozen=True, kw_only=True)
class TimedEvent(Entry):
    """Something at an instant; both ends aware UTC."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class WholeDay(Entry):
    """Something for a day, at no hour of it."""

    day: date


@dataclass(frozen=True)
class Moved:
    """One occurrence of a series at another time: which (naive wall time), and when instead (aware UTC)."""

    occurrence: datetime
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class WallTimeSeries(Entry):
    """An appointment that follows the clock on the wall of a zone.

    `starts`, `ends` and `skipped` are naive wall times; from `ends` on nothing takes place any more. `rrule`
    is an RFC 5545 rule. What is moved need not be skipped as well.
    """

    starts: datetime
    zone: str
    minutes: int
    rrule: str
    ends: datetime | None = None
    skipped: frozenset[datetime] = frozenset()
    moved: tuple[Moved, ...] = ()
