"""What happens to subscriptions: they are made, renewed, revoked, fetched."""

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from calendar_app.feeds.building import KINDS
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.models import Feed, FeedDraft
from calendar_app.feeds.reader import has_ended, is_read
from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.foundation.sessions import hashed
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person, Role
from calendar_app.people.services import take_turns

EVERYTHING = Contents()
# Clients come as often as every five minutes; who came last is worth a write only now and then.
NOTED_EVERY = timedelta(minutes=10)


def subscribe(
    session: Session,
    person: Person,
    kind: str,
    *,
    now: datetime,
    contents: Contents = EVERYTHING,
    form_key: str | None = None,
) -> tuple[Feed, str]:
    """A new feed and its secret, which is nowhere kept.

    The same form sent again renews the feed it has made: there is one feed, and the address shown last works.
    A form that one went back to for something else makes another. Kinds that are about one thing need its id
    in the contents.
    """
    take_turns(session)
    feed = _made_by(session, person, form_key, kind, contents) or Feed(
        person_id=person.id, kind=kind, form_key=form_key, created_at=now
    )
    feed.contents = contents
    session.add(feed)
    return feed, renew(session, feed)


def change_contents(session: Session, feed: Feed, contents: Contents) -> None:
    """Let a feed hold something else under the same address, from the next fetch on."""
    feed.contents = contents
    session.flush()


def renew(session: Session, feed: Feed) -> str:
    """A new secret for a feed; the old one stops at once."""
    token = secrets.token_urlsafe(32)
    feed.token_hash = hashed(token)
    feed.fetched_at, feed.fetched_by = None, ""
    session.flush()
    return token


def revoke(session: Session, feed: Feed, *, now: datetime) -> None:
    """Stop a feed for good; nobody who builds it just now leaves anything behind. Twice is once."""
    take_turns(session)
    feed.revoked_at = feed.revoked_at or now
    feed.octets, feed.packed, feed.etag, feed.form_key = None, None, "", None
    session.flush()
    session.execute(
        delete(FeedDraft).where(FeedDraft.feed_id == feed.id).execution_options(synchronize_session=False)
    )


def ended_feeds(session: Session, now: datetime) -> list[int]:
    """The ids of live feeds whose person has left, and of shared ones that are over.

    They are silent already, and are to stay so if the person or the right to share comes back.
    """
    query = select(Feed.id).join(Person, Person.id == Feed.person_id)
    with everywhere(session):
        return list(session.scalars(query.where(Feed.revoked_at.is_(None), has_ended(now))))


def revoke_by_id(session: Session, feed_id: int, *, now: datetime) -> None:
    with everywhere(session):
        feed = session.get(Feed, feed_id)
    if feed is not None:
        scope_to(session, feed.workspace_id)
        revoke(session, feed, now=now)


def feeds_of(session: Session, person: Person) -> list[Feed]:
    """A person's live feeds, the newest first."""
    query = select(Feed).where(
        Feed.person_id == person.id, Feed.revoked_at.is_(None), Feed.expires_at.is_(None)
    )
    return list(session.scalars(query.order_by(Feed.id.desc())))


def own_feed(session: Session, person: Person, feed_id: int) -> Feed | None:
    """A live feed of the person; None for anybody else's."""
    return next((feed for feed in feeds_of(session, person) if feed.id == feed_id), None)


def live_feed(session: Session, token: str, now: datetime) -> Feed | None:
    """The feed of a secret; None alike for an unknown one, one that has ended, and one without a reader.

    A feed has no reader once its person has left, or may not see its channel any more. Of a kind that is not
    known here it has nothing to say.
    """
    query = (
        select(Feed)
        .options(joinedload(Feed.person).joinedload(Person.workspace))
        .where(Feed.token_hash == hashed(token), Feed.kind.in_(KINDS))
    )
    with everywhere(session):
        feed = session.scalar(query)
        return feed if feed is not None and is_read(feed, now) and _reaches(feed) else None


def served(session: Session, feed: Feed, *, packed: bool) -> tuple[str, datetime | None, bytes]:
    """The hash of a feed's bytes, since when it reads so, and the bytes: of one moment, in one query."""
    octets = Feed.packed if packed else Feed.octets
    with everywhere(session):
        found = session.execute(select(Feed.etag, Feed.changed_at, octets).where(Feed.id == feed.id)).one()
    return found.etag, found.changed_at, found[2] or b""


def is_worth_noting(feed: Feed, client: str, now: datetime) -> bool:
    """Whether a fetch tells something new about who reads the feed."""
    return feed.fetched_at is None or feed.fetched_by != client or now - feed.fetched_at >= NOTED_EVERY


def note_fetch(session: Session, feed_id: int, client: str, *, now: datetime) -> None:
    with everywhere(session):
        session.execute(
            update(Feed)
            .where(Feed.id == feed_id)
            .values(fetched_at=now, fetched_by=client)
            .execution_options(synchronize_session=False)
        )


def _reaches(feed: Feed) -> bool:
    """Whether the person sees the channel or the campaign that a feed is about."""
    person = feed.person
    if feed.campaign_id is not None and not may(person, Action.PREPARE):
        return False
    return feed.channel_id is None or person.role != Role.EXTERNAL or feed.channel_id in person.channel_ids


def _made_by(
    session: Session, person: Person, form_key: str | None, kind: str, contents: Contents
) -> Feed | None:
    """The feed that the same form has made. One that asked for something else gives its key away."""
    if not form_key:
        return None
    feed = session.scalar(select(Feed).where(Feed.form_key == form_key, Feed.person_id == person.id))
    if feed is None or (feed.kind, feed.contents) == (kind, replace(contents, for_outsiders=feed.is_shared)):
        return feed
    feed.form_key = None
    session.flush()
    return None
