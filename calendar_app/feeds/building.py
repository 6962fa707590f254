"""Building a feed, and knowing when it has to be built anew.

A feed is state: every edit raises the workspace's `plan_revision` in its own transaction, and a feed knows
from which revision, day and circumstances it was built. Jobs only hasten what the next request would do.
"""

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, not_, or_, select, update
from sqlalchemy.orm import Session

from calendar_app.catalog import catalogue
from calendar_app.feeds import kinds
from calendar_app.feeds.composing import MOST_OCTETS, Composition, compose
from calendar_app.feeds.drafts import Draft, Marks
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.models import Feed, FeedDraft
from calendar_app.feeds.reader import circumstances, has_ended, is_read
from calendar_app.feeds.window import Window
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.db import everywhere
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import act_for, take_turns

KINDS: Mapping[str, Kind] = catalogue(kinds, "KIND", Kind)
"""Every kind of feed by key, in alphabetical order. A row may say another: a newer version has made it."""

# Every edit packs all feeds of a workspace anew. The first level costs a quarter of the usual one, and the
# calendar is a tenth of its size already.
PACKING = 1


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
        .where(Feed.kind.in_(KINDS), Feed.revoked_at.is_(None), not_(has_ended(now)), overtaken)
    )
    if workspace_id is not None:
        query = query.where(Feed.workspace_id == workspace_id)
    with everywhere(session):
        return list(session.scalars(query.order_by(Feed.id)))


def bring_up_to_date(
    session: Session, feed_id: int, now: datetime, page: PageAddress, *, most: int = MOST_OCTETS
) -> None:
    """Build a feed if it is stale. Builders take turns with each other and with edits.

    So no half of an edit is seen, nothing is built twice, and the older never replaces the newer. The session
    sees through the eyes of the feed's person afterwards: use one of its own.
    """
    with everywhere(session):
        feed = session.get(Feed, feed_id)
        if feed is None:
            return
        person = feed.person
    act_for(session, person)
    take_turns(session)  # edits take the workspace last, before they commit
    with everywhere(session):
        for row in (feed, person, person.workspace):
            session.refresh(row)
    if feed.kind not in KINDS or not is_read(feed, now) or not is_stale(feed, now, page):
        return
    act_for(session, person)
    kept = drafts_of(session, feed_id)
    made = compose(session, KINDS[feed.kind], person, feed.contents, now, page, kept=kept, most=most)
    _keep(session, feed, made, now, page)
    _keep_drafts(session, feed_id, kept, made.drafts)


def drafts_of(session: Session, feed_id: int) -> dict[str, Draft]:
    """What is kept of a feed's last build, by style."""
    query = select(FeedDraft.style, FeedDraft.octets, FeedDraft.marks).where(FeedDraft.feed_id == feed_id)
    return {row.style: Draft(Marks.unpacked(row.marks), (row.octets,)) for row in session.execute(query)}


def _basis(revision: int, feed: Feed, now: datetime, page: PageAddress) -> tuple[int, str, str]:
    return revision, Window.of(now).key, circumstances(feed.person, feed.contents, page)


def _keep(session: Session, feed: Feed, made: Composition, now: datetime, page: PageAddress) -> None:
    """Store what was built; bytes that stay the same keep their date."""
    revision, day, built_for = _basis(feed.person.workspace.plan_revision, feed, now, page)
    values: dict[str, Any] = {"built_revision": revision, "built_day": day, "built_for": built_for}
    etag = hashlib.sha256(made.octets).hexdigest()
    if etag != feed.etag:
        values |= {
            "etag": etag,
            "changed_at": now.replace(microsecond=0),
            "octets": made.octets,
            "packed": gzip.compress(made.octets, PACKING, mtime=0),
        }
    session.execute(
        update(Feed)
        .where(Feed.id == feed.id, Feed.revoked_at.is_(None))
        .values(values)
        .execution_options(synchronize_session=False)
    )


def _keep_drafts(
    session: Session, feed_id: int, kept: Mapping[str, Draft], made: Mapping[str, Draft]
) -> None:
    """Store the drafts that are new, and forget those in styles of yesterday."""
    new = [style for style, draft in made.items() if kept.get(style) is not draft]
    _forget_drafts(session, feed_id, [style for style in kept if style in new or style not in made])
    shared = {"workspace_id": session.info["scope"], "feed_id": feed_id}
    rows = [
        {"style": style, "octets": made[style].octets, "marks": made[style].marks.packed} for style in new
    ]
    if rows:
        session.execute(insert(FeedDraft), [shared | row for row in rows])


def _forget_drafts(session: Session, feed_id: int, styles: Sequence[str]) -> None:
    if styles:
        session.execute(
            delete(FeedDraft)
            .where(FeedDraft.feed_id == feed_id, FeedDraft.style.in_(styles))
            .execution_options(synchronize_session=False)
        )
