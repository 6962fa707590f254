"""When a series of reserved time takes place.

A series is a wall time in a zone and an RFC 5545 rule over wall time: Monday at nine stays Monday at nine
when the clocks change. Its dates are therefore computed on the wall and only then turned into instants. The
wall time that the rule gives is an occurrence's key, for ever: it stays when the occurrence is moved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot, SlotException, SlotKind, SlotOutcome
from calendar_app.engagement.rhythm import parts_of
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person

KEY = "%Y-%m-%dT%H:%M"
# Wall times are looked up a little beyond the instants asked for: no wall is more than a day away from UTC.
MARGIN = timedelta(days=2)

_LEAPS = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(weeks=1)}
_YEARS = range(2000, 2200)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a series. `start` and `end` are aware UTC, `start_wall` is what clocks in `zone` show then.

    `key` is the wall time the rule gives, e.g. "2026-04-06T09:00"; with `slot_id` it names the occurrence.
    One that is handed over is skipped, and somebody else's date stands in for it; one that makes up was
    booked instead of a missed one.
    """

    slot_id: int
    key: str
    start: datetime
    end: datetime
    start_wall: datetime
    zone: str
    minutes: int
    kind: SlotKind
    person: Person
    channels: tuple[Channel, ...]
    moved: bool = False
    skipped: bool = False
    handed_over: bool = False
    makes_up: bool = False
    outcome: SlotOutcome | None = None

    @property
    def rule_wall(self) -> datetime:
        """The naive wall time the rule gives."""
        return datetime.strptime(self.key, KEY)  # noqa: DTZ007 a wall time

    def overlaps(self, other: "Occurrence") -> bool:
        return self.start < other.end and other.start < self.end


def read_key(key: str) -> datetime | None:
    """The naive wall time of a key; None when it is no key."""
    try:
        wall = datetime.strptime(key, KEY)  # noqa: DTZ007 a wall time
    except ValueError:
        return None
    return wall if wall.year in _YEARS and f"{wall:{KEY}}" == key else None


def wall_times(starts: datetime, rule: str, first: datetime, last: datetime) -> list[datetime]:
    """The naive wall times in [first, last) that a rule gives, or the only one when the rule is ""."""
    if not rule:
        return [starts] if first <= starts < last else []
    dates = _dates(rule, _leap(starts, parts_of(rule), first))
    return [date for date in dates.between(first, last, inc=True) if date < last]


@lru_cache(maxsize=4096)
def last_wall(starts: datetime, rule: str) -> datetime | None:
    """The last naive wall time of a rule that ends by itself; None for one that goes on."""
    if {"UNTIL", "COUNT"} & parts_of(rule).keys():
        return max(_dates(rule, starts), default=starts)
    return None if rule else starts


def gives(slot: Slot, wall: datetime) -> bool:
    """Whether the series has a date at this naive wall time, moved and skipped ones too."""
    return bool(wall_times(slot.starts_wall, slot.rrule, wall, wall + timedelta(minutes=1)))


def expand(
    slot: Slot,
    exceptions: Iterable[SlotException],
    start: datetime,
    end: datetime,
    *,
    with_skipped: bool = False,
) -> Iterator[Occurrence]:
    """The series' occurrences that start in [start, end), in the rule's order.

    `exceptions` must hold every one whose date, old or new, lies within `MARGIN` of the two instants.
    """
    known = {exception.occurrence: exception for exception in exceptions}
    window = (to_wall(start, slot.zone) - MARGIN, to_wall(end, slot.zone) + MARGIN)
    dates = wall_times(slot.starts_wall, slot.rrule, *window)
    from_afar = [date for date in known if date not in dates and gives(slot, date)]
    for date in sorted((*dates, *from_afar)):
        found = take_place(slot, date, known.get(date))
        if found and start <= found.start < end and (with_skipped or not found.skipped):
            yield found


def take_place(slot: Slot, date: datetime, exception: SlotException | None) -> Occurrence | None:
    """The occurrence at a wall time that the rule gives; None when the series has ended before it."""
    moved_wall = exception.moved_wall if exception else None
    wall = moved_wall or date
    if slot.ended_wall is not None and wall >= slot.ended_wall:
        return None
    minutes = (exception.minutes if exception else None) or slot.minutes
    start = to_utc(wall, slot.zone)
    return Occurrence(
        slot_id=slot.id,
        key=f"{date:{KEY}}",
        start=start,
        end=start + timedelta(minutes=minutes),
        start_wall=to_wall(start, slot.zone),
        zone=slot.zone,
        minutes=minutes,
        kind=slot.kind,
        person=slot.person,
        channels=tuple(slot.channels),
        moved=moved_wall is not None,
        skipped=exception is not None and moved_wall is None,
        handed_over=exception is not None and exception.stand_in_id is not None,
        makes_up=slot.makes_up_wall is not None,
    )


def _leap(starts: datetime, parts: dict[str, str], first: datetime) -> datetime:
    """A later start in step with the first one, so that years of dates need not be walked through.

    A rule that counts its dates has to start at its beginning.
    """
    if "COUNT" in parts or first <= starts:
        return starts
    if parts["FREQ"] == "MONTHLY" and "BYDAY" in parts:
        return _leap_months(starts, int(parts.get("INTERVAL", "1")), first)
    period = _LEAPS.get(parts["FREQ"])
    if period is None:
        return starts
    step = period * int(parts.get("INTERVAL", "1"))
    return starts + (first - starts) // step * step


def _leap_months(starts: datetime, every: int, first: datetime) -> datetime:
    """The beginning of a later month in step; the weekdays of the rule say which days of it count."""
    months = (first.year - starts.year) * 12 + first.month - starts.month
    if months < every:
        return starts
    year, month = divmod(starts.year * 12 + starts.month - 1 + months // every * every, 12)
    return starts.replace(year=year, month=month + 1, day=1)


@lru_cache(maxsize=4096)
def _dates(rule: str, starts: datetime) -> rrule:
    dates = rrulestr(rule, dtstart=starts)
    if not isinstance(dates, rrule):
        raise ValueError(f"{rule!r} is more than one rule")
    return dates
