"""Calendars of others as they are kept: where from, what for, and the dates that came out of them."""

from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, Scoped
from calendar_app.people.models import Person


class Purpose(StrEnum):
    """What the dates of a calendar mean to the plan."""

    HOLIDAY = "holiday"  # nobody works: public holidays, days on which the house is closed
    ABSENCE = "absence"  # one person is away
    EVENT = "event"  # something takes place that the plan should know of


class Report(TypedDict, total=False):
    """How a file became its dates, for people to judge.

    `left_out` counts dates by the reason (`almanac.reading.Why`), `examples` are some of them: title and
    reason.
    """

    events: int
    series: int
    repeated: int
    elsewhen: int
    left_out: dict[str, int]
    examples: list[list[str]]


class ImportedCalendar(Scoped, Base):
    """One calendar of others. Until somebody keeps it, its dates are a preview and count nowhere.

    With an address it is read again every day; a file is read once, and `content` holds it until then.
    `person_id` says whose absences it holds, None: whoever a title names. The address may be as good as a
    key: no page shows more of it than its host. `until` is the day before which dates are known.
    """

    __tablename__ = "imported_calendar"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[Purpose] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    address: Mapped[str] = mapped_column(String(2048), default="")
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    zone: Mapped[str] = mapped_column(String(64))
    report: Mapped[Report] = mapped_column(JSON, default=dict)
    trouble: Mapped[str] = mapped_column(String(20), default="")
    until: Mapped[date | None]
    seen_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    kept_at: Mapped[datetime | None]
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("imported_calendar.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]

    person: Mapped[Person | None] = relationship()
    replaces: Mapped["ImportedCalendar | None"] = relationship(remote_side=[id])
    entries: Mapped[list["ImportedEntry"]] = relationship(
        order_by="ImportedEntry.first, ImportedEntry.starts_at, ImportedEntry.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def called(self) -> str:
        return self.name

    @property
    def is_read(self) -> bool:
        return self.seen_at is not None


class ImportedEntry(Scoped, Base):
    """One date: whole days from `first` to `last`, the last one included, or a time within them.

    Of an absence only who and when is kept, never a title. What has none is called as its calendar is.
    """

    __tablename__ = "imported_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    calendar_id: Mapped[int] = mapped_column(
        ForeignKey("imported_calendar.id", ondelete="CASCADE"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()
