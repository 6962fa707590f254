"""When one person is free: working time without all that takes it up. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from calendar_app.rules.facts import ItemId, Span, WorkingHours
from calendar_app.rules.weeks import local, midnight, monday_of, zone_of

QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may be asked to hold time.

    `taken` is what they cannot be asked for: absences, holidays, other appointments, time that is reserved
    already (`reserved`, which also counts as load). Hours are on clocks in `zone`. `minutes` is what they
    have in a week, None where nobody has said; `channel_ids` are the only channels, None for all.
    """

    id: ItemId
    name: str
    zone: str
    hours: WorkingHours
    taken: tuple[Span, ...] = ()
    reserved: tuple[Span, ...] = ()
    minutes: int | None = None
    may_answer_alone: bool = True
    channel_ids: frozenset[ItemId] | None = None


class Diary:
    """A holder's free time while a plan is being made: what is proposed is taken from it."""

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        self._taken = united((*holder.taken, *holder.reserved))
        self._gaps: dict[date, list[Span]] = {}
        self._load: defaultdict[date, int] = defaultdict(int)
        for span in holder.reserved:
            self._count(span)

    def load(self, moment: datetime) -> int:
        """Minutes of dialog in the week of a moment, booked and proposed."""
        return self._load[monday_of(moment, self.holder.zone)]

    def has_room(self, moment: datetime, minutes: int) -> bool:
        """Whether so many minutes more are within what the person has in that week."""
        return self.holder.minutes is None or self.load(moment) + minutes <= self.holder.minutes

    def first_free(self, within: Span, minutes: int) -> Span | None:
        """The first free time of this length, begun at a quarter of an hour."""
        length = timedelta(minutes=minutes)
        for gap in self._free(within):
            start = _next_quarter(gap.start)
            if start + length <= gap.end:
                return Span(start, start + length)
        return None

    def take(self, span: Span) -> None:
        """Book a time that `first_free` found."""
        day = local(span.start, self.holder.zone).date()
        self._gaps[day] = [part for gap in self._gaps_on(day) for part in _without(gap, [span])]
        self._count(span)

    def _count(self, span: Span) -> None:
        self._load[monday_of(span.start, self.holder.zone)] += span.length // timedelta(minutes=1)

    def _free(self, within: Span) -> Iterator[Span]:
        day, last = (local(moment, self.holder.zone).date() for moment in (within.start, within.end))
        while day <= last:
            for gap in self._gaps_on(day):
                if shared := gap.overlap(within):
                    yield shared
            day += DAY

    def _gaps_on(self, day: date) -> list[Span]:
        if day not in self._gaps:
            working = self._working(day)
            self._gaps[day] = list(_without(working, self._near(working))) if working else []
        return self._gaps[day]

    def _working(self, day: date) -> Span | None:
        hours, zone = self.holder.hours.on(day.weekday()), zone_of(self.holder.zone)
        if hours is None:
            return None
        start, end = (datetime.combine(day, at, zone).astimezone(UTC) for at in (hours.start, hours.end))
        return Span(start, end)

    def _near(self, span: Span) -> Iterator[Span]:
        """What is taken and touches a span; the taken spans are sorted and lie apart."""
        at = max(0, bisect_left(self._taken, span.start, key=lambda each: each.start) - 1)
        while at < len(self._taken) and self._taken[at].start < span.end:
            yield self._taken[at]
            at += 1


def whole_days(days: Iterable[date], zone: str, within: Span) -> Iterator[Span]:
    """Those of some days that may touch a span, from midnight to midnight on clocks in a zone."""
    for day in days:
        if within.start.date() <= day <= within.end.date():
            yield Span(midnight(day, zone), midnight(day + DAY, zone))


def united(spans: Iterable[Span]) -> list[Span]:
    """Spans that lie apart, in order, covering the same time."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span, without taken ones in order."""
    start = span.start
    for each in taken:
        if each.start > start:
            yield Span(start, min(each.start, span.end))
        start = max(start, each.end)
        if start >= span.end:
            return
    yield Span(start, span.end)


def _next_quarter(moment: datetime) -> datetime:
    """The next quarter of an hour on the clock, or the moment itself when it is one."""
    beyond = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment + (QUARTER - beyond) if beyond else moment
