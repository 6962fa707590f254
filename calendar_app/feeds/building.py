"""Building a feed, and knowing when it has to be built anew.

A feed is state: every edit raises the workspace's `plan_revision` in its own transaction, and a feed knows
from which revision, day and circumstances it was built. Jobs only hasten what the next request would do.
"""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from calendar_app.catalog import catalogue
from calendar_app.feeds import ical, kinds
from calendar_app.feeds.entries import Calendar, TimedEvent, WallTimeSeries
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.models import Feed
from calendar_app.feeds.post_entries import post_entries
from calendar_app.feeds.reader import Reader, circumstances, may_read
from calendar_app.feeds.slot_entries import slot_entries
from calendar_app.feeds.window import Window
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.db import everywhere
from calendar_app.foundation.i18n import gettext, speaking
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import act_for

KINDS: Mapping[str, Kind] = catalogue(kinds, "KIND", Kind)
"""Every kind of feed by key, in alphabetical order."""

# Google refuses larger ones, or loses events without a word.
MOST_OCTETS = 1_000_000

Entries = Sequence[TimedEvent | WallTimeSeries]


def is_stale(feed: Feed, now: datetime, page: PageAddress) -> bool:
    """Whether plan, day or circumstances are others than when the feed was built."""
    built = (feed.built_revision, feed.built_day, feed.built_for)
    return built != _basis(feed.person.workspace.plan_revision, feed, now, page)


def stale_feeds(session: Session, now: datetime, *, workspace_id: int | None = None) -> list[int]:
    """The ids of the live feeds that a change of plan or day has overtaken, of one workspace or of all."""
    overtaken = or_(Feed.built_revision != Workspace.plan_revision, Feed.built_day != Window.of(now).key)
    query = (
        select(Feed.id)
        .join(Workspace, Workspace.id == Feed.workspace_id)
        .join(Person, Person.id == Feed.person_id)
        .where(Feed.revoked_at.is_(None), Person.left_at.is_(None), overtaken)
    )
    if workspace_id is not None:
        query = query.where(Feed.workspace_id == workspace_id)
    with everywhere(session):
        return list(session.scalars(query.order_by(Feed.id)))


def bring_up_to_date(session: Session, feed_id: int, now: datetime, page: PageAddress) -> None:
    """Build a feed if it is stale. Of two builders at once, the older never replaces what the newer built.

    The session sees through the eyes of the feed's person afterwards: use one of its own.
    """
    with everywhere(session):
        feed = session.get(Feed, feed_id)
        if feed is None or feed.revoked_at is not None or not may_read(feed.person):
            return
        revision = _revision(session, feed)
        basis = _basis(revision, feed, now, page)
    if basis == (feed.built_revision, feed.built_day, feed.built_for):
        return
    act_for(session, feed.person)
    octets = compose(session, KINDS[feed.kind], feed.person, now, page)
    _keep(session, feed, basis, octets, now)


def compose(session: Session, kind: Kind, person: Person, now: datetime, page: PageAddress) -> bytes:
    """The bytes of a feed for a person whose eyes the session already has."""
    window = Window.of(now)
    reader = Reader.of(person, page)
    with speaking(reader.language):
        entries = (
            *post_entries(session, kind, person, reader, window),
            *slot_entries(session, kind, person, reader, window),
        )
        calendar = Calendar(
            name=f"{person.workspace.name} – {gettext(kind.name)}",
            description=gettext(kind.about),
            color=kind.color,
            url=page("board.week"),
            changed_at=max((entry.changed_at for entry in entries), default=None),
        )
    return fit(calendar, entries, last_year=window.end.year + 1)


def fit(calendar: Calendar, entries: Entries, *, last_year: int, most: int = MOST_OCTETS) -> bytes:
    """The calendar within so many octets: first descriptions give way, then what is furthest ahead."""
    octets = ical.write(calendar, entries, last_year=last_year)
    if len(octets) <= most:
        return octets
    brief = sorted((replace(entry, description="") for entry in entries), key=_start)
    room = (
        most
        - len(ical.write(calendar, (), last_year=last_year))
        - len(b"".join(ical.zones(brief, last_year)))
    )
    kept = []
    for entry in brief:
        room -= len(ical.write_entry(entry))
        if room < 0:
            break
        kept.append(entry)
    return ical.write(calendar, kept, last_year=last_year)


def _start(entry: TimedEvent | WallTimeSeries) -> datetime:
    return entry.starts_at if isinstance(entry, TimedEvent) else to_utc(entry.starts, entry.zone)


def _revision(session: Session, feed: Feed) -> int:
    """The plan's revision, which nobody can raise before the session ends: so no half of an edit is seen.

    Edits take this row last, before they commit. (SQLite lets one writer work at a time anyway.)
    """
    query = select(Workspace.plan_revision).where(Workspace.id == feed.workspace_id)
    return session.scalars(query.with_for_update(read=True)).one()


def _basis(revision: int, feed: Feed, now: datetime, page: PageAddress) -> tuple[int, str, str]:
    return revision, Window.of(now).key, circumstances(feed.person, page)


def _keep(session: Session, feed: Feed, basis: tuple[int, str, str], octets: bytes, now: datetime) -> None:
    """Store what was built, unless somebody has built from a later revision, or other bytes, meanwhile."""
    revision, day, built_for = basis
    values: dict[str, Any] = {"built_revision": revision, "built_day": day, "built_for": built_for}
    etag = hashlib.sha256(octets).hexdigest()
    if etag != feed.etag:
        values |= {
            "etag": etag,
            "changed_at": now.replace(microsecond=0),
            "packed": gzip.compress(octets, 6, mtime=0),
        }
    session.execute(
        update(Feed)
        .where(Feed.id == feed.id, Feed.revoked_at.is_(None))
        .where(Feed.built_revision <= revision, Feed.etag == feed.etag)
        .values(values)
        .execution_options(synchronize_session=False)
    )
