"""What was thought through before a launch, as it is kept."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, OfChannel, Scoped
from calendar_app.people.models import Person


class LaunchGate(OfChannel, Scoped, Base):
    """One channel's answers; an empty one is an open item."""

    __tablename__ = "launch_gate"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), unique=True)
    goal: Mapped[str] = mapped_column(Text, default="")
    # Why the audience is believed to be there, and from when that is.
    evidence: Mapped[str] = mapped_column(Text, default="")
    evidence_on: Mapped[date | None]
    # Accounts worth talking to, one in each line.
    accounts: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[int | None]  # a week
    # How many of them another channel gives up.
    given_minutes: Mapped[int | None]
    # Until when an agency is paid for it; then nobody of the team has to have them.
    agency_until: Mapped[date | None]
    # Which channel, which agency, from what money.
    source: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")
    manners_read_on: Mapped[date | None]
    imprint_url: Mapped[str] = mapped_column(String(2048), default="")
    council: Mapped[str] = mapped_column(Text, default="")
    exit_criterion: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
    # Who gave the answers as they stand; None where that was before anybody wrote it down.
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    # Who stands for it. What is answered otherwise afterwards has to be signed anew.
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    signed_at: Mapped[datetime | None]
    # Why an admin signed although the team's weeks are full.
    signed_because: Mapped[str] = mapped_column(Text, default="", server_default="")

    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id])
    signed_by: Mapped[Person | None] = relationship(foreign_keys=[signed_by_id])

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None and self.signed_at >= self.changed_at
