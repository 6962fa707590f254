"""Reserved time for conversation, what to do in it, and what came of it."""

from datetime import datetime
from enum import StrEnum
from urllib.parse import urlsplit

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped, WallTime
from calendar_app.people.models import Person
from calendar_app.platforms.directory import platform

slot_channel = Table(
    "slot_channel",
    Base.metadata,
    Column("slot_id", ForeignKey("slot.id", ondelete="CASCADE"), primary_key=True),
    Column("channel_id", ForeignKey("channel.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class SlotKind(StrEnum):
    """What the time is for."""

    VISIT = "visit"  # comment on what others say
    ENGAGE = "engage"  # answer
    EQUIP = "equip"  # give an occasion or material
    EMPOWER = "empower"  # credit, thank


class Slot(OfChannel, Scoped, Base):
    """A series of appointments for conversation: wall time, zone and RFC 5545 rule ("" for a single one)."""

    __tablename__ = "slot"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    # Who holds it while the person is away.
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    kind: Mapped[SlotKind] = mapped_column(default=SlotKind.VISIT)
    starts_wall: Mapped[datetime] = mapped_column(WallTime)
    zone: Mapped[str] = mapped_column(String(64))
    minutes: Mapped[int]
    rrule: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    # From this wall time on nothing of the series takes place any more; None while it goes on.
    ended_wall: Mapped[datetime | None] = mapped_column(WallTime)
    # The series this one goes on from: what has taken place stays with the old one when a series is changed.
    continues_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"), index=True)
    # The missed date that a single one makes up for: its series, and the wall time the rule gave it.
    makes_up_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"), index=True)
    makes_up_wall: Mapped[datetime | None] = mapped_column(WallTime)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    deputy: Mapped[Person | None] = relationship(foreign_keys=deputy_id)
    channels: Mapped[list[Channel]] = relationship(secondary=slot_channel, order_by=Channel.id)
    exceptions: Mapped[list["SlotException"]] = relationship(
        cascade="all, delete-orphan",
        order_by="SlotException.occurrence",
        foreign_keys="SlotException.slot_id",
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 as SQLAlchemy wants it

    @property
    def called(self) -> str:
        return ", ".join(channel.name for channel in self.channels)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """One's own time, and time reserved on a channel within reach."""
        there = select(slot_channel.c.slot_id).where(slot_channel.c.channel_id.in_(reach.channel_ids))
        return or_(cls.person_id == reach.person_id, cls.id.in_(there))


class SlotException(Scoped, Base):
    """One occurrence that is skipped (no new time) or moved. Its key is the wall time the rule gives it.

    One that is handed over is skipped here, and a single date of somebody else stands in for it.
    """

    __tablename__ = "slot_exception"
    __table_args__ = (UniqueConstraint("slot_id", "occurrence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    occurrence: Mapped[datetime] = mapped_column(WallTime)
    moved_wall: Mapped[datetime | None] = mapped_column(WallTime)
    minutes: Mapped[int | None]
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"), index=True)
    updated_at: Mapped[datetime]

    stand_in: Mapped[Slot | None] = relationship(foreign_keys=stand_in_id)


class OutcomeKind(StrEnum):
    """How a slot ended. Reading without finding anything to add is a good ending too."""

    DONE = "done"
    NOTHING_TO_ADD = "nothing_to_add"
    COULD_NOT = "could_not"


class SlotOutcome(Scoped, Base):
    """What became of one occurrence; at most one."""

    __tablename__ = "slot_outcome"
    __table_args__ = (UniqueConstraint("slot_id", "occurrence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slot_id: Mapped[int] = mapped_column(ForeignKey("slot.id", ondelete="CASCADE"))
    occurrence: Mapped[datetime] = mapped_column(WallTime)
    kind: Mapped[OutcomeKind] = mapped_column()
    minutes: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]


class InteractionKind(StrEnum):
    """What somebody did for a conversation. Likes are not worth an entry."""

    COMMENT = "comment"
    ANSWER = "answer"
    QUESTION = "question"
    RECOMMENDATION = "recommendation"
    CREDIT = "credit"


class Relevance(StrEnum):
    """How near a contribution was to what the team has to say something about."""

    OWN = "own"
    NEIGHBOUR = "neighbour"
    OFF_TOPIC = "off_topic"


class Interaction(OfChannel, Scoped, Base):
    """One human contribution, logged by the person who made it."""

    __tablename__ = "interaction"
    __table_args__ = (
        UniqueConstraint("workspace_id", "entry_key"),
        Index("ix_interaction_channel_at", "channel_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    slot_id: Mapped[int | None] = mapped_column(ForeignKey("slot.id", ondelete="SET NULL"), index=True)
    occurrence: Mapped[datetime | None] = mapped_column(WallTime)
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"))
    kind: Mapped[InteractionKind] = mapped_column()
    quality: Mapped[int]  # 0–3, the rubric stands in words beside the buttons
    relevance: Mapped[Relevance] = mapped_column(default=Relevance.OWN)
    note: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(2048), default="")
    # What was noticed when it was read again, in the month's sample.
    remark: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Made by the form, so that the same entry sent twice is kept once.
    entry_key: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(index=True)

    channel: Mapped[Channel] = relationship()


class AgendaKind(StrEnum):
    """Whether somebody or something is to be visited, or words looked for that name us without a link."""

    PERSON = "person"
    TOPIC = "topic"
    SEARCH = "search"


class AgendaItem(OfChannel, Scoped, Base):
    """A person or topic worth visiting on a channel, or words to look for there: then they are its name."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    kind: Mapped[AgendaKind] = mapped_column(default=AgendaKind.PERSON)
    name: Mapped[str] = mapped_column(String(200))
    url: Mapped[str] = mapped_column(String(2048), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    visited_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    channel: Mapped[Channel] = relationship()

    @property
    def is_search(self) -> bool:
        return self.kind == AgendaKind.SEARCH

    @property
    def address(self) -> str:
        """What a tap on it opens: its own link, for a search else the platform's; "" if none is known."""
        if self.url or not self.is_search:
            return self.url
        server = urlsplit(self.channel.url).hostname or ""
        return platform(self.channel.platform).search_page(self.name, server) or ""
