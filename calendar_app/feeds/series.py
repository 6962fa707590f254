"""Series: their rule in the form all readers understand, and their dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile

from dateutil.rrule import rrulestr

from calendar_app.feeds.entries import Entry, Moved, TimedEvent, WallTimeSeries
from calendar_app.foundation.zones import is_double, to_utc, to_wall

_PART = re.compile(r"(FREQ|INTERVAL|COUNT|UNTIL|WKST|BY[A-Z]+)=([A-Z0-9,+-]+)")
_ORDER = ("FREQ", "INTERVAL", "UNTIL", "COUNT")
_SHARED = tuple(field.name for field in fields(Entry) if field.name != "uid")


@dataclass(frozen=True)
class Rule:
    """An RRULE without its UNTIL, and the last wall time it may reach (None: it goes on)."""

    parts: tuple[tuple[str, str], ...]
    last: datetime | None

    @property
    def text(self) -> str:
        return ";".join(f"{name}={value}" for name, value in self.parts)

    @property
    def is_counted(self) -> bool:
        return any(name == "COUNT" for name, _ in self.parts)


def read_rule(series: WallTimeSeries) -> Rule:
    """The rule of a series, its two possible ends made one. Raises ValueError for what is no RRULE."""
    parts = dict(_part(part) for part in series.rrule.split(";"))
    ends = [_last_of_until(parts.pop("UNTIL"), series.zone)] if "UNTIL" in parts else []
    if series.ends:
        ends.append(series.ends - timedelta(seconds=1))
    return Rule(tuple(sorted(parts.items(), key=_place)), min(ends, default=None))


def occurrences(series: WallTimeSeries) -> Iterator[datetime]:
    """The naive wall times of a series in order, skipped and moved ones too; endless if the rule is."""
    rule = read_rule(series)
    dates: Iterator[datetime] = iter(rrulestr(rule.text, dtstart=series.starts))
    return dates if rule.last is None else takewhile(rule.last.__ge__, dates)


def written_rule(series: WallTimeSeries) -> str:
    """The RRULE to write: UNTIL in UTC, since DTSTART has a zone; with a COUNT the count is cut instead."""
    rule = read_rule(series)
    if rule.last is None:
        return rule.text
    parts = dict(rule.parts)
    if rule.is_counted:
        parts["COUNT"] = str(sum(1 for _ in occurrences(series)))
    else:
        parts["UNTIL"] = f"{to_utc(rule.last, series.zone):%Y%m%dT%H%M%SZ}"
    return ";".join(f"{name}={value}" for name, value in sorted(parts.items(), key=_place))


def set_apart(series: WallTimeSeries, until: datetime) -> WallTimeSeries:
    """The series with every date that touches a change of the clock, up to a naive `until`, as a moved one.

    Readers disagree which instant a missing or double wall time is, and when a date that spans the change
    ends. In UTC there is no doubt.
    """
    known = series.skipped | {moved.occurrence for moved in series.moved}
    dates = takewhile(until.__ge__, occurrences(series))
    doubtful = [date for date in dates if date not in known and _is_doubtful(series, date)]
    return replace(series, moved=series.moved + tuple(_in_utc(series, date) for date in doubtful))


def meets_double_hour(series: WallTimeSeries, until: datetime) -> bool:
    """Whether a date, up to a naive `until`, begins at a wall time that clocks show twice.

    Readers disagree which of the two an EXDATE takes out: such a series is better written as single dates.
    """
    return any(is_double(date, series.zone) for date in takewhile(until.__ge__, occurrences(series)))


def event_of(series: WallTimeSeries, moved: Moved) -> TimedEvent:
    """One date of a series as an event with a UID of its own."""
    shared = {name: getattr(series, name) for name in _SHARED}
    return TimedEvent(
        uid=occurrence_uid(series.uid, moved.occurrence),
        starts_at=moved.starts_at,
        ends_at=moved.ends_at,
        **shared,
    )


def occurrence_uid(uid: str, occurrence: datetime) -> str:
    """The UID of one date: "slot-7@host" becomes "slot-7-20260330T090000@host"."""
    name, at, host = uid.partition("@")
    return f"{name}-{occurrence:%Y%m%dT%H%M%S}{at}{host}"


def _is_doubtful(series: WallTimeSeries, date: datetime) -> bool:
    """Whether clocks change in the course of this date, or show its beginning or end not exactly once."""
    end = date + timedelta(minutes=series.minutes)
    ends_at = to_utc(date, series.zone) + timedelta(minutes=series.minutes)
    ends_as_expected = to_wall(ends_at, series.zone) == end
    return not ends_as_expected or is_double(date, series.zone) or is_double(end, series.zone)


def _in_utc(series: WallTimeSeries, occurrence: datetime) -> Moved:
    starts_at = to_utc(occurrence, series.zone)
    return Moved(occurrence, starts_at, starts_at + timedelta(minutes=series.minutes))


def _part(part: str) -> tuple[str, str]:
    found = _PART.fullmatch(part)
    if found is None:
        raise ValueError(f"{part!r} is no part of an RRULE")
    return found[1], found[2]


def _place(part: tuple[str, str]) -> tuple[int, str]:
    name = part[0]
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _last_of_until(until: str, zone: str) -> datetime:
    """UNTIL as a wall time: it may be a date (its whole day counts), a wall time, or an instant in UTC."""
    if len(until) == len("20260330"):
        return datetime.strptime(until + "235959", "%Y%m%d%H%M%S")  # noqa: DTZ007 a wall time
    moment = datetime.strptime(until.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    return to_wall(moment.replace(tzinfo=UTC), zone) if until.endswith("Z") else moment
