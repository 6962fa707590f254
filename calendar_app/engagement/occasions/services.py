"""Which occasions there are, and keeping them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.engagement.occasions.models import Occasion
from calendar_app.people.services import take_turns


@dataclass(frozen=True, kw_only=True)
class Described:
    """An occasion as it was typed; without a channel it is one for all."""

    name: str
    day: date
    is_yearly: bool = False
    note: str = ""
    link: str = ""
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class OccasionDay:
    """An occasion on one of its days."""

    day: date
    occasion: Occasion


def occasion_days(
    session: Session, first: date, last: date, channel_ids: Collection[int] | None = None
) -> Sequence[OccasionDay]:
    """The occasions in [first, last], by day; of some channels, if asked, with those for all."""
    query = select(Occasion).options(joinedload(Occasion.channel))
    query = query.where(Occasion.day <= last, or_(Occasion.is_yearly, Occasion.day >= first))
    if channel_ids is not None:
        query = query.where(or_(Occasion.channel_id.is_(None), Occasion.channel_id.in_(channel_ids)))
    found = (each for occasion in session.scalars(query) for each in _days(occasion, first, last))
    return sorted(found, key=lambda each: (each.day, each.occasion.name, each.occasion.id))


def add(session: Session, described: Described, *, now: datetime) -> Occasion:
    """Keep an occasion; what is the same in every word is kept once."""
    take_turns(session)
    known = session.scalars(select(Occasion).filter_by(**vars(described))).first()
    if known is not None:
        return known
    occasion = Occasion(created_at=now)
    edit(occasion, described)
    session.add(occasion)
    session.flush()
    return occasion


def edit(occasion: Occasion, described: Described) -> None:
    """Write it down anew."""
    occasion.name, occasion.day, occasion.is_yearly = described.name, described.day, described.is_yearly
    occasion.note, occasion.link, occasion.channel = described.note, described.link, described.channel


def _days(occasion: Occasion, first: date, last: date) -> Iterator[OccasionDay]:
    for year in range(first.year, last.year + 1):
        day = occasion.in_year(year)
        if day is not None and first <= day <= last:
            yield OccasionDay(day, occasion)
