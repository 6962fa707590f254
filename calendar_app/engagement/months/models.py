"""What a month's figures need beyond the log."""

from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calendar_app.foundation.db import Base, OfChannel, Scoped


class Audience(OfChannel, Scoped, Base):
    """How many follow a channel at the end of a month, and how many of them took part; typed in by hand."""

    __tablename__ = "audience"
    __table_args__ = (UniqueConstraint("channel_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"))
    month: Mapped[date]  # its first day
    followers: Mapped[int | None]
    engaged: Mapped[int | None]


class OwnFigures(Scoped, Base):
    """Somebody who wants to see their own figures. Nobody else does, and without this row nobody."""

    __tablename__ = "own_figures"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
