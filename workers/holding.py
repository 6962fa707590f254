"""Judging again what is scheduled: a later block holds it."""

import logging

from calendar_app.foundation.db import scope_to
from calendar_app.posts import holding
from workers.runtime import Workshop, every_tick

log = logging.getLogger(__name__)

WORKSPACES_A_TICK = 3  # each takes up to a second


@every_tick
def look_again(workshop: Workshop) -> None:
    """Judge what is scheduled where the plan has changed, and everywhere at night and before publishing."""
    now = workshop.clock.now()
    with workshop.database.reading() as session:
        waiting = holding.due(session, now)
    for workspace_id in waiting[:WORKSPACES_A_TICK]:
        try:
            _look_at(workshop, workspace_id)
        except Exception:  # one that cannot be judged must not hold up the others
            log.exception("workspace %d could not be judged again", workspace_id)


def _look_at(workshop: Workshop, workspace_id: int) -> None:
    """Look without a lock, then hold under one what is still blocked."""
    now = workshop.clock.now()
    with workshop.database.reading() as session:
        scope_to(session, workspace_id)
        seen = holding.look(session, now=now)
    with workshop.session() as session:
        scope_to(session, workspace_id)
        holding.keep(session, seen, now=now)
