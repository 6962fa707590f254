"""Subscriptions on both databases: secrets, revocation, who may read."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.feeds import services
from calendar_app.feeds.models import Feed
from calendar_app.foundation.sessions import hashed
from calendar_app.people.models import Person, Workspace
from tests.factories import NOW


def test_a_secret_has_32_random_bytes_and_only_its_hash_is_kept(session: Session, alice: Person) -> None:
    feed, token = services.subscribe(session, alice, "mine", now=NOW)

    assert len(token) == 43
    assert feed.token_hash == hashed(token)
    assert token not in {str(getattr(feed, column.key)) for column in feed.__table__.columns}


def test_no_two_secrets_are_alike(session: Session, alice: Person) -> None:
    tokens = {services.subscribe(session, alice, "mine", now=NOW)[1] for _ in range(20)}

    assert len(tokens) == 20


def test_a_secret_leads_to_its_feed_from_any_scope(
    session: Session, workspace: Workspace, alice: Person, charlie: Person
) -> None:
    feed, token = services.subscribe(session, alice, "mine", now=NOW)
    session.commit()
    session.info.pop("scope")

    assert services.live_feed(session, token, NOW) is feed


@pytest.mark.parametrize("token", ["", "x" * 43, "'; DROP TABLE feed; --", "ü" * 5000, "\x00"])
def test_an_unknown_secret_leads_nowhere(session: Session, workspace: Workspace, token: str) -> None:
    assert services.live_feed(session, token, NOW) is None


def test_revoking_frees_the_bytes_and_holds_for_ever(session: Session, alice: Person) -> None:
    feed, token = services.subscribe(session, alice, "mine", now=NOW)
    feed.packed = b"calendar"

    services.revoke(session, feed, now=NOW)
    services.revoke(session, feed, now=NOW + timedelta(days=1))

    assert feed.revoked_at == NOW
    assert session.scalar(select(Feed.packed).where(Feed.id == feed.id)) is None
    assert services.live_feed(session, token, NOW) is None
    assert services.feeds_of(session, alice) == []


def test_feeds_of_who_has_left_stay_silent_when_the_person_comes_back(
    session: Session, alice: Person, bob: Person
) -> None:
    feed, token = services.subscribe(session, bob, "mine", now=NOW)
    _, other = services.subscribe(session, alice, "mine", now=NOW)
    bob.left_at = NOW
    session.flush()
    assert services.live_feed(session, token, NOW) is None

    assert services.ended_feeds(session, NOW) == [feed.id]
    services.revoke_by_id(session, feed.id, now=NOW)
    bob.left_at = None
    session.flush()

    assert services.live_feed(session, token, NOW) is None
    assert services.live_feed(session, other, NOW) is not None
    assert services.ended_feeds(session, NOW) == []


def test_a_renewed_feed_has_not_been_fetched_yet(session: Session, alice: Person) -> None:
    feed, old = services.subscribe(session, alice, "mine", now=NOW)
    services.note_fetch(session, feed.id, "Thunderbird", now=NOW)
    session.refresh(feed)
    assert feed.fetched_by == "Thunderbird"

    new = services.renew(session, feed)

    assert (feed.fetched_at, feed.fetched_by) == (None, "")
    assert services.live_feed(session, old, NOW) is None
    assert services.live_feed(session, new, NOW) is feed
