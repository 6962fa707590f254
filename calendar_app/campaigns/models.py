"""Campaigns and what a team settles before they begin: worst cases, who is on call, what follows."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, Scoped, WallTime
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person
from calendar_app.rules.facts import CampaignKind, Span

__all__ = ["AftercareTask", "Campaign", "CampaignKind", "OnCall", "Scenario", "WorstCase"]


class Scenario(StrEnum):
    """How a campaign can go wrong."""

    HIJACK = "hijack"
    MOCKERY = "mockery"
    FRAUD = "fraud"
    TERMS = "terms"
    TONE = "tone"
    DAY = "day"
    NOBODY = "nobody"
    FANS_LEAVE = "fans_leave"
    OTHER = "other"


class Campaign(Scoped, Base):
    """Several posts with one aim, and the premortem that has to be signed before the first of them.

    `changed_at` is when something that a sign-off speaks for was changed last: a sign-off older than that is
    void.
    """

    __tablename__ = "campaign"
    __table_args__ = (UniqueConstraint("workspace_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Made with the empty form, so that the same form sent twice makes one campaign.
    form_key: Mapped[str | None] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[CampaignKind]
    hashtag: Mapped[str] = mapped_column(String(100), default="")
    # The wall times that were typed; the zone they hang in.
    starts_wall: Mapped[datetime | None] = mapped_column(WallTime)
    ends_wall: Mapped[datetime | None] = mapped_column(WallTime)
    zone: Mapped[str] = mapped_column(String(64))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    # The questions everybody answers: what is better afterwards, who takes part and why, who stays.
    goal: Mapped[str] = mapped_column(Text, default="")
    meant_for: Mapped[str] = mapped_column(Text, default="")
    who_stays: Mapped[str] = mapped_column(Text, default="")
    stop_criterion: Mapped[str] = mapped_column(Text, default="")
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    signed_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column()

    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])
    worst_cases: Mapped[list["WorstCase"]] = relationship(
        cascade="all, delete-orphan", order_by="WorstCase.id"
    )
    on_call: Mapped[list["OnCall"]] = relationship(
        cascade="all, delete-orphan", order_by="OnCall.starts_wall", back_populates="campaign"
    )
    aftercare: Mapped[list["AftercareTask"]] = relationship(
        cascade="all, delete-orphan",
        order_by="AftercareTask.due_on, AftercareTask.id",
        back_populates="campaign",
    )

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 as SQLAlchemy wants it

    @property
    def called(self) -> str:
        return self.name

    @property
    def starts_at(self) -> datetime | None:
        return to_utc(self.starts_wall, self.zone) if self.starts_wall else None

    @property
    def ends_at(self) -> datetime | None:
        return to_utc(self.ends_wall, self.zone) if self.ends_wall else None

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now

    @property
    def is_answered(self) -> bool:
        """Whether all that everybody has to say of a campaign is said."""
        period = self.starts_wall and self.ends_wall
        return all((period, self.owner_id, self.goal, self.meant_for, self.who_stays))


class WorstCase(Scoped, Base):
    """It went wrong – how? By what one notices, what is said first, and who says it."""

    __tablename__ = "worst_case"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    scenario: Mapped[Scenario]
    what: Mapped[str] = mapped_column(Text)
    tripwire: Mapped[str] = mapped_column(Text, default="")
    first_answer: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))

    person: Mapped[Person | None] = relationship()

    @property
    def is_complete(self) -> bool:
        is_theirs = self.person is not None and self.person.is_here
        return bool(self.tripwire and self.first_answer and is_theirs)


class OnCall(Scoped, Base):
    """Somebody who looks and answers whatever the hour, from one wall time of the campaign to another."""

    __tablename__ = "on_call"
    # A calendar app must never take a new turn for one that is gone: no number is given twice.
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    starts_wall: Mapped[datetime] = mapped_column(WallTime)
    ends_wall: Mapped[datetime] = mapped_column(WallTime)
    # None: not since the campaign was.
    updated_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default="1")

    campaign: Mapped[Campaign] = relationship(back_populates="on_call")
    person: Mapped[Person] = relationship()

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 as SQLAlchemy wants it

    @property
    def span(self) -> Span:
        zone = self.campaign.zone
        return Span(to_utc(self.starts_wall, zone), to_utc(self.ends_wall, zone))


class AftercareTask(Scoped, Base):
    """What is looked at when it is over. `days_after` moves a task along with the campaign's end."""

    __tablename__ = "aftercare_task"
    __table_args__ = (
        Index("ix_aftercare_task_workspace_due", "workspace_id", "due_on"),
        {"sqlite_autoincrement": True},  # see OnCall
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    # Empty for the tasks that every campaign has: they are worded in the reader's language.
    what: Mapped[str] = mapped_column(Text, default="")
    days_after: Mapped[int | None]
    due_on: Mapped[date]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    # None: not since the campaign was.
    updated_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default="1")

    campaign: Mapped[Campaign] = relationship(back_populates="aftercare")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 as SQLAlchemy wants it

    @property
    def falls_to(self) -> Person | None:
        """Who looks: whoever was named, else the owner of the campaign."""
        named = (self.person, self.campaign.owner)
        return next((person for person in named if person is not None and person.is_here), None)
