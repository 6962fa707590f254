"""A search for copies, how far it has come, and what it found."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, Scoped
from calendar_app.people.models import Person


class SearchState(StrEnum):
    """Where a search stands. A running one whose lease is over was left by a process that died."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"


class CopySearch(Scoped, Base):
    """One look through a workspace's posts for copies; the last finished one is kept until the next is.

    `position` is the last variant that was compared with all before it: whoever goes on begins after it.
    """

    __tablename__ = "copy_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int]
    since: Mapped[datetime]
    state: Mapped[SearchState] = mapped_column(default=SearchState.WAITING)
    position: Mapped[int] = mapped_column(default=0)
    compared: Mapped[int] = mapped_column(default=0)
    total: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    asked_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()

    @property
    def is_done(self) -> bool:
        return self.state == SearchState.DONE


class CopyPair(Scoped, Base):
    """Two variants that a search found alike. `percent` of the shorter text stands in the longer one."""

    __tablename__ = "copy_pair"

    id: Mapped[int] = mapped_column(primary_key=True)
    search_id: Mapped[int] = mapped_column(ForeignKey("copy_search.id", ondelete="CASCADE"), index=True)
    one_id: Mapped[int] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), index=True)
    percent: Mapped[int]
    is_same: Mapped[bool]
