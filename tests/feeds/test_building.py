"""When a feed is stale, and what building it anew leaves as it was."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from calendar_app.feeds import services
from calendar_app.feeds.building import bring_up_to_date, is_stale, stale_feeds
from calendar_app.feeds.models import Feed
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import plan_changed
from tests.factories import NOW
from tests.feeds.reading import page


def subscribed(session: Session, person: Person, kind: str = "team") -> Feed:
    feed, _ = services.subscribe(session, person, kind, now=NOW)
    session.commit()
    return feed


def brought_up_to_date(database: Database, feed: Feed, now: datetime = NOW) -> Feed:
    """Built as a job would, seen as the next request would."""
    with database.session() as session:
        bring_up_to_date(session, feed.id, now, page)
        session.commit()
    with database.reading() as session:
        scope_to(session, feed.workspace_id)
        found = session.get_one(Feed, feed.id)
        assert found.packed
        assert found.person.workspace
        return found


def overtaken(database: Database) -> list[int]:
    with database.reading() as session:
        return stale_feeds(session, NOW)


def test_a_feed_is_stale_after_an_edit_and_fresh_once_built(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    feed = brought_up_to_date(database, subscribed(session, alice))
    assert not is_stale(feed, NOW, page)

    plan_changed(session)
    session.commit()

    assert overtaken(database) == [feed.id]
    feed = brought_up_to_date(database, feed)
    assert not is_stale(feed, NOW, page)
    assert overtaken(database) == []


def test_a_new_day_another_language_and_another_address_make_a_feed_stale(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    feed = brought_up_to_date(database, subscribed(session, alice))

    assert is_stale(feed, NOW + timedelta(days=1), page)
    assert is_stale(feed, NOW, lambda endpoint, **values: "https://elsewhere.test/" + endpoint)
    feed.person.language = "de"
    assert is_stale(feed, NOW, page)


def test_bytes_that_stay_the_same_keep_their_etag_and_date(
    session: Session, database: Database, workspace: Workspace, alice: Person
) -> None:
    first = brought_up_to_date(database, subscribed(session, alice))
    plan_changed(session)
    session.commit()

    again = brought_up_to_date(database, first, NOW + timedelta(minutes=5))

    assert again.built_revision == first.built_revision + 1
    assert (again.etag, again.changed_at, again.packed) == (first.etag, first.changed_at, first.packed)


def test_a_feed_that_is_gone_is_not_built(session: Session, workspace: Workspace, alice: Person) -> None:
    bring_up_to_date(session, 4711, NOW, page)
    feed = subscribed(session, alice)
    services.revoke(session, feed, now=NOW)
    session.commit()

    bring_up_to_date(session, feed.id, NOW, page)

    assert stale_feeds(session, NOW) == []
    assert feed.packed is None
