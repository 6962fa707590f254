"""What days and hours are like where a team works."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class Workday:
    """One weekday (Monday is 0), from when to when on the local clock."""

    weekday: int
    start: time
    end: time

    @property
    def length(self) -> timedelta:
        """How long it is on a day on which no clock changes."""
        return datetime.combine(date.min, self.end) - datetime.combine(date.min, self.start)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when to when, on the local clock, and on which weekdays (Monday is 0).

    `days` are those with hours of their own, among the weekdays or besides them.
    """

    start: time = time(9)
    end: time = time(17)
    weekdays: frozenset[int] = WORKDAYS
    days: tuple[Workday, ...] = ()

    def __contains__(self, here: datetime) -> bool:
        """Whether a local datetime lies within them."""
        day = self.on(here.weekday())
        return day is not None and day.start <= here.time() < day.end

    def on(self, weekday: int) -> Workday | None:
        """A weekday's hours; None when nobody works on it."""
        for day in self.days:
            if day.weekday == weekday:
                return day
        return Workday(weekday, self.start, self.end) if weekday in self.weekdays else None

    @property
    def week(self) -> tuple[Workday, ...]:
        """The days on which somebody works, from Monday on."""
        return tuple(day for weekday in range(7) if (day := self.on(weekday)) and day.start < day.end)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A workspace's working hours, and the names of its region's holidays and of dates that ask for tact."""

    hours: WorkingHours = WorkingHours()
    holidays: Mapping[date, str] = field(default_factory=dict)
    sensitive: Mapping[date, str] = field(default_factory=dict)
