"""Feeds are built by jobs and by the tick; losing one does no harm."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.feeds import services
from calendar_app.feeds.building import stale_feeds
from calendar_app.feeds.models import Feed, FeedDraft
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database, everywhere, scope_to
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed
from tests.factories import NOW, make_channel, make_slot, make_variant
from workers import feeds as jobs
from workers.runtime import JOBS, TICKS, Workshop


@pytest.fixture
def workshop(settings: Settings, database: Database, clock: FixedClock) -> Workshop:
    return Workshop(settings, database, page_address(settings.base_url), clock)


def stale(workshop: Workshop) -> list[int]:
    with workshop.database.reading() as session:
        return stale_feeds(session, workshop.clock.now())


def subscribed(session: Session, person: Person, kind: str = "team") -> int:
    feed, _ = services.subscribe(session, person, kind, now=NOW)
    session.commit()
    return feed.id


def test_an_edit_asks_for_the_job_that_builds(session: Session, alice: Person) -> None:
    plan_changed(session)

    (name, arguments), *_ = (job for job in session.info["jobs"] if job[0].startswith("feeds."))
    assert JOBS[f"workers.{name}"] is jobs.refresh
    assert arguments == (alice.workspace_id,)


def test_the_job_builds_every_feed_of_the_workspace_and_no_other(
    workshop: Workshop, session: Session, alice: Person, bob: Person, charlie: Person
) -> None:
    mastodon = make_channel(session)
    make_variant(session, mastodon)
    make_slot(session, alice, [mastodon])
    built = [subscribed(session, alice), subscribed(session, bob, "mine")]
    scope_to(session, charlie.workspace_id)
    other = subscribed(session, charlie)

    jobs.refresh(workshop, alice.workspace_id)

    assert stale(workshop) == [other]
    with everywhere(session):
        assert all(session.get_one(Feed, feed_id, populate_existing=True).packed for feed_id in built)


def test_the_job_may_run_twice_and_for_a_workspace_that_is_gone(
    workshop: Workshop, session: Session, alice: Person
) -> None:
    feed_id = subscribed(session, alice)

    jobs.refresh(workshop, alice.workspace_id)
    jobs.refresh(workshop, alice.workspace_id)
    jobs.refresh(workshop, 4711)

    assert stale(workshop) == []
    assert session.get_one(Feed, feed_id, populate_existing=True).built_revision == 0


def test_the_tick_makes_up_for_a_lost_job(workshop: Workshop, session: Session, alice: Person) -> None:
    subscribed(session, alice)
    jobs.catch_up(workshop)
    plan_changed(session)
    session.commit()
    assert stale(workshop) != []

    jobs.catch_up(workshop)

    assert stale(workshop) == []
    assert jobs.catch_up in TICKS


def test_the_tick_notices_the_new_day(
    workshop: Workshop, session: Session, alice: Person, clock: FixedClock
) -> None:
    feed_id = subscribed(session, alice)
    jobs.catch_up(workshop)
    clock.moment += timedelta(days=1)

    jobs.catch_up(workshop)

    assert session.get_one(Feed, feed_id, populate_existing=True).built_day == "2026-04-09"


def test_the_tick_stops_the_feeds_of_who_has_left(workshop: Workshop, session: Session, bob: Person) -> None:
    feed_id = subscribed(session, bob)
    bob.left_at = NOW
    session.commit()

    jobs.stop_ended_feeds(workshop)

    assert session.get_one(Feed, feed_id, populate_existing=True).revoked_at == NOW


def test_a_feed_that_cannot_be_built_does_not_hold_up_the_others(
    workshop: Workshop, session: Session, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    broken, whole = subscribed(session, alice), subscribed(session, alice)
    session.add(FeedDraft(feed_id=broken, style="spoiled", octets=b"", marks=b"x" * 20))
    session.commit()

    jobs.catch_up(workshop)

    assert stale(workshop) == [broken]
    assert session.get_one(Feed, whole, populate_existing=True).etag
    assert f"feed {broken} could not be built" in caplog.text
