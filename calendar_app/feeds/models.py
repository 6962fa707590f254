"""Calendar feeds and the bytes they serve."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.foundation.db import Base, Scoped
from calendar_app.people.models import Person


class Feed(Scoped, Base):
    """One person's subscription. Only the hash of its address is kept."""

    __tablename__ = "feed"
    __table_args__ = (UniqueConstraint("person_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Made by the form: sent twice it gives one feed, not two.
    form_key: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    fetched_at: Mapped[datetime | None]
    fetched_by: Mapped[str] = mapped_column(String(200), default="")
    # What was built last: from which revision of the plan, for which day's window, under which circumstances
    # (a digest of the reader's rights, language and the like), and since when it reads so.
    built_revision: Mapped[int] = mapped_column(default=-1)
    built_day: Mapped[str] = mapped_column(String(10), default="")
    built_for: Mapped[str] = mapped_column(String(64), default="")
    changed_at: Mapped[datetime | None]
    etag: Mapped[str] = mapped_column(String(64), default="")
    # The calendar's bytes, gzipped. Left aside unless asked for: most requests end with "not modified".
    packed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    person: Mapped[Person] = relationship()
