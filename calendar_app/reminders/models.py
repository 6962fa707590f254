"""Reminders: one row is one mail that must leave."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, Scoped
from calendar_app.people.models import Person


class ReminderState(StrEnum):
    """Open: pending, claimed, handing. The other four are final and shown as such."""

    PENDING = "pending"
    CLAIMED = "claimed"
    HANDING = "handing"
    SENT = "sent"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Reminder(Scoped, Base):
    """A mail that is owed to a person, from planning until it is certainly sent or certainly not.

    `subject_id` and `occurrence` name what it is about (a slot and which of its dates, or a variant); the key over
    them makes planning twice the same as planning once.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "occurrence", "starts_at", "person_id", "lead_minutes"),
        Index("ix_reminder_state_next", "state", "next_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    occurrence: Mapped[str] = mapped_column(String(20), default="")
    starts_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    lead_minutes: Mapped[int]

    state: Mapped[ReminderState] = mapped_column(String(16), default=ReminderState.PENDING)
    due_at: Mapped[datetime]
    next_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    token: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None]
    enqueued_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    ambiguous: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
