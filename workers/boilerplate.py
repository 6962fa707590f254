"""Looking for phrases that a team could leave out of comparisons."""

import logging

from calendar_app.foundation.db import scope_to
from calendar_app.posts import often_said
from workers.runtime import Workshop, every_tick

log = logging.getLogger(__name__)

WORKSPACES_A_TICK = 1  # each takes a second or two


@every_tick
def suggest(workshop: Workshop) -> None:
    """Look through the workspaces whose turn it is; the archive is not read, whatever its size."""
    with workshop.database.reading() as session:
        waiting = often_said.due(session, workshop.clock.now())
    for workspace_id in waiting[:WORKSPACES_A_TICK]:
        _look_through(workshop, workspace_id)


def _look_through(workshop: Workshop, workspace_id: int) -> None:
    with workshop.database.reading() as session:
        scope_to(session, workspace_id)
        sample = often_said.sample(session)
    found = often_said.find(sample)  # no transaction is open meanwhile
    with workshop.session() as session:
        scope_to(session, workspace_id)
        often_said.keep(session, sample, found, now=workshop.clock.now())
