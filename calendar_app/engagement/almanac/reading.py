"""From a calendar's dates to those that a plan needs, and why others are left out. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Event

from calendar_app.engagement.almanac.models import Purpose, Report
from calendar_app.engagement.almanac.opening import Opened, open_calendar, repeats
from calendar_app.foundation.forms import clean
from calendar_app.rules.facts import WorkingHours
from calendar_app.wording import unturned

DAY = timedelta(days=1)
LONGEST_DAYS = 366
LONGEST_TITLE = 200
MOST_ENTRIES = 1_000
MOST_EXAMPLES = 20
_HOURS = WorkingHours()


class Why(StrEnum):
    """Why a date is left out."""

    BROKEN = "broken"  # says no time, or none that makes sense
    CANCELLED = "cancelled"
    TIMED = "timed"  # takes a part of a day where whole days are asked for
    NOBODY = "nobody"  # an absence of nobody on the team
    LONG = "long"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read a file for: the days [first, until), on whose clock, and whose absences.

    `team` maps ids to names; `person_id` names the one person of an absence calendar, None whoever a title
    names.
    """

    purpose: Purpose
    first: date
    until: date
    zone: str
    person_id: int | None = None
    team: Mapping[int, str] | None = None


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A date to keep; see `ImportedEntry`."""

    first: date
    last: date
    title: str = ""
    person_id: int | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file comes to."""

    entries: Sequence[Entry]
    report: Report


class _LeftOut(Exception):  # noqa: N818 an answer, not a failure
    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def read(content: bytes, wanted: Wanted) -> Reading:
    """The dates of a file, by time, each once, and what became of the others. Raises Unreadable."""
    opened = open_calendar(content, wanted.first, wanted.until)
    series = {str(event.get("UID")) for event in opened.events if repeats(event)}
    found: dict[Entry, bool] = {}
    left: list[tuple[str, Why]] = [(_title(event, wanted), Why.BROKEN) for event in opened.broken]
    for event in opened.dates:
        try:
            found |= dict.fromkeys(_entries(event, wanted), str(event.get("UID")) in series)
        except _LeftOut as reason:
            left.append((_title(event, wanted), reason.why))
    entries = sorted(found, key=lambda each: (each.first, each.title, each.last, str(each.starts_at)))
    left += [(each.title, Why.MANY) for each in entries[MOST_ENTRIES:]]
    repeated = sum(found[each] for each in entries[:MOST_ENTRIES])
    return Reading(entries[:MOST_ENTRIES], _report(opened, series, repeated, left))


def named_in(title: str, team: Mapping[int, str]) -> list[int]:
    """Whom a title names: by the full name, else by a first or last name that only one on the team has."""
    words = f" {_plain(title)} "
    if full := [each for each, name in team.items() if f" {_plain(name)} " in words]:
        return full
    parts = Counter(part for name in team.values() for part in set(_plain(name).split()))
    return [
        each
        for each, name in team.items()
        if any(f" {part} " in words for part in _plain(name).split() if len(part) > 2 and parts[part] == 1)
    ]


def _report(opened: Opened, series: set[str], repeated: int, left: Sequence[tuple[str, Why]]) -> Report:
    seen = {str(event.get("UID")) for event in (*opened.dates, *opened.broken)}
    return Report(
        events=len(opened.events),
        series=len(series),
        repeated=repeated,
        elsewhen=sum(str(event.get("UID")) not in seen for event in opened.events),
        left_out=dict(Counter(why.value for _, why in left)),
        examples=[[title, why.value] for title, why in left[:MOST_EXAMPLES]],
    )


def _entries(event: Event, wanted: Wanted) -> Iterator[Entry]:
    """The entries of one date: several when it names several people or fills days apart."""
    if _said(event, "STATUS").upper() == "CANCELLED":
        raise _LeftOut(Why.CANCELLED)
    start, end = _times(event, wanted.zone)
    if wanted.purpose == Purpose.ABSENCE:
        first, last = _days_away(start, end)
        for person_id in _whose(event, wanted):
            yield Entry(first, last, person_id=person_id)
    elif days := _whole_days(start, end):
        yield Entry(*_bounded(days), _title(event, wanted))
    elif wanted.purpose == Purpose.HOLIDAY:
        raise _LeftOut(Why.TIMED)
    else:
        days = start.date(), max(start, end - timedelta.resolution).date()
        yield Entry(*_bounded(days), _title(event, wanted), None, start.astimezone(UTC), end.astimezone(UTC))


def _times(event: Event, zone: str) -> tuple[datetime, datetime]:
    """Begin and end on the clock of `zone`: a day begins at its midnight, a time of no zone is one of it."""
    try:
        start, end = event.start, event.end
        if not isinstance(start, datetime) and end == start:
            end = start + DAY
        begin, finish = _local(start, zone), _local(end, zone)
    except (ValueError, OverflowError, TypeError) as error:
        raise _LeftOut(Why.BROKEN) from error
    if finish < begin:
        raise _LeftOut(Why.BROKEN)
    return begin, finish


def _local(moment: date, zone: str) -> datetime:
    wall = moment if isinstance(moment, datetime) else datetime.combine(moment, time())
    return wall.astimezone(ZoneInfo(zone)) if wall.tzinfo else wall.replace(tzinfo=ZoneInfo(zone))


def _whole_days(start: datetime, end: datetime) -> tuple[date, date] | None:
    """The days from midnight to midnight; some calendars write whole days as times."""
    is_whole = start.time() == end.time() == time() and start.date() < end.date()
    return (start.date(), end.date() - DAY) if is_whole else None


def _days_away(start: datetime, end: datetime) -> tuple[date, date]:
    """The days whose usual working hours lie within: out of office is often written with times."""
    if days := _whole_days(start, end):
        return _bounded(days)
    first = start.date() if start.time() <= _HOURS.start else start.date() + DAY
    last = end.date() if end.time() >= _HOURS.end else end.date() - DAY
    if last < first:
        raise _LeftOut(Why.TIMED)
    return _bounded((first, last))


def _bounded(days: tuple[date, date]) -> tuple[date, date]:
    if (days[1] - days[0]).days >= LONGEST_DAYS:
        raise _LeftOut(Why.LONG)
    return days


def _whose(event: Event, wanted: Wanted) -> Sequence[int]:
    if wanted.person_id is not None:
        return [wanted.person_id]
    if found := named_in(_said(event, "SUMMARY"), wanted.team or {}):
        return found
    raise _LeftOut(Why.NOBODY)


def _title(event: Event, wanted: Wanted) -> str:
    """A title on one line. What a person is away for is nobody's business: only where it names them."""
    if wanted.purpose == Purpose.ABSENCE and wanted.person_id is not None:
        return ""
    said = " ".join(unturned(clean(_said(event, "SUMMARY"))).split())
    return said[:LONGEST_TITLE]


def _said(event: Event, name: str) -> str:
    """What an event says of itself; of several, the first."""
    found = event.get(name, "")
    return str(found[0] if isinstance(found, list) else found)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
