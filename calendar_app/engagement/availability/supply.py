"""When a team is at work, and how many minutes a week that makes without the days its people are away."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter

from calendar_app.engagement.availability.models import Absence, Workweek
from calendar_app.rules.facts import Workday, WorkingHours

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WEEKS = range(-1, 6)  # around a day: as far as absences are read

_weekday = attrgetter("weekday")


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody's usual week (None: not recorded), absences around it, the holidays where they work, and their
    last day if it is known.
    """

    week: Workweek | None
    absences: Sequence[Absence]
    holidays: Collection[date]
    last_day: date | None = None

    def minutes_from(self, monday: date) -> int:
        """The minutes of the week from a Monday: each working day holds as large a share as it is long."""
        worked = self.week.hours.week if self.week else ()
        if self.week is None or self.week.minutes is None or not worked:
            return 0
        there = _length(day for day in worked if self._is_there(monday + day.weekday * DAY))
        return self.week.minutes * there // _length(worked)

    def _is_there(self, day: date) -> bool:
        is_away = any(absence.first <= day <= absence.last for absence in self.absences)
        has_left = self.last_day is not None and day > self.last_day
        return not (is_away or has_left or day in self.holidays)


def _length(days: Iterable[Workday]) -> int:
    """Minutes of work."""
    return sum(day.length // MINUTE for day in days)


def office_hours(weeks: Iterable[Workweek]) -> WorkingHours:
    """When somebody of a team is at work: each weekday from who comes first to who leaves last.

    The usual office hours while nobody has recorded theirs.
    """
    days = [day for week in weeks for day in week.hours.week]
    if not days:
        return WorkingHours()
    spans = groupby(sorted(days, key=_weekday), key=_weekday)
    return WorkingHours(weekdays=frozenset(), days=tuple(_united(weekday, held) for weekday, held in spans))


def _united(weekday: int, days: Iterable[Workday]) -> Workday:
    held = list(days)
    return Workday(weekday, min(day.start for day in held), max(day.end for day in held))


def supply_around(workers: Sequence[Worker], day: date) -> Mapping[date, int]:
    """Monday → minutes of the team; nothing while nobody has said how many they have."""
    if all(worker.week is None or worker.week.minutes is None for worker in workers):
        return {}
    monday = day - day.weekday() * DAY
    mondays = (monday + 7 * number * DAY for number in WEEKS)
    return {each: sum(worker.minutes_from(each) for worker in workers) for each in mondays}
