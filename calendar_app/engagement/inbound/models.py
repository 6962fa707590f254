"""What came in, and what a human did about it."""

import re
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import Base, OfChannel, Scoped
from calendar_app.people.models import Person
from calendar_app.rules.facts import InboundKind
from calendar_app.wording import excerpt

MOST_SHOWN = 60  # characters of what was said, where one line has to do


class InboundOutcome(StrEnum):
    """What became of an item. What a machine replies is no answer: the person still waits."""

    ANSWERED = "answered"
    PASSED_ON = "passed_on"  # somebody outside the team has it now
    NOTHING_NEEDED = "nothing_needed"
    AUTOMATIC = "automatic"

    @property
    def closes(self) -> bool:
        return self is not InboundOutcome.AUTOMATIC


class InboundItem(OfChannel, Scoped, Base):
    """What somebody asked or said on a channel. Open until a human says what became of it."""

    __tablename__ = "inbound_item"
    __table_args__ = (
        Index("ix_inbound_item_channel_closed", "channel_id", "closed_at"),
        Index("ix_inbound_item_channel_received", "channel_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"))
    kind: Mapped[InboundKind] = mapped_column()
    text: Mapped[str] = mapped_column(Text)
    # Who said it, as far as an answer needs to know; forgotten after a year, as is the link to them.
    handle: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(2048), default="")
    received_at: Mapped[datetime] = mapped_column(index=True)
    # Who answers; nobody named means whoever looks after the channel.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"), index=True)
    outcome: Mapped[InboundOutcome | None] = mapped_column()
    outcome_note: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]

    channel: Mapped[Channel] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=owner_id)
    closed_by: Mapped[Person | None] = relationship(foreign_keys=closed_by_id)

    @property
    def called(self) -> str:
        """The beginning of what was said, in one line."""
        return excerpt(" ".join(self.text.split()), MOST_SHOWN)

    @property
    def unnamed_text(self) -> str:
        """What was said, without the name of whoever said it."""
        if not self.handle:
            return self.text
        return re.sub(rf"(?<!\w){re.escape(self.handle)}(?!\w)", "…", self.text, flags=re.IGNORECASE)

    @property
    def in_charge(self) -> Person | None:
        """Who answers it."""
        return self.owner or self.channel.owner
