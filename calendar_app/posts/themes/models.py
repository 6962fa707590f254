"""Themes as they are kept."""

from datetime import date, datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from calendar_app.foundation.db import Base, Scoped
from calendar_app.posts.themes.quarters import Quarter


class Theme(Scoped, Base):
    """What a quarter is about. Everybody sees it: whoever writes for one channel has to know it, too."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("workspace_id", "begins", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    begins: Mapped[date]  # the first day of its quarter
    name: Mapped[str] = mapped_column(String(80))
    benefit: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]

    @property
    def called(self) -> str:
        return self.name

    @property
    def quarter(self) -> Quarter:
        return Quarter(self.begins)
