"""Shareable material as it is kept."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Text, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped


class Point(StrEnum):
    """What has to be settled before somebody else passes material on."""

    MAKER = "maker"
    TERMS = "terms"
    CONSENT = "consent"
    OPEN = "open"
    DESCRIBED = "described"


class Material(OfChannel, Scoped, Base):
    """A picture, a text, a film that others may share on one channel or, naming none, on all.

    `settled` holds the points that are.
    """

    __tablename__ = "material"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(2048))
    note: Mapped[str] = mapped_column(Text, default="")
    settled: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]

    channel: Mapped[Channel | None] = relationship()

    @property
    def called(self) -> str:
        return self.name

    @property
    def missing(self) -> list[Point]:
        """What is still to be settled."""
        return [point for point in Point if point not in self.settled]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """What may be shared everywhere may be on the channels within reach too."""
        return or_(cls.channel_id.is_(None), cls.channel_id.in_(reach.channel_ids))
