"""How far ahead a team has something to say: the coming weeks, with or without a post that has a theme."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from calendar_app.posts.models import Post, Status, Variant
from calendar_app.rules.facts import COUNTED_STATUSES
from calendar_app.rules.weeks import midnight, monday_of, week_name

WEEKS = 12


@dataclass(frozen=True, slots=True)
class GaugeWeek:
    """An ISO week: its posts with a theme that count, and those that are no more than drafts with a day."""

    monday: date
    posts: int
    drafts: int

    @property
    def name(self) -> str:
        """As the calendar's addresses name it, 2026-W15."""
        return week_name(self.monday)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def state(self) -> str:
        """themed, drafts or empty; only the first is counted."""
        return "themed" if self.posts else "drafts" if self.drafts else "empty"


@dataclass(frozen=True, slots=True)
class Gauge:
    """The twelve weeks from the present one on."""

    weeks: tuple[GaugeWeek, ...]

    @property
    def counted(self) -> int:
        return sum(week.state == "themed" for week in self.weeks)

    @property
    def first_empty(self) -> GaugeWeek | None:
        return next((week for week in self.weeks if week.state == "empty"), None)


def gauge(session: Session, *, zone: str, now: datetime) -> Gauge:
    """The weeks as they are in a zone; one query, which reads these weeks alone."""
    first = monday_of(now, zone)
    mondays = [first + timedelta(weeks=number) for number in range(WEEKS)]
    start, end = midnight(first, zone), midnight(first + timedelta(weeks=WEEKS), zone)
    counted, drafts = _posts_by_week(_moments(session, start, end), zone)
    weeks = (
        GaugeWeek(monday, len(counted[monday]), len(drafts[monday] - counted[monday])) for monday in mondays
    )
    return Gauge(tuple(weeks))


Moment = tuple[int, Status, datetime]


def _moments(session: Session, start: datetime, end: datetime) -> Iterable[Moment]:
    """Post, status and time of each variant in [start, end) whose post has a theme."""
    planned = and_(Variant.planned_at >= start, Variant.planned_at < end)
    published = and_(Variant.published_at >= start, Variant.published_at < end)
    columns = select(Variant.post_id, Variant.status, Variant.published_at, Variant.planned_at)
    rows = session.execute(
        columns.join(Post, Post.id == Variant.post_id).where(
            or_(planned, published),
            Post.theme_id.is_not(None),
            Variant.status.in_([*COUNTED_STATUSES, Status.DRAFT]),
        )
    )
    for post_id, status, published_at, planned_at in rows:
        at = published_at or planned_at
        if at is not None and start <= at < end:
            yield post_id, status, at


def _posts_by_week(
    moments: Iterable[Moment], zone: str
) -> tuple[Mapping[date, set[int]], Mapping[date, set[int]]]:
    """Monday → the posts that count in its week, and Monday → those with a draft there."""
    counted: dict[date, set[int]] = defaultdict(set)
    drafts: dict[date, set[int]] = defaultdict(set)
    for post_id, status, at in moments:
        (drafts if status == Status.DRAFT else counted)[monday_of(at, zone)].add(post_id)
    return counted, drafts
