"""Occasions as they are kept."""

from calendar import isleap
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, String, Text, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped


class Occasion(OfChannel, Scoped, Base):
    """A day about which people talk, on one channel or, naming none, on all; once or yearly."""

    __tablename__ = "occasion"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    day: Mapped[date]
    is_yearly: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(2048), default="")
    created_at: Mapped[datetime]

    channel: Mapped[Channel | None] = relationship()

    @property
    def called(self) -> str:
        return self.name

    def in_year(self, year: int) -> date | None:
        """Its day in a year, if it has one there; the 29th of February is the 28th in most years."""
        if year != self.day.year and not (self.is_yearly and year > self.day.year):
            return None
        is_missing = (self.day.month, self.day.day) == (2, 29) and not isleap(year)
        return self.day.replace(year=year, day=28) if is_missing else self.day.replace(year=year)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """What people talk about everywhere, they talk about on the channels within reach too."""
        return or_(cls.channel_id.is_(None), cls.channel_id.in_(reach.channel_ids))
