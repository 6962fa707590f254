"""The search for copies. The database says how far it came; a job only hastens it."""

import time

from calendar_app.copies import searching
from calendar_app.foundation import jobs
from calendar_app.foundation.db import scope_to
from workers.runtime import Workshop, every_tick, job

# Then somebody else's turn comes, and the rest is asked for anew: where there is one worker, a mail may wait.
TURN_SECONDS = 5.0


@job
def search(workshop: Workshop, search_id: int) -> None:
    _work(workshop, search_id)


@every_tick
def resume(workshop: Workshop) -> None:
    """Hand out what was lost with a job or a process; where no worker can be told, do some of it here."""
    with workshop.database.reading() as session:
        waiting = searching.left_behind(session, workshop.clock.now())
    url = workshop.settings.redis_url
    if waiting and url and jobs.send(url, [("copies.search", (search_id,)) for search_id in waiting]):
        return
    for search_id in waiting:
        _work(workshop, search_id)


def _work(workshop: Workshop, search_id: int) -> None:
    with workshop.session() as session:
        workspace_id = searching.claim(session, search_id, workshop.clock.now())
    if workspace_id is None:
        return
    deadline = time.monotonic() + TURN_SECONDS
    while time.monotonic() < deadline:
        with workshop.database.reading() as session:
            scope_to(session, workspace_id)
            piece = searching.next_piece(session, search_id)
        if piece is None:
            return
        with workshop.session() as session:  # a short one: on SQLite whoever saves a text waits for it
            scope_to(session, workspace_id)
            searching.keep(session, piece, workshop.clock.now())
    with workshop.session() as session:
        scope_to(session, workspace_id)
        searching.release(session, search_id)
        jobs.enqueue(session, "copies.search", search_id)
