"""Workspaces, persons, accounts."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, Scoped
from calendar_app.foundation.zones import to_utc
from calendar_app.rules.facts import Role

__all__ = ["Account", "Invitation", "JournalEntry", "Person", "Role", "Workspace"]


class Workspace(Base):
    """One editorial team and all that belongs to it."""

    __tablename__ = "workspace"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str] = mapped_column(String(8), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Berlin")
    # Where its holidays are, by a code of `foundation.holidays`; "": nowhere in particular.
    region: Mapped[str] = mapped_column(String(8), default="", server_default="")
    # A public body owes a description of every picture (BITV 2.0).
    is_public_body: Mapped[bool] = mapped_column(default=False, server_default=false())
    # People were asked to label posts: from then on one without a label counts as advertising.
    counts_unlabelled: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Hashtags in lower case that are one word, however long.
    single_words: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    is_demo: Mapped[bool] = mapped_column(default=False)
    # Counts every change of posts, slots and channels; feeds and reminders compare it with what they saw.
    plan_revision: Mapped[int] = mapped_column(default=0)
    # Counts new names of persons and channels, a channel's platform and address too: they stand in the events
    # of other rows.
    names_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    names_changed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def called(self) -> str:
        return self.name


class Account(Base):
    """How a human signs in. One account may be a person in several workspaces."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    # None: nobody can sign in with a password (the account of a demo newsroom).
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8), default="en")
    theme: Mapped[str] = mapped_column(String(8), default="auto")
    shortcuts_on: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    persons: Mapped[list["Person"]] = relationship(back_populates="account")


class Person(Scoped, Base):
    """A member of a workspace: can hold slots and get mails before ever having signed in."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("workspace_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[Role] = mapped_column()
    language: Mapped[str] = mapped_column(String(8), default="en")
    zone: Mapped[str] = mapped_column(String(64), default="Europe/Berlin")
    # The last day of the training that makes an answer person; None: not trained.
    trained_until: Mapped[date | None]
    # Which training that was, and when.
    training: Mapped[str] = mapped_column(String(200), default="", server_default="")
    # An external person's channels; empty for everybody else.
    channel_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    # The last day on the team, once it is known; at its end the person leaves.
    leaves_on: Mapped[date | None]
    left_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship(back_populates="persons")
    workspace: Mapped[Workspace] = relationship()

    @property
    def called(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.split() if word[0].isalnum()]
        return (
            "".join(word[0] for word in (words[0], words[-1]) if word)[: len(words)].upper() if words else "?"
        )

    @property
    def is_here(self) -> bool:
        return self.left_at is None

    @property
    def leaves_at(self) -> datetime | None:
        """When the person has left or will have; a day without a time means its end, where the person is."""
        if self.left_at is not None or self.leaves_on is None:
            return self.left_at
        return to_utc(datetime.combine(self.leaves_on + timedelta(days=1), time()), self.zone)

    def is_trained(self, day: date) -> bool:
        return self.trained_until is not None and self.trained_until >= day


class Invitation(Scoped, Base):
    """A link with which one person joins; works once and not for long."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class JournalEntry(Scoped, Base):
    """Who did what to which thing, and when. Entries are only ever added."""

    __tablename__ = "journal_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    # What the subject was called at that moment: it may have another name by now, or be gone.
    name: Mapped[str] = mapped_column(Text, default="", server_default="")
    note: Mapped[str] = mapped_column(Text, default="")

    person: Mapped[Person | None] = relationship()
