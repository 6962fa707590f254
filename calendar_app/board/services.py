"""What stands on the board: posts and reserved time of some days, and the balance of a week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.board.periods import Span, Week
from calendar_app.channels.models import Channel
from calendar_app.channels.services import channels, is_speaking
from calendar_app.engagement.almanac.days import DayNote, day_notes
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.services import occurrences
from calendar_app.foundation.zones import to_wall
from calendar_app.platforms.directory import platform
from calendar_app.posts.circumstances import Circumstances
from calendar_app.posts.facts import facts_between
from calendar_app.posts.many import judge_many
from calendar_app.posts.models import Post, Status, Variant
from calendar_app.rules import engine
from calendar_app.rules.catalog import automated_share
from calendar_app.rules.facts import Facts
from calendar_app.rules.parameters import resolve
from calendar_app.rules.rule import Severity
from calendar_app.rules.weeks import week_from
from calendar_app.sights.filters import Filters


@dataclass(frozen=True, slots=True)
class PostItem:
    """A variant at the time it was published or is planned for, on the reader's clock."""

    at: datetime
    variant: Variant
    is_due: bool  # its time is over and nobody has confirmed it
    outcome: Severity = Severity.PASS  # what the rules say of what is still ahead

    @property
    def is_urgent(self) -> bool:
        return bool(Circumstances.read(self.variant.circumstances).urgent_because)


@dataclass(frozen=True, slots=True)
class SlotItem:
    """An occurrence of reserved time, on the reader's clock."""

    at: datetime
    until: datetime
    occurrence: Occurrence
    state: str  # open, missed, or its outcome


Item = PostItem | SlotItem

MOST_JUDGED = 60
"""Posts ahead whose verdicts a page waits for; a month of a large team shows those of the next ones."""

ZONES_APART = timedelta(hours=26)
"""How far the same local midnight can lie apart between two zones."""


@dataclass(slots=True)
class Day:
    """One day of the board; its notes are the holiday and the events that others have on it."""

    date: date
    items: list[Item] = field(default_factory=list)
    notes: Sequence[DayNote] = ()

    @property
    def post_count(self) -> int:
        return sum(isinstance(item, PostItem) for item in self.items)

    @property
    def talk_count(self) -> int:
        return len(self.items) - self.post_count


@dataclass(frozen=True, slots=True)
class Balance:
    """One channel's week: what it says and what is kept for talk."""

    channel: Channel
    summary: engine.WeekSummary
    warns_above: int  # percent of automated posts
    blocks_above: int


def days(session: Session, span: Span, *, zone: str, filters: Filters, now: datetime) -> list[Day]:
    """Every day of the span with its posts and reserved time, by the clock of `zone`."""
    start, end = span.instants(zone)
    notes = day_notes(session, span.first, span.last, zone)
    shown: dict[date, Day] = {day: Day(day, notes=notes.get(day, ())) for day in span.days}
    for item in _judged(session, sorted(_items(session, start, end, zone, filters, now), key=_by_time), now):
        shown[item.at.date()].items.append(item)
    return list(shown.values())


def _judged(session: Session, items: Sequence[Item], now: datetime) -> Iterable[Item]:
    """The items; with the next posts ahead stands what the rules say of them, as in the composer."""
    ahead = [each.variant for each in items if isinstance(each, PostItem) and _is_ahead(each.variant, now)]
    judged = judge_many(session, ahead[:MOST_JUDGED], now=now) if ahead else {}
    for item in items:
        if isinstance(item, PostItem) and item.variant.id in judged:
            yield replace(item, outcome=judged[item.variant.id].outcome)
        else:
            yield item


def _is_ahead(variant: Variant, now: datetime) -> bool:
    is_open = variant.status not in {Status.PUBLISHED, Status.CANCELLED}
    return is_open and variant.planned_at is not None and variant.planned_at >= now


def undated(session: Session, filters: Filters, *, most: int = 50) -> list[Variant]:
    """Variants that nobody has given a time yet, the newest first."""
    if not filters.show_posts:
        return []
    query = _variants(filters).where(Variant.planned_at.is_(None), Variant.status != Status.CANCELLED)
    return list(session.scalars(query.order_by(Variant.updated_at.desc()).limit(most)))


def balances(session: Session, week: Week, *, zone: str, now: datetime) -> list[Balance]:
    """The balance of every channel that speaks, each in its own zone's week."""
    start, end = week.span.instants(zone)
    facts = facts_between(session, start - ZONES_APART, end + ZONES_APART, now=now)
    found = []
    for channel in channels(session):
        known = facts.channel(channel.id)
        if known is not None and is_speaking(channel):
            summary = engine.week_summary(facts, known, week_from(week.monday, channel.zone))
            found.append(Balance(channel, summary, *_limits(facts, channel)))
    return found


def _limits(facts: Facts, channel: Channel) -> tuple[int, int]:
    """Above which shares of automated posts the rule warns and blocks, in percent."""
    rule, profile = automated_share.RULE, platform(channel.platform)
    values = {each.name: resolve(facts, rule.key, each, profile, channel.id) for each in rule.parameters}
    return values["warn"], values["block"]


def _items(
    session: Session, start: datetime, end: datetime, zone: str, filters: Filters, now: datetime
) -> Iterable[Item]:
    if filters.show_posts:
        yield from _posts(session, start, end, zone, filters, now)
    if filters.show_slots:
        yield from _slots(session, start, end, zone, filters, now)


def _posts(
    session: Session, start: datetime, end: datetime, zone: str, filters: Filters, now: datetime
) -> Iterable[PostItem]:
    planned = and_(Variant.planned_at >= start, Variant.planned_at < end)
    published = and_(Variant.published_at >= start, Variant.published_at < end)
    query = _variants(filters).where(or_(planned, published))
    if filters.status is None:
        query = query.where(Variant.status != Status.CANCELLED)
    for variant in session.scalars(query):
        at = variant.published_at or variant.planned_at
        if at is not None and start <= at < end:
            yield PostItem(to_wall(at, zone), variant, variant.status == Status.SCHEDULED and at < now)


def _variants(filters: Filters) -> Select[Variant]:
    shown = (
        joinedload(Variant.channel),
        joinedload(Variant.post).joinedload(Post.theme),
        joinedload(Variant.answer_person),
        joinedload(Variant.campaign),
    )
    return select(Variant).options(*shown).where(*filters.of_posts)


def _slots(
    session: Session, start: datetime, end: datetime, zone: str, filters: Filters, now: datetime
) -> Iterable[SlotItem]:
    channel_ids = None if filters.channel_id is None else [filters.channel_id]
    for each in occurrences(session, start, end, person_id=filters.person_id, channel_ids=channel_ids):
        yield SlotItem(to_wall(each.start, zone), to_wall(each.end, zone), each, _state(each, now))


def _state(occurrence: Occurrence, now: datetime) -> str:
    if occurrence.outcome is not None:
        return occurrence.outcome.kind.value
    return "open" if occurrence.end > now else "missed"


def _by_time(item: Item) -> tuple[datetime, bool]:
    """By the clock; at the same minute the post comes first and the talk about it after."""
    return item.at, isinstance(item, SlotItem)
