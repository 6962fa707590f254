"""What happens to what came in: it is entered, answered, or given back as unanswered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.engagement.almanac.days import days_off
from calendar_app.engagement.availability.services import team_weeks
from calendar_app.engagement.availability.supply import office_hours
from calendar_app.engagement.inbound.models import InboundItem, InboundOutcome
from calendar_app.foundation.db import everywhere
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import plan_changed, take_turns
from calendar_app.platforms.directory import platform
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules import facts
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import reply_overdue
from calendar_app.rules.facts import InboundKind

SHOWN_CLOSED = 30
NAMED_FOR = timedelta(days=365)
KNOWN_BACK = timedelta(days=28)  # an item closed before that proves no longer that anything is logged


@dataclass(frozen=True, kw_only=True)
class Message:
    """What came in, as it was typed or stood in a sheet. `received_at` is aware."""

    channel: Channel
    kind: InboundKind
    text: str
    received_at: datetime
    handle: str = ""
    link: str = ""
    owner: Person | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open item, and when an answer is due in the working hours of its channel."""

    item: InboundItem
    due_at: datetime
    is_overdue: bool

    @property
    def is_complaint(self) -> bool:
        return self.item.kind == InboundKind.COMPLAINT


def waiting(
    session: Session, channel_ids: Collection[int] | None = None, *, now: datetime
) -> Sequence[Waiting]:
    """Who waits for an answer, of some channels if asked: complaints first, then what is due first."""
    query = _open()
    if channel_ids is not None:
        query = query.where(InboundItem.channel_id.in_(channel_ids))
    found = _with_due_times(session, query, now)
    return sorted(found, key=lambda each: (not each.is_complaint, each.due_at, each.item.id))


def complaints(session: Session, *, now: datetime) -> Sequence[Waiting]:
    """The complaints that wait for an answer; what is due first stands first."""
    found = _with_due_times(session, _open().where(InboundItem.kind == InboundKind.COMPLAINT), now)
    return sorted(found, key=lambda each: (each.due_at, each.item.id))


def closed(session: Session) -> Sequence[InboundItem]:
    """What was closed last, newest first."""
    query = _loaded().where(InboundItem.closed_at.is_not(None))
    newest = query.order_by(InboundItem.closed_at.desc(), InboundItem.id.desc())
    return session.scalars(newest.limit(SHOWN_CLOSED)).all()


def inbound_facts(
    session: Session, channel_ids: Collection[int], now: datetime
) -> tuple[facts.InboundItem, ...]:
    """What the rules may know: everything open on the channels, and what was closed lately."""
    rows = session.scalars(
        select(InboundItem)
        .where(InboundItem.channel_id.in_(channel_ids))
        .where(InboundItem.closed_at.is_(None) | (InboundItem.closed_at >= now - KNOWN_BACK))
        .order_by(InboundItem.id)
    )
    return tuple(map(_fact, rows))


def inbound_since(channel_id: InstrumentedAttribute[int], start: datetime) -> ScalarSelect[int]:
    """How many items came in on a channel, for a query that has its id; one look into an index."""
    table = InboundItem.__table__
    here = (table.c.channel_id == channel_id) & (table.c.received_at >= start)
    return select(func.count()).where(here).scalar_subquery()


def enter(
    session: Session, message: Message, *, now: datetime, alike_since: datetime | None = None
) -> InboundItem:
    """Put an item on the list; the same message of the same minute is entered once.

    With `alike_since` so is the same message since then: a phone that sends twice is not sure of the minute.
    What stands under another link was said by somebody else.
    """
    take_turns(session)
    at, has_link = InboundItem.received_at, InboundItem.link == message.link
    alike = _loaded().where(
        InboundItem.channel_id == message.channel.id,
        InboundItem.text == message.text,
        at == message.received_at if alike_since is None else and_(at >= alike_since, has_link),
    )
    known = session.scalar(alike.order_by(InboundItem.id).limit(1))
    if known is not None:
        return known
    item = InboundItem(created_at=now)
    edit(session, item, message)
    session.add(item)
    session.flush()
    return item


def edit(session: Session, item: InboundItem, message: Message) -> None:
    """Write down anew what came in."""
    item.channel, item.kind, item.text = message.channel, message.kind, message.text
    item.received_at, item.owner = message.received_at, message.owner
    item.handle, item.link = message.handle, message.link
    plan_changed(session)


def close(
    session: Session, item: InboundItem, outcome: InboundOutcome, note: str, *, person: Person, now: datetime
) -> None:
    """Say what became of an item. What was said first stays until it is taken back."""
    if item.closed_at is not None:
        return
    item.outcome, item.outcome_note = outcome, note
    if outcome.closes:
        item.closed_at, item.closed_by = now, person
        plan_changed(session)


def reopen(session: Session, item: InboundItem) -> None:
    """Take back that somebody has answered."""
    item.outcome, item.outcome_note, item.closed_at, item.closed_by = None, "", None, None
    plan_changed(session)


def remove(session: Session, item: InboundItem) -> None:
    session.delete(item)
    plan_changed(session)


def has_old_handles(session: Session, now: datetime) -> bool:
    """Whether any workspace still knows by name who asked something more than a year ago."""
    with everywhere(session):
        return session.scalar(select(InboundItem.id).where(_has_old_handle(now)).limit(1)) is not None


def forget_handles(session: Session, now: datetime) -> None:
    """Forget who asked, also where the text says it and a link leads to it.

    That somebody asked, what and when stays, so that nothing counted changes.
    """
    with everywhere(session):
        for item in session.scalars(select(InboundItem).where(_has_old_handle(now))):
            item.text, item.link, item.handle = item.unnamed_text, "", ""
        session.flush()


def _has_old_handle(now: datetime) -> ColumnElement[bool]:
    is_named = or_(InboundItem.handle != "", InboundItem.link != "")
    return and_(is_named, InboundItem.received_at < now - NAMED_FOR)


def _open() -> Select[InboundItem]:
    return _loaded().where(InboundItem.closed_at.is_(None))


def _loaded() -> Select[InboundItem]:
    owners = joinedload(InboundItem.channel).joinedload(Channel.owner)
    return select(InboundItem).options(
        owners, joinedload(InboundItem.owner), joinedload(InboundItem.closed_by)
    )


def working_time(session: Session, now: datetime) -> facts.Calendar:
    """The hours in which somebody of the team is at work, and the days on which nobody is."""
    region = session.scalar(select(Workspace.region).where(Workspace.id == session.info["scope"])) or ""
    hours = office_hours(team_weeks(session))
    return facts.Calendar(hours=hours, holidays=days_off(session, region, now.date()))


def _with_due_times(session: Session, query: Select[InboundItem], now: datetime) -> list[Waiting]:
    """Due by the rule about overdue answers, with what the team has decided about it."""
    items = session.scalars(query).all()
    if not items:
        return []
    calendar = working_time(session, now)
    known = facts.Facts(now=now, channels=(), calendar=calendar, tunings=tunings(session))
    found = []
    for item in items:
        due_at = reply_overdue.due_at(_case(known, item.channel), _fact(item))
        found.append(Waiting(item, due_at, due_at < now))
    return found


def _case(known: facts.Facts, channel: Channel) -> ChannelCase:
    fact = facts.Channel(channel.id, channel.name, channel.platform, zone=channel.zone)
    return ChannelCase(reply_overdue.RULE, known, fact, platform(channel.platform))


def _fact(item: InboundItem) -> facts.InboundItem:
    return facts.InboundItem(item.id, item.channel_id, item.received_at, item.kind, item.closed_at)
