"""Posts, their variants, and what happened to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.campaigns.models import Campaign
from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped, WallTime
from calendar_app.people.models import Person
from calendar_app.posts.themes.models import Theme
from calendar_app.rules.facts import Mode, Status

__all__ = ["Fingerprint", "Mode", "Post", "Source", "Status", "Variant", "VariantVersion"]
from calendar_app.wording import excerpt


class Source(StrEnum):
    """Where an idea comes from."""

    OWN = "own"
    QUESTION = "question"  # somebody outside the team wants to know it
    CONVERSATION = "conversation"


class Post(OfChannel, Scoped, Base):
    """An idea worth telling: its core message and facts. What each channel says of it is a variant."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("workspace_id", "form_key"),
        CheckConstraint("inbound_id IS NULL OR interaction_id IS NULL", name="of_one_conversation"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # Made with the empty form, so that the same form sent twice makes one post.
    form_key: Mapped[str | None] = mapped_column(String(36))
    core: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(2048), default="")
    source: Mapped[Source] = mapped_column(default=Source.OWN, server_default=Source.OWN.value)
    # What it was made of, at most one of the two: what somebody asked or said, or what one of us logged.
    inbound_id: Mapped[int | None] = mapped_column(
        ForeignKey("inbound_item.id", ondelete="SET NULL"), index=True
    )
    interaction_id: Mapped[int | None] = mapped_column(
        ForeignKey("interaction.id", ondelete="SET NULL"), index=True
    )
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="SET NULL"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    # None: it is as it was begun.
    updated_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column()

    theme: Mapped[Theme | None] = relationship()
    author: Mapped[Person | None] = relationship()
    variants: Mapped[list["Variant"]] = relationship(
        back_populates="post", cascade="all, delete-orphan", order_by="Variant.id"
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 as SQLAlchemy wants it

    @property
    def called(self) -> str:
        return first_words(self.core)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """What one began oneself, and what has a variant on a channel within reach."""
        told_there = select(Variant.post_id).where(Variant.channel_id.in_(reach.channel_ids))
        return or_(cls.author_id == reach.person_id, cls.id.in_(told_there))


class Variant(OfChannel, Scoped, Base):
    """What one channel says of a post, in its own words, at its own time."""

    __tablename__ = "variant"
    __table_args__ = (
        Index("ix_variant_workspace_planned", "workspace_id", "planned_at"),
        # A session's scope stands in every query: an index that begins with it is the one that gets used.
        Index("ix_variant_workspace_published", "workspace_id", "published_at"),
        Index("ix_variant_workspace_post", "workspace_id", "post_id"),
        Index("ix_variant_channel_planned", "channel_id", "planned_at"),
        Index("ix_variant_channel_published", "channel_id", "published_at"),
        Index("ix_variant_workspace_campaign", "workspace_id", "campaign_id"),
        Index("ix_variant_workspace_text_key", "workspace_id", "text_key"),
        # Every page asks how many are held. An index by status would be taken for the plan too, and would
        # read the archive for it: this one serves nobody else.
        Index(
            "ix_variant_held",
            "workspace_id",
            sqlite_where=text("held_at IS NOT NULL"),
            postgresql_where=text("held_at IS NOT NULL"),
        ),
        # A number is never given twice: calendars know a post by it, also after it was deleted.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id", ondelete="CASCADE"), index=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    # Equal for texts that say the same after normalising, and rarely for others; None without letters.
    text_key: Mapped[int | None]
    fingerprint_count: Mapped[int] = mapped_column(default=0)
    # Which way of making fingerprints the index was last kept with, see index.py.
    indexed_as: Mapped[int] = mapped_column(SmallInteger, default=0)
    language: Mapped[str] = mapped_column(String(8), default="")
    mode: Mapped[Mode] = mapped_column(default=Mode.LIVE)
    status: Mapped[Status] = mapped_column(default=Status.DRAFT)
    labels: Mapped[list[str]] = mapped_column(JSON, default=list)
    # The pictures in their order, each as [id, content, motif, description], with the
    # reason where one says nothing: lists and rules need no bytes.
    media: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    # What most posts do without: an empty object, else as circumstances.py writes it.
    circumstances: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # The wall time that was typed, in the channel's zone, and the instant it means.
    planned_wall: Mapped[datetime | None] = mapped_column(WallTime)
    planned_at: Mapped[datetime | None]
    answer_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None]
    # The wall time that was approved: small moves add up, and are measured from here.
    approved_wall: Mapped[datetime | None] = mapped_column(WallTime)
    # While held: since when, and the keys of the rules that hold it.
    held_at: Mapped[datetime | None]
    held_for: Mapped[list[str]] = mapped_column(JSON, default=list)
    published_at: Mapped[datetime | None]
    permalink: Mapped[str] = mapped_column(String(2048), default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    post: Mapped[Post] = relationship(back_populates="variants")
    channel: Mapped[Channel] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    answer_person: Mapped[Person | None] = relationship(foreign_keys=[answer_person_id])
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    versions: Mapped[list["VariantVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="VariantVersion.id.desc()"
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 as SQLAlchemy wants it

    @property
    def called(self) -> str:
        """What names it in a list: its title, else how its text begins, else what the post is about."""
        return first_words(self.title or self.text or self.post.core)


class VariantVersion(Scoped, Base):
    """A variant's text as somebody saved it: nothing that was written is lost."""

    __tablename__ = "variant_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    title: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    media: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)

    person: Mapped[Person | None] = relationship()


class PublishingStop(OfChannel, Scoped, Base):
    """Somebody stopped publishing on a channel, of a campaign or everywhere; open until a lead lifts it.

    `level` is how bad it is, from 0 (calm) to 6 (hurricane).
    """

    __tablename__ = "publishing_stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    # At most one of the two is set; neither: everywhere.
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    level: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    stopped_at: Mapped[datetime]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    lifted_at: Mapped[datetime | None]

    channel: Mapped[Channel | None] = relationship()
    campaign: Mapped[Campaign | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    lifted_by: Mapped[Person | None] = relationship(foreign_keys=[lifted_by_id])

    @property
    def called(self) -> str:
        place = self.channel or self.campaign
        return place.name if place else ""

    def concerns(self, channel_id: int, campaign_id: int | None) -> bool:
        """Whether this is what keeps a variant there from going out."""
        if self.campaign_id is not None:
            return campaign_id == self.campaign_id
        return self.channel_id in {None, channel_id}

    def was_on(self, moment: datetime) -> bool:
        return self.stopped_at <= moment and (self.lifted_at is None or moment < self.lifted_at)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """What is stopped everywhere is stopped on one's own channels too."""
        return or_(cls.channel_id.is_(None), cls.channel_id.in_(reach.channel_ids))


class SecondLook(Scoped, Base):
    """When what is scheduled was last judged again, and what the plan was then; one row per workspace."""

    __tablename__ = "second_look"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int]
    whole_at: Mapped[datetime]  # four weeks were looked at
    soon_at: Mapped[datetime]  # what goes out in the coming hours was looked at


class Picture(OfChannel, Scoped, Base):
    """A picture of a variant. `motif` is the same for pictures that are nearly equal."""

    __tablename__ = "picture"
    __table_args__ = (Index("ix_picture_workspace_motif", "workspace_id", "motif"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), index=True)
    content: Mapped[str] = mapped_column(String(64))
    look: Mapped[str] = mapped_column(String(32))
    motif: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(16))
    octets: Mapped[bytes] = mapped_column(deferred=True)
    small: Mapped[bytes] = mapped_column(deferred=True)
    created_at: Mapped[datetime]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        return cls.variant_id.in_(select(Variant.id).where(Variant.channel_id.in_(reach.channel_ids)))


class Fingerprint(Base):
    """One number by which a counted variant's text is found again, and the day it counts on.

    What is no more than a draft, or is cancelled, has none. The order of the key makes a look-up one walk: a
    team's rows with this number, on these days. It is not a Scoped row because it is always asked for by the
    beginning of that key.
    """

    __tablename__ = "fingerprint"
    __table_args__ = (
        PrimaryKeyConstraint("workspace_id", "value", "day", "variant_id"),
        Index("ix_fingerprint_variant", "variant_id"),
        {"sqlite_with_rowid": False},  # the key is all there is: kept once, not twice
    )

    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"))
    value: Mapped[int]
    day: Mapped[int]  # UTC, counted from the first of January of the year 1
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"))


def first_words(text: str, most: int = 80) -> str:
    """The beginning of a text, on one line."""
    return excerpt(" ".join(text.split()), most)
