"""Jobs around calendar feeds. A feed that is behind is also built by the request that meets it."""

import logging

from calendar_app.feeds.building import bring_up_to_date, stale_feeds
from calendar_app.feeds.services import ended_feeds, revoke_by_id
from workers.runtime import Workshop, every_tick, job

log = logging.getLogger(__name__)

FEEDS_A_TICK = 20  # a new day overtakes all at once; whoever is asked for meanwhile is built by the request


@job
def refresh(workshop: Workshop, workspace_id: int) -> None:
    """Build the feeds of a workspace that an edit has overtaken, each in its own transaction."""
    _build(workshop, _stale(workshop, workspace_id))


@every_tick
def catch_up(workshop: Workshop) -> None:
    """Build what a lost job or the new day has left behind, some at a time."""
    _build(workshop, _stale(workshop)[:FEEDS_A_TICK])


@every_tick
def stop_ended_feeds(workshop: Workshop) -> None:
    """Whoever has left, or may not share any more, gets no new life for old addresses by coming back."""
    with workshop.database.reading() as session:
        feed_ids = ended_feeds(session, workshop.clock.now())
    for feed_id in feed_ids:
        with workshop.session() as session:
            revoke_by_id(session, feed_id, now=workshop.clock.now())


def _stale(workshop: Workshop, workspace_id: int | None = None) -> list[int]:
    with workshop.database.reading() as session:
        return stale_feeds(session, workshop.clock.now(), workspace_id=workspace_id)


def _build(workshop: Workshop, feed_ids: list[int]) -> None:
    for feed_id in feed_ids:
        try:
            with workshop.session() as session:
                bring_up_to_date(session, feed_id, workshop.clock.now(), workshop.page)
        except Exception:  # one that cannot be built must not hold up the others
            log.exception("feed %d could not be built", feed_id)
