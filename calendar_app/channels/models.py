"""Channels: the accounts and places a team speaks in."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.channels.signing import Signing
from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person
from calendar_app.rules.facts import ChannelState, Span

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
    # Whom people talk to: how answers are signed, and whether the profile names who gives them.
    signing: Mapped[Signing] = mapped_column(default=Signing.NO_NAME, server_default=Signing.NO_NAME)
    names_team: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Listening alone takes time too: some is reserved every week, posts or not.
    needs_dialog_base: Mapped[bool] = mapped_column(default=False, server_default=false())
    # A tool that posts here past Parley (an RSS bot, a crossposter), how often, and since when it mirrors.
    outside_tool: Mapped[str] = mapped_column(String(120), default="", server_default="")
    outside_posts_per_week: Mapped[int] = mapped_column(default=0, server_default="0")
    outside_mirror_since: Mapped[date | None]
    # Days on which many posts are welcome, since somebody reports live from an event.
    event_from: Mapped[date | None]
    event_until: Mapped[date | None]
    # Until then a lead has put off what is to become of a silent channel.
    silence_accepted_until: Mapped[date | None]
    # A server or a subscription may allow more than the platform's default.
    text_limit: Mapped[int | None]
    stripe: Mapped[int] = mapped_column(default=1)  # 1–12: which stripe marks it on the board
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    # When it began to speak after a launch gate: its probation is reviewed some months later.
    launched_on: Mapped[date | None]
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

    @property
    def event(self) -> Span | None:
        """The days of an event, from midnight to midnight where the channel is."""
        if self.event_from is None or self.event_until is None:
            return None
        after = self.event_until + timedelta(days=1)
        return Span(self._midnight(self.event_from), self._midnight(after))

    def _midnight(self, day: date) -> datetime:
        return to_utc(datetime.combine(day, time()), self.zone)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        return cls.id.in_(reach.channel_ids)
