"""What days and hours are like where a team works."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

WORKDAYS = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From when to when, on the local clock, and on which weekdays (Monday is 0)."""

    start: time = time(9)
    end: time = time(17)
    weekdays: frozenset[int] = WORKDAYS

    def __contains__(self, here: datetime) -> bool:
        """Whether a local datetime lies within them."""
        return here.weekday() in self.weekdays and self.start <= here.time() < self.end


@dataclass(frozen=True, slots=True)
class Calendar:
    """A workspace's working hours, and the names of its region's holidays and of dates that ask for tact."""

    hours: WorkingHours = WorkingHours()
    holidays: Mapping[date, str] = field(default_factory=dict)
    sensitive: Mapping[date, str] = field(default_factory=dict)
