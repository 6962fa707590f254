"""Whose last day is over has left, whether or not somebody presses a button."""

from calendar_app.people import services
from workers.runtime import Workshop, every_tick


@every_tick
def leave(workshop: Workshop) -> None:
    """Let each go in a transaction of their own; writers are kept from nothing while there is nobody."""
    now = workshop.clock.now()
    with workshop.database.reading() as session:
        leaving = services.due_to_leave(session, now)
    for person_id in leaving:
        with workshop.session() as session:
            services.leave_as_announced(session, person_id, now=now)
