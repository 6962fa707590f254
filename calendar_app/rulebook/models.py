"""What a team decides about the rules: exceptions from one, and words that say nothing new."""

from datetime import datetime

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Text, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped
from calendar_app.people.models import Person
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Strictness


class Override(OfChannel, Scoped, Base):
    """Somebody let one variant pass one rule, and said why.

    It holds for exactly that content at that time on that channel. When one of them changes it is void for
    good.
    """

    __tablename__ = "override"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"), index=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"))
    content_hash: Mapped[str] = mapped_column(String(64))
    planned_at: Mapped[datetime | None]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]

    channel: Mapped[Channel] = relationship()
    person: Mapped[Person | None] = relationship()


class RuleChange(OfChannel, Scoped, Base):
    """What somebody decided about a rule in one place, as a whole; the newest row of a place is what holds.

    Rows are only ever added: together they tell who changed what and when.
    """

    __tablename__ = "rule_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    # At most one of the two is set; neither: everywhere.
    platform: Mapped[str | None] = mapped_column(String(24))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    # None, and a number that is not there: as in the wider place.
    strictness: Mapped[Strictness | None]
    values: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    changed_at: Mapped[datetime]

    channel: Mapped[Channel | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def called(self) -> str:
        """The rule's number, which is the same in every language."""
        return next((rule.number for rule in RULES if rule.key == self.rule), self.rule)

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """What holds everywhere holds on one's own channels too."""
        return or_(cls.channel_id.is_(None), cls.channel_id.in_(reach.channel_ids))


class Boilerplate(OfChannel, Scoped, Base):
    """A phrase that is left out when texts are compared: a signature, an imprint line, a series' opening."""

    __tablename__ = "boilerplate"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    # None: on all channels.
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    channel: Mapped[Channel | None] = relationship()
    person: Mapped[Person | None] = relationship()

    @property
    def called(self) -> str:
        return self.text[:80]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """What holds everywhere holds on one's own channels too."""
        return or_(cls.channel_id.is_(None), cls.channel_id.in_(reach.channel_ids))


class Suggestion(Scoped, Base):
    """A phrase found in very many posts, which a person may register as boilerplate or wave aside."""

    __tablename__ = "boilerplate_suggestion"
    __table_args__ = (UniqueConstraint("workspace_id", "letters_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    # Equal for phrases that say the same letters: one that was waved aside does not come again in capitals.
    letters_key: Mapped[str] = mapped_column(String(64))
    posts: Mapped[int]
    found_at: Mapped[datetime]
    dismissed_at: Mapped[datetime | None]


class SuggestionSearch(Scoped, Base):
    """When a workspace was last looked through for phrases, and what its plan was then; one row each."""

    __tablename__ = "boilerplate_search"
    __table_args__ = (UniqueConstraint("workspace_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    searched_at: Mapped[datetime]
    plan_revision: Mapped[int]
    posts: Mapped[int]
