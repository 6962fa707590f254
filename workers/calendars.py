"""A look into people's own calendars. The database says whose turn it is; a job only hastens it."""

from calendar_app.engagement.availability import busy
from calendar_app.foundation import jobs
from workers.runtime import Workshop, every_tick, job

HERE = 1  # how many the scheduler looks at itself when no worker can be told


@job
def look(workshop: Workshop, calendar_id: int) -> None:
    with workshop.session() as session:
        errand = busy.claim(session, calendar_id, workshop.clock.now())
    if errand is None:
        return
    seen = busy.look(errand, workshop.clock.now())
    with workshop.session() as session:
        busy.keep(session, errand, seen, workshop.clock.now())


@every_tick
def look_around(workshop: Workshop) -> None:
    """Hand out what is due; where no worker can be told, look at one here."""
    with workshop.database.reading() as session:
        waiting = busy.due(session, workshop.clock.now())
    url = workshop.settings.redis_url
    if waiting and url and jobs.send(url, [("calendars.look", (each,)) for each in waiting]):
        return
    for calendar_id in waiting[:HERE]:
        look(workshop, calendar_id)
