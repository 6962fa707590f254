"""Recorded exceptions from a rule."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, OfChannel, Scoped
from calendar_app.people.models import Person


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

    person: Mapped[Person | None] = relationship()
