"""Filters under a name."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped
from calendar_app.posts.models import Status
from calendar_app.sights.filters import Filters


class SavedView(OfChannel, Scoped, Base):
    """A person's own name for some filters of the board.

    It goes with the channel, the person, the campaign or the theme that it is about: without them it would
    show more.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    of_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    status: Mapped[Status | None]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), index=True)
    only: Mapped[str] = mapped_column(String(8), default="")
    created_at: Mapped[datetime]

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """A view of a channel ends with the right to see it; the others show what their person may see."""
        return or_(cls.channel_id.is_(None), cls.channel_id.in_(reach.channel_ids))

    @property
    def filters(self) -> Filters:
        return Filters(
            self.channel_id, self.of_person_id, self.status, self.campaign_id, self.only, self.theme_id
        )

    @filters.setter
    def filters(self, filters: Filters) -> None:
        self.channel_id, self.of_person_id = filters.channel_id, filters.person_id
        self.status, self.campaign_id, self.only = filters.status, filters.campaign_id, filters.only
        self.theme_id = filters.theme_id
