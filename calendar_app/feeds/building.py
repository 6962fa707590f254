"""Building a feed, and knowing when it has to be built anew.

A feed is state: every edit raises the workspace's `plan_revision` in its own transaction, and a feed knows
from which revision, day and circumstances it was built. Jobs only hasten what the next request would do.
"""

import gzip
import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from calendar_app.catalog import catalogue
from calendar_app.feeds import kinds
from calendar_app.feeds.composing import MOST_OCTETS, Composition, compose
from calendar_app.feeds.kind import Kind
from calendar_app.feeds.models import Feed
from calendar_app.feeds.reader import circumstances, may_read
from calendar_app.feeds.window import Window
from calendar_app.feeds.written import drop_unused
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.db import everywhere
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import act_for, take_turns

KINDS: Mapping[str, Kind] = catalogue(kinds, "KIND", Kind)
"""Every kind of feed by key, in alphabetical order."""

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
        .where(Feed.revoked_at.is_(None), Person.left_at.is_(None), overtaken)
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
    if feed.revoked_at is not None or not may_read(person) or not is_stale(feed, now, page):
        return
    act_for(session, person)
    made = compose(session, KINDS[feed.kind], person, feed.contents, now, page, most=most)
    _keep(session, feed, made, now, page)


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
    has_other_styles = list(made.styles) != feed.styles
    session.execute(
        update(Feed)
        .where(Feed.id == feed.id, Feed.revoked_at.is_(None))
        .values(values | {"styles": list(made.styles)})
        .execution_options(synchronize_session=False)
    )
    if has_other_styles:
        drop_unused(session, before=Window.of(now).start)
