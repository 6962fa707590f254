"""The scheduler: every few seconds it looks at what is due.

The database says what is due and who takes it, so any number of schedulers may run, ticks may be lost or
doubled, and Redis may be away.
"""

import logging
import random
import threading

from calendar_app.foundation.models import Heartbeat
from workers.runtime import TICKS, Tick, Workshop, every_tick

log = logging.getLogger(__name__)

TICK_SECONDS = 5.0
# Where much falls due one after the other, each look finds several of it.
SHORTEST_PAUSE_SECONDS = 0.3


@every_tick
def beat(workshop: Workshop) -> None:
    """Say that a scheduler is alive; `/health` tells how long ago that was."""
    with workshop.session() as session:
        session.merge(Heartbeat(name="scheduler", at=workshop.clock.now()))


def run(workshop: Workshop, stopping: threading.Event) -> None:
    """Tick until told to stop, each tick in a thread of its own: a plan that takes long to judge, or a
    calendar that is slow to answer, must not keep a mail waiting.
    """
    threads = [threading.Thread(target=_repeat, args=(tick, workshop, stopping)) for tick in TICKS]
    for thread in threads:
        thread.start()
    stopping.wait()
    for thread in threads:
        thread.join()


def _repeat(tick: Tick, workshop: Workshop, stopping: threading.Event) -> None:
    """Pauses vary a little, so that several schedulers do not march in step; a tick may want shorter ones."""
    while not stopping.is_set():
        wanted = _attempt(tick, workshop)
        pause = TICK_SECONDS * random.uniform(0.9, 1.1)  # noqa: S311 no secret
        if wanted is not None:
            pause = min(pause, max(wanted, SHORTEST_PAUSE_SECONDS))
        stopping.wait(pause)


def _attempt(tick: Tick, workshop: Workshop) -> float | None:
    """Run one tick; what fails now, an absent database for example, may work in five seconds."""
    try:
        return tick(workshop)
    except Exception:
        log.exception("%s.%s failed, the next tick tries again", tick.__module__, tick.__name__)
        return None
