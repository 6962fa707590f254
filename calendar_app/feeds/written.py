"""Events as bytes: written once in each style, kept in the database, written anew when their row changes."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.orm import Session

from calendar_app.feeds.entries import TimedEvent, WallTimeSeries
from calendar_app.feeds.ical import write_entry
from calendar_app.feeds.models import Feed, WrittenEvent
from calendar_app.foundation.db import all_channels
from calendar_app.foundation.zones import to_utc
from calendar_app.posts.models import Variant

# How many rows one statement names.
BATCH = 500


class Piece(NamedTuple):
    """An event, or a series with its moved dates, as bytes. Moments are Unix seconds."""

    row_id: int
    stamp: int
    starts: int
    changed: int
    octets: bytes


_PLACE = (Piece._fields.index("row_id"), Piece._fields.index("starts"))

Write: TypeAlias = Callable[[list[int]], Iterable[tuple[int, TimedEvent | WallTimeSeries]]]
"""Gives the entries of some rows, each with its row's id."""


def pieces(
    session: Session, style: str, stamps: Mapping[int, int], write: Write, *, is_post: bool
) -> list[Piece]:
    """The events of some rows in a style, by row and time; `stamps` says at which revision each row is."""
    kept = _kept(session, style, stamps) if stamps else []
    fresh = [piece for piece in kept if stamps.get(piece.row_id) == piece.stamp]
    missing = sorted(stamps.keys() - {piece.row_id for piece in fresh})
    if not missing:
        return fresh
    new = [_piece(row_id, stamps[row_id], entry) for row_id, entry in write(missing)]
    _replace(session, style, missing if kept else [], new, is_post=is_post)
    return sorted(fresh + new, key=itemgetter(*_PLACE))


def drop_unused(session: Session, *, before: datetime) -> None:
    """Forget posts that began before or are gone, and what stands in styles that no live feed has any more.

    Slots are written in a new style each day.
    """
    feeds = session.scalars(select(Feed.styles).where(Feed.revoked_at.is_(None)))
    used = {style for styles in feeds for style in styles}
    is_over = WrittenEvent.starts < int(before.timestamp())
    is_gone = WrittenEvent.row_id.not_in(select(Variant.id))
    with all_channels(session):
        session.execute(
            delete(WrittenEvent)
            .where(or_(WrittenEvent.style.not_in(used), and_(WrittenEvent.is_post, or_(is_over, is_gone))))
            .execution_options(synchronize_session=False)
        )


def batches(row_ids: list[int]) -> Iterator[list[int]]:
    for first in range(0, len(row_ids), BATCH):
        yield row_ids[first : first + BATCH]


def _kept(session: Session, style: str, stamps: Mapping[int, int]) -> list[Piece]:
    """What is written in a style, in order; of other rows as well, when there are many to name."""
    of = WrittenEvent
    query = select(of.row_id, of.stamp, of.starts, of.changed, of.octets).where(of.style == style)
    if len(stamps) <= BATCH:
        query = query.where(of.row_id.in_(stamps))
    return sorted(map(Piece._make, session.execute(query)), key=itemgetter(*_PLACE))


def _piece(row_id: int, stamp: int, entry: TimedEvent | WallTimeSeries) -> Piece:
    starts_at = entry.starts_at if isinstance(entry, TimedEvent) else to_utc(entry.starts, entry.zone)
    starts, changed = (int(moment.timestamp()) for moment in (starts_at, entry.changed_at))
    return Piece(row_id, stamp, starts, changed, write_entry(entry))


def _replace(session: Session, style: str, row_ids: list[int], new: list[Piece], *, is_post: bool) -> None:
    """Forget what was written of some rows, and keep what was written anew."""
    for some in batches(row_ids):
        session.execute(
            delete(WrittenEvent)
            .where(WrittenEvent.style == style, WrittenEvent.row_id.in_(some))
            .execution_options(synchronize_session=False)
        )
    shared = {"workspace_id": session.info["scope"], "style": style, "is_post": is_post}
    if new:
        session.execute(insert(WrittenEvent), [shared | piece._asdict() for piece in new])
