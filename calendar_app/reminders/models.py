"""Reminders: one row is one mail that must leave."""

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, Scoped
from calendar_app.people.models import Person
from calendar_app.reminders.hours import Quiet


class ReminderState(StrEnum):
    """Open: pending, claimed, handing. Of the others, failed and uncertain ask somebody to decide."""

    PENDING = "pending"
    CLAIMED = "claimed"
    HANDING = "handing"
    SENT = "sent"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"
    UNCERTAIN = "uncertain"
    DISMISSED = "dismissed"


UNDECIDED = (ReminderState.FAILED, ReminderState.UNCERTAIN)
OPEN = (ReminderState.PENDING, ReminderState.CLAIMED, ReminderState.HANDING)


class Reminder(Scoped, Base):
    """A mail that is owed to a person, from planning until it is certainly sent or certainly not.

    `subject_id` and `occurrence` name what it is about (a slot and which of its dates, or a variant); the key
    over them makes planning twice the same as planning once.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint(
            "kind",
            "subject_id",
            "occurrence",
            "starts_at",
            "person_id",
            "lead_minutes",
            "device_id",
            name="uq_reminder_key",
        ),
        Index("ix_reminder_state_next", "state", "next_at"),
        Index("ix_reminder_workspace_starts", "workspace_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[int]
    occurrence: Mapped[str] = mapped_column(String(20), default="")
    starts_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    lead_minutes: Mapped[int]
    # The device that rings; 0: a mail is sent.
    device_id: Mapped[int] = mapped_column(default=0, server_default="0")
    # It waits for its person's daily mail and is sent with it (gathering.py).
    is_gathered: Mapped[bool] = mapped_column(default=False, server_default=false())

    state: Mapped[ReminderState] = mapped_column(default=ReminderState.PENDING)
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
    copy: Mapped["MailCopy | None"] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class MailCopy(Scoped, Base):
    """What a person was sent, word for word; written together with the step that lets it go."""

    __tablename__ = "mail_copy"

    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id", ondelete="CASCADE"), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(400))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(index=True)


class Device(Scoped, Base):
    """A browser that a person has let ring: where it is told, and with which keys (RFC 8291)."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    endpoint: Mapped[str] = mapped_column(Text)
    key: Mapped[bytes]
    secret: Mapped[bytes]
    created_at: Mapped[datetime]


class MailChoice(Scoped, Base):
    """Whether a person wants the mails of one kind; without a row, what the kind proposes holds."""

    __tablename__ = "mail_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(24), primary_key=True)
    wanted: Mapped[bool]


class MailHabits(Scoped, Base):
    """How long before somebody wants to be told, whether what can wait comes in working hours only, and
    between which hours of the day nothing comes.
    """

    __tablename__ = "mail_habits"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    lead_minutes: Mapped[list[int]] = mapped_column(JSON)
    in_hours: Mapped[bool]
    quiet_from: Mapped[time | None]
    quiet_until: Mapped[time | None]

    @property
    def quiet(self) -> Quiet | None:
        start, end = self.quiet_from, self.quiet_until
        return None if start is None or end is None else Quiet(start, end)


class ReminderPlan(Scoped, Base):
    """How far a workspace's reminders are planned: from which revision of the plan, and until when.

    The row is also the lock that lets one planner at a time look at a workspace.
    """

    __tablename__ = "reminder_plan"

    workspace_id: Mapped[int] = mapped_column(
        ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(default=-1)
    # The release of the zone data that wall times were read with; a newer one may move them.
    zone_data: Mapped[str] = mapped_column(String(20), default="")
    # How many kinds the planner knew; while an older version runs beside a newer one, it knows fewer.
    kinds: Mapped[int] = mapped_column(default=0, server_default="0")
    until: Mapped[datetime | None]
