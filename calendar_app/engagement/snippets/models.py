"""Shared wording as it is kept."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, Text, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped


class Snippet(OfChannel, Scoped, Base):
    """What an answer often has to say, on one channel or, naming none, on all."""

    __tablename__ = "snippet"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    channel: Mapped[Channel | None] = relationship()

    @property
    def called(self) -> str:
        return self.name

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """What is said on all channels is said on those within reach too."""
        return or_(cls.channel_id.is_(None), cls.channel_id.in_(reach.channel_ids))
