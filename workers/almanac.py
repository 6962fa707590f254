"""Calendars of others are read. The database says whose turn it is; a job only hastens it."""

from calendar_app.engagement.almanac import services
from calendar_app.foundation import jobs
from workers.runtime import Workshop, every_tick, job

HERE = 1  # how many the scheduler reads itself when no worker can be told


@job
def look(workshop: Workshop, calendar_id: int) -> None:
    with workshop.session() as session:
        errand = services.claim(session, calendar_id, workshop.clock.now())
    if errand is None:
        return
    seen = services.look(errand)
    with workshop.session() as session:
        services.write_down(session, errand, seen, workshop.clock.now())


@every_tick
def look_around(workshop: Workshop) -> None:
    """Hand out what is due; where no worker can be told, read one here."""
    with workshop.database.reading() as session:
        waiting = services.due(session, workshop.clock.now())
    url = workshop.settings.redis_url
    if waiting and url and jobs.send(url, [("almanac.look", (each,)) for each in waiting]):
        return
    for calendar_id in waiting[:HERE]:
        look(workshop, calendar_id)


@every_tick
def forget(workshop: Workshop) -> None:
    """Throw away previews that nobody has kept; writers are kept from nothing while there are none."""
    now = workshop.clock.now()
    with workshop.database.reading() as session:
        if not services.has_forgotten(session, now):
            return
    with workshop.session() as session:
        services.forget(session, now)
