"""Who asked something is known for a year, and then only that somebody did."""

from calendar_app.engagement.inbound import services
from workers.runtime import Workshop, every_tick


@every_tick
def forget(workshop: Workshop) -> None:
    """Forget names that are old enough; writers are kept from nothing while there are none."""
    now = workshop.clock.now()
    with workshop.database.reading() as session:
        if not services.has_old_handles(session, now):
            return
    with workshop.session() as session:
        services.forget_handles(session, now)
