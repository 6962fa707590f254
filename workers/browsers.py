"""Sessions of browsers that are over: nobody comes back for them, and their table grows with every visit."""

from calendar_app.foundation import sessions
from workers.runtime import Workshop, every_tick


@every_tick
def forget(workshop: Workshop) -> None:
    """Drop them; writers are kept from nothing while there are none."""
    now = workshop.clock.now()
    with workshop.database.reading() as session:
        if not sessions.has_expired(session, now):
            return
    with workshop.session() as session:
        sessions.drop_expired(session, now)
