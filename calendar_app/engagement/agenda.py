"""Agenda lists: people and topics worth visiting on a channel, and words to look for there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import AgendaItem, AgendaKind
from calendar_app.people.services import take_turns

# When something is due again after it was done. Judgement: who hears nothing for ninety days forgets; a
# conversation about us that is found after more than a week is over, and nobody waits for our word any more.
DUE_AFTER = {
    AgendaKind.PERSON: timedelta(days=90),
    AgendaKind.TOPIC: timedelta(days=90),
    AgendaKind.SEARCH: timedelta(days=7),
}
# A second tap on "visited" is the same visit.
ONE_VISIT = timedelta(hours=12)


@dataclass(frozen=True, kw_only=True)
class Worth:
    """Somebody or something worth visiting, or words to look for, as it was typed."""

    channel: Channel
    kind: AgendaKind
    name: str
    url: str = ""
    note: str = ""


def agenda(session: Session, channel_ids: Collection[int] | None = None) -> Sequence[AgendaItem]:
    """Whom and what to visit: never visited first, then those not visited for longest."""
    items = select(AgendaItem).options(joinedload(AgendaItem.channel))
    if channel_ids is not None:
        items = items.where(AgendaItem.channel_id.in_(channel_ids))
    order = (AgendaItem.visited_at.is_not(None), AgendaItem.visited_at, AgendaItem.name, AgendaItem.id)
    return session.scalars(items.order_by(*order)).all()


def is_due(item: AgendaItem, now: datetime) -> bool:
    """Whether nobody has been there, or has looked, for as long as its kind may wait."""
    return item.visited_at is None or now - item.visited_at >= DUE_AFTER[item.kind]


def is_fresh(item: AgendaItem, now: datetime) -> bool:
    """Whether it was ticked just now, as part of the same dialog time."""
    return item.visited_at is not None and now - item.visited_at <= ONE_VISIT


@dataclass(frozen=True)
class Errands:
    """What of a list stands open for a dialog time, what was ticked in it, and what can wait."""

    due: Sequence[AgendaItem]
    ticked: Sequence[AgendaItem]
    later: Sequence[AgendaItem]


def errands(items: Sequence[AgendaItem], now: datetime) -> Errands:
    """A list as a dialog time meets it: what is ticked leaves what is due."""
    return Errands(
        due=[item for item in items if is_due(item, now)],
        ticked=[item for item in items if is_fresh(item, now)],
        later=[item for item in items if not is_due(item, now) and not is_fresh(item, now)],
    )


def add(session: Session, worth: Worth, *, now: datetime) -> AgendaItem:
    """Put somebody or something on a channel's list; what is the same in every word is added once."""
    take_turns(session)
    known = session.scalars(select(AgendaItem).filter_by(**vars(worth))).first()
    if known is not None:
        return known
    item = AgendaItem(created_at=now)
    session.add(item)
    edit(item, worth)
    session.flush()
    return item


def edit(item: AgendaItem, worth: Worth) -> None:
    """Write down anew who or what it is."""
    item.channel, item.kind = worth.channel, worth.kind
    item.name, item.url, item.note = worth.name, worth.url, worth.note


def visit(item: AgendaItem, *, now: datetime) -> None:
    """Somebody has been there, or has looked."""
    if not is_fresh(item, now):
        item.visited_at = now


def remove(session: Session, item: AgendaItem) -> None:
    session.delete(item)
