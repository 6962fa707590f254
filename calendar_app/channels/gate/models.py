"""What was thought through before a launch, as it is kept."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from calendar_app.foundation.db import Base, OfChannel, Scoped


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
    # Which channel gives up those minutes, or which agency is paid until when.
    source: Mapped[str] = mapped_column(Text, default="")
    plan: Mapped[str] = mapped_column(Text, default="")
    manners_read_on: Mapped[date | None]
    imprint_url: Mapped[str] = mapped_column(String(2048), default="")
    council: Mapped[str] = mapped_column(Text, default="")
    exit_criterion: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime]
