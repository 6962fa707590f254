"""Working hours and absences as they are kept. Why somebody is away is nobody's business here."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import JSON, ForeignKey, String, Time
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.engagement.almanac.models import ImportedCalendar
from calendar_app.foundation.db import Base, Scoped
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person
from calendar_app.rules.facts import Span, Workday, WorkingHours

WORKDAYS = (0, 1, 2, 3, 4)
DAY = timedelta(days=1)
FOR_EVER = datetime.max.replace(tzinfo=UTC)


def gone(person: Person) -> tuple[Span, ...]:
    """The time after somebody's last day, once it is known: nobody counts on them then."""
    return (Span(person.leaves_at, FOR_EVER),) if person.leaves_at else ()


class Workweek(Scoped, Base):
    """A person's usual week: from when to when on which days, and how many minutes of it are for the plan.

    Hours are wall time in the person's zone, weekdays count from Monday, 0; `own_days` has weekday, start and
    end of those with hours of their own. `region` names where the person's holidays are, "" is the
    workspace's. Without minutes nobody has said how many there are.
    """

    __tablename__ = "workweek"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    starts: Mapped[time] = mapped_column(Time, default=time(9))
    ends: Mapped[time] = mapped_column(Time, default=time(17))
    weekdays: Mapped[list[int]] = mapped_column(JSON, default=lambda: list(WORKDAYS))
    own_days: Mapped[list[tuple[int, str, str]]] = mapped_column(JSON, default=list, server_default="[]")
    minutes: Mapped[int | None]
    region: Mapped[str] = mapped_column(String(8), default="")

    @property
    def days(self) -> tuple[Workday, ...]:
        """The weekdays with hours of their own."""
        return tuple(
            Workday(weekday, time.fromisoformat(start), time.fromisoformat(end))
            for weekday, start, end in self.own_days
        )

    @property
    def hours(self) -> WorkingHours:
        return WorkingHours(self.starts, self.ends, frozenset(self.weekdays), self.days)


class Absence(Scoped, Base):
    """Whole days on which a person is away, the last one included.

    What an imported calendar says goes with the calendar.
    """

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)
    created_at: Mapped[datetime]
    calendar_id: Mapped[int | None] = mapped_column(
        ForeignKey("imported_calendar.id", ondelete="CASCADE"), index=True
    )

    person: Mapped[Person] = relationship()
    calendar: Mapped[ImportedCalendar | None] = relationship()

    def span_in(self, zone: str) -> Span:
        """From the midnight before the first day to the one after the last, in the person's zone."""
        start, end = datetime.combine(self.first, time()), datetime.combine(self.last, time()) + DAY
        return Span(to_utc(start, zone), to_utc(end, zone))


class BusyCalendar(Scoped, Base):
    """The address of somebody's own calendar, and when it says that they are busy; no more is kept.

    The address is as good as a key to that calendar: no page shows it.
    """

    __tablename__ = "busy_calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    address: Mapped[str] = mapped_column(String(2048))
    spans: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    trouble: Mapped[str] = mapped_column(String(20), default="")
    seen_at: Mapped[datetime | None]
    next_at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship()

    @property
    def busy(self) -> tuple[Span, ...]:
        return tuple(Span(*map(datetime.fromisoformat, span)) for span in self.spans)
