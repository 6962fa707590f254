"""Access as it is kept. Where a secret lies is written down, the secret itself never is."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Base, OfChannel, Scoped
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person


class AccessKind(StrEnum):
    """How somebody gets in."""

    PERSONAL = "personal"  # a login of their own, with a role on the account
    SHARED = "shared"  # a password that several know
    TOOL = "tool"  # a program that holds a token


class AccessRight(StrEnum):
    """How far somebody gets."""

    MANAGE = "manage"  # posts, and gives access to others
    POST = "post"
    READ = "read"


class AccessEntry(OfChannel, Scoped, Base):
    """One person, agency or tool that gets into a channel's account."""

    __tablename__ = "access_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    # Somebody of the team, or by name whoever is not: an agency, a tool.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    holder: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[AccessKind] = mapped_column(default=AccessKind.PERSONAL)
    # "right" is a word of SQL.
    may: Mapped[AccessRight] = mapped_column(default=AccessRight.POST)
    # Where the secret lies: the name of a safe and of the entry in it.
    vault: Mapped[str] = mapped_column(String(200), default="")
    has_two_factor: Mapped[bool] = mapped_column(default=False)
    # The mail address or telephone that a lost account is won back with is theirs.
    holds_recovery: Mapped[bool] = mapped_column(default=False)
    rotated_on: Mapped[date | None]
    # The last day of a right that was given for a time.
    expires_on: Mapped[date | None]
    reviewed_on: Mapped[date]
    created_at: Mapped[datetime]

    channel: Mapped[Channel] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.holder

    @property
    def can_post(self) -> bool:
        return self.may != AccessRight.READ

    @property
    def ends_at(self) -> datetime | None:
        """When it should be gone: the person leaves, or the right runs out; the earlier of both."""
        ends = (self.person.leaves_at if self.person else None, self._expires_at)
        return min((end for end in ends if end is not None), default=None)

    @property
    def last_day(self) -> date | None:
        """The day within which it ends, as the channel sees it."""
        if self.ends_at is None:
            return None
        return to_wall(self.ends_at - timedelta(microseconds=1), self.channel.zone).date()

    @property
    def _expires_at(self) -> datetime | None:
        """A day without a time means its end, where the channel is."""
        if self.expires_on is None:
            return None
        return to_utc(datetime.combine(self.expires_on + timedelta(days=1), time()), self.channel.zone)

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now
