"""How often reserved time takes place: as people say it, and as RFC 5545 writes it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
TIMES = range(1, 201)

_DAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")


class Cycle(StrEnum):
    """When the chosen weekdays come round again."""

    EVERY_WEEK = "week"
    TWO_WEEKS = "2weeks"
    THREE_WEEKS = "3weeks"
    FOUR_WEEKS = "4weeks"
    FIRST = "first"  # the first Monday of each month
    SECOND = "second"
    THIRD = "third"
    FOURTH = "fourth"
    LAST = "last"

    @property
    def weeks(self) -> int:
        """How many weeks lie between; 0 for a cycle of months."""
        return _WEEKS.get(self, 0)


_WEEKS = {Cycle.EVERY_WEEK: 1, Cycle.TWO_WEEKS: 2, Cycle.THREE_WEEKS: 3, Cycle.FOUR_WEEKS: 4}
_PLACES = {Cycle.FIRST: "1", Cycle.SECOND: "2", Cycle.THIRD: "3", Cycle.FOURTH: "4", Cycle.LAST: "-1"}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Weekdays (Monday is 0) and their cycle; no weekday means once.

    `until` is the last day that may have a date, `times` the number of dates; with neither it goes on.
    """

    weekdays: tuple[int, ...] = ()
    cycle: Cycle = Cycle.EVERY_WEEK
    until: date | None = None
    times: int | None = None

    @classmethod
    def read(cls, rule: str) -> "Rhythm":
        """The rhythm of a rule as this module writes it; of others, as much as can be said."""
        parts = parts_of(rule)
        days = [_DAY.fullmatch(day) for day in parts.get("BYDAY", "").split(",")]
        named = [(day[1] or "", WEEKDAYS.index(day[2])) for day in days if day]
        until, times = parts.get("UNTIL"), parts.get("COUNT")
        return cls(
            weekdays=tuple(day for _, day in named),
            cycle=_cycle(parts, named[0][0] if named else ""),
            until=datetime.strptime(until[:8], "%Y%m%d").date() if until else None,  # noqa: DTZ007 a day
            times=int(times) if times else None,
        )

    @property
    def rule(self) -> str:
        """The RFC 5545 rule over wall times, or "" for once."""
        if not self.weekdays:
            return ""
        return ";".join((*self._beat(), *self._end()))

    @property
    def beat(self) -> "Rhythm":
        """The same weekdays each week or month, without an end: what a first date is looked for with."""
        return replace(
            self, cycle=Cycle.EVERY_WEEK if self.cycle.weeks else self.cycle, until=None, times=None
        )

    def _beat(self) -> Iterable[str]:
        place = _PLACES.get(self.cycle, "")
        yield "FREQ=MONTHLY" if place else "FREQ=WEEKLY"
        if self.cycle.weeks > 1:
            yield f"INTERVAL={self.cycle.weeks}"
        yield "BYDAY=" + ",".join(place + WEEKDAYS[day] for day in sorted(set(self.weekdays)))

    def _end(self) -> Iterable[str]:
        if self.until:
            yield f"UNTIL={self.until:%Y%m%d}T235959"
        elif self.times:
            yield f"COUNT={self.times}"


ONCE = Rhythm()


def weekly(weekdays: Iterable[int]) -> str:
    """The rule "every week on these days" (Monday is 0), or "" for none."""
    return Rhythm(tuple(weekdays)).rule


@lru_cache(maxsize=4096)
def parts_of(rule: str) -> dict[str, str]:
    """A rule's parts by name."""
    return dict(part.split("=", 1) for part in rule.split(";") if part)


def _cycle(parts: dict[str, str], place: str) -> Cycle:
    if parts.get("FREQ") == "MONTHLY":
        return next((cycle for cycle, known in _PLACES.items() if known == place), Cycle.FIRST)
    weeks = int(parts.get("INTERVAL", "1"))
    return next((cycle for cycle, known in _WEEKS.items() if known == weeks), Cycle.EVERY_WEEK)
