"""Calendar feeds, the bytes they serve, and the drafts these are joined from."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, LargeBinary, String, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from calendar_app.feeds.contents import Contents, Detail
from calendar_app.foundation.db import Base, OfChannel, Reach, Scoped
from calendar_app.people.models import Person
from calendar_app.sights.filters import Filters
from calendar_app.sights.models import SavedView


class Feed(OfChannel, Scoped, Base):
    """One person's subscription, or a calendar that the person shares with outsiders.

    Only the hash of its address is kept.
    """

    __tablename__ = "feed"
    __table_args__ = (UniqueConstraint("person_id", "form_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    # What is in it; see Contents.
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id", ondelete="CASCADE"), index=True)
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"), index=True)
    view_id: Mapped[int | None] = mapped_column(ForeignKey("saved_view.id", ondelete="CASCADE"), index=True)
    with_posts: Mapped[bool] = mapped_column(default=True)
    with_slots: Mapped[bool] = mapped_column(default=True)
    with_drafts: Mapped[bool] = mapped_column(default=True)
    with_cancelled: Mapped[bool] = mapped_column(default=True)
    detail: Mapped[Detail] = mapped_column(default=Detail.FULL)
    language: Mapped[str] = mapped_column(String(8), default="")
    alarm_minutes: Mapped[int | None]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # Made by the form: sent twice it gives one feed, not two.
    form_key: Mapped[str | None] = mapped_column(String(36))
    # With whom it is shared, and how long: until then it is read by people without an account. None: by its
    # person alone.
    shared_with: Mapped[str] = mapped_column(String(80), default="", server_default="")
    expires_at: Mapped[datetime | None]
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
    # The calendar's bytes, plain and gzipped. Left aside unless asked for: most requests end with "not
    # modified".
    octets: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    packed: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)

    person: Mapped[Person] = relationship()
    view: Mapped[SavedView | None] = relationship(lazy="joined")

    @classmethod
    def within(cls, reach: Reach) -> ColumnElement[bool]:
        """A feed of a channel, or of a view of one, ends with the right to see it.

        The others hold what their person may see.
        """
        views = select(SavedView.id).where(SavedView.within(reach))
        return and_(
            or_(cls.channel_id.is_(None), cls.channel_id.in_(reach.channel_ids)),
            or_(cls.view_id.is_(None), cls.view_id.in_(views)),
        )

    @property
    def is_shared(self) -> bool:
        return self.expires_at is not None

    @property
    def called(self) -> str:
        return self.shared_with

    @property
    def contents(self) -> Contents:
        return Contents(
            posts=self.with_posts,
            slots=self.with_slots,
            drafts=self.with_drafts,
            cancelled=self.with_cancelled,
            detail=self.detail,
            language=self.language,
            alarm_minutes=self.alarm_minutes,
            channel_id=self.channel_id,
            campaign_id=self.campaign_id,
            view_id=self.view_id,
            filters=self.view.filters if self.view else Filters(),
            for_outsiders=self.is_shared,
        )

    @contents.setter
    def contents(self, contents: Contents) -> None:
        self.with_posts, self.with_slots = contents.posts, contents.slots
        self.with_drafts, self.with_cancelled = contents.drafts, contents.cancelled
        self.detail, self.language = contents.detail, contents.language
        self.channel_id, self.campaign_id = contents.channel_id, contents.campaign_id
        self.view_id = contents.view_id
        self.alarm_minutes = contents.alarm_minutes


class FeedDraft(Scoped, Base):
    """A feed's posts or its slots as they were written last: an edit writes one event anew, not all of them.

    A feed has two drafts; one that is too large has two more, without descriptions.
    """

    __tablename__ = "feed_draft"

    feed_id: Mapped[int] = mapped_column(ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True)
    # A digest of all that shapes the bytes besides the rows: language, detail, addresses, names.
    style: Mapped[str] = mapped_column(String(32), primary_key=True)
    octets: Mapped[bytes] = mapped_column(LargeBinary)
    # Where each event stands, see drafts.py.
    marks: Mapped[bytes] = mapped_column(LargeBinary)
