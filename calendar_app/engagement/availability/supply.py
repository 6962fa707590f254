"""How many minutes a team has in a week, without the days on which its people are away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calendar_app.engagement.availability.models import Absence, Workweek
from calendar_app.foundation.holidays import holidays_around

DAY = timedelta(days=1)
WEEKS = range(-1, 6)  # around a day: as far as absences are read


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody's usual week (None: not recorded), absences around it, and where their holidays are."""

    week: Workweek | None
    absences: Sequence[Absence]
    region: str

    def minutes_from(self, monday: date) -> int:
        """The minutes of the week from a Monday: each working day holds an even share."""
        week = self.week
        if week is None or week.minutes is None or not week.weekdays:
            return 0
        return week.minutes * sum(1 for _ in self._days_there(week, monday)) // len(week.weekdays)

    def _days_there(self, week: Workweek, monday: date) -> Iterator[date]:
        for weekday in week.weekdays:
            day = monday + weekday * DAY
            is_away = any(absence.first <= day <= absence.last for absence in self.absences)
            if not is_away and day not in holidays_around(self.region, day):
                yield day


def supply_around(workers: Sequence[Worker], day: date) -> Mapping[date, int]:
    """Monday → minutes of the team; nothing while nobody has said how many they have."""
    if all(worker.week is None or worker.week.minutes is None for worker in workers):
        return {}
    monday = day - day.weekday() * DAY
    mondays = (monday + 7 * number * DAY for number in WEEKS)
    return {each: sum(worker.minutes_from(each) for worker in workers) for each in mondays}
