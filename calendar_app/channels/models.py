"""Channels: the accounts and places a team speaks in."""

from datetime import date, datetime

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped
from calendar_app.people.models import Person
from calendar_app.rules.facts import ChannelState

__all__ = ["OPEN_STATES", "Channel", "ChannelState"]


# Where something may be planned: one speaks here, will again, or says farewell.
OPEN_STATES = frozenset(
    {
        ChannelState.PROBATION,
        ChannelState.ACTIVE,
        ChannelState.RELAUNCH,
        ChannelState.PAUSED,
        ChannelState.CLOSING,
    }
)


class Channel(OfChannel, Scoped, Base):
    """One account on a platform, or one place where the team listens."""

    __tablename__ = "channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    platform: Mapped[str] = mapped_column(String(24))
    url: Mapped[str] = mapped_column(String(2048), default="")
    state: Mapped[ChannelState] = mapped_column(default=ChannelState.ACTIVE)
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Berlin")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    purpose: Mapped[str] = mapped_column(Text, default="")
    audience: Mapped[str] = mapped_column(Text, default="")
    is_service: Mapped[bool] = mapped_column(default=False)
    # Its platform label says that a machine posts here, and names who runs it.
    declared_bot: Mapped[bool] = mapped_column(default=False)
    # A server or a subscription may allow more than the platform's default.
    text_limit: Mapped[int | None]
    stripe: Mapped[int] = mapped_column(default=1)  # 1–12: which stripe marks it on the board
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    # While paused: the day on which the channel speaks again.
    paused_until: Mapped[date | None]
    # Where the public reads that nobody answers here (a pinned post, the profile's text).
    notice_url: Mapped[str] = mapped_column(String(2048), default="")
    # While closing: the last day, and where followers are sent.
    closes_on: Mapped[date | None]
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])
    successor: Mapped["Channel | None"] = relationship(remote_side=[id])

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 as SQLAlchemy wants it

    @property
    def called(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def state_until(self) -> date | None:
        """The day that ends the present state: of a pause, or of the channel itself."""
        if self.state == ChannelState.PAUSED:
            return self.paused_until
        return self.closes_on if self.state == ChannelState.CLOSING else None

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        return cls.id.in_(reach.channel_ids)
