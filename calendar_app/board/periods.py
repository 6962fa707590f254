"""Weeks and months as addresses name them, and the days in them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from calendar_app.foundation.zones import to_utc
from calendar_app.rules.weeks import week_name

EARLIEST, LATEST = date(2000, 1, 3), date(2100, 1, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """Whole days, from the first to the last."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=offset) for offset in range((self.last - self.first).days + 1)]

    def instants(self, zone: str) -> tuple[datetime, datetime]:
        """[start, end) of the span in a zone, aware: midnight to the midnight after the last day."""
        return to_utc(_midnight(self.first), zone), to_utc(_midnight(self.last + timedelta(days=1)), zone)


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, Monday to Sunday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def read(cls, name: str) -> "Week | None":
        """The week of a name such as 2026-W15; None when there is no such week."""
        year, _, number = name.partition("-W")
        try:
            monday = date.fromisocalendar(int(year), int(number), 1)
        except ValueError:
            return None
        return cls(monday) if EARLIEST <= monday < LATEST else None

    @property
    def name(self) -> str:
        return week_name(self.monday)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def span(self) -> Span:
        return Span(self.monday, self.monday + timedelta(days=6))

    def shifted(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month, shown in whole weeks."""

    first: date

    @classmethod
    def of(cls, day: date) -> "Month":
        return cls(day.replace(day=1))

    @classmethod
    def read(cls, name: str) -> "Month | None":
        """The month of a name such as 2026-04; None when there is no such month."""
        try:
            first = date.fromisoformat(f"{name}-01")
        except ValueError:
            return None
        return cls(first) if EARLIEST <= first < LATEST else None

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def span(self) -> Span:
        """From the Monday before the first to the Sunday after the last."""
        last = self.shifted(1).first - timedelta(days=1)
        return Span(Week.of(self.first).monday, Week.of(last).span.last)

    def shifted(self, months: int) -> "Month":
        index = self.first.year * 12 + self.first.month - 1 + months
        return Month(date(index // 12, index % 12 + 1, 1))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 wall time, the zone comes with the question
