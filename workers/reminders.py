"""Reminders' jobs. Each only hastens what the tick would find by itself."""

import time
from contextlib import closing

from calendar_app.reminders import delivery
from calendar_app.reminders import tick as ticking
from calendar_app.reminders.delivery import Courier
from workers.runtime import Workshop, every_tick, job

WORK_SECONDS = 60.0


@job
def plan(workshop: Workshop, workspace_id: int) -> None:
    with _courier(workshop) as courier:
        ticking.plan(courier, workspace_id)


@job
def deliver_due(workshop: Workshop) -> None:
    with _courier(workshop) as courier:
        delivery.deliver_due(courier, time.monotonic() + WORK_SECONDS)


@every_tick
def tick(workshop: Workshop) -> float | None:
    with _courier(workshop) as courier:
        ticking.tick(courier)
        return ticking.seconds_to_next(courier)


def _courier(workshop: Workshop) -> closing[Courier]:
    return closing(Courier.of(workshop.settings, workshop.database, workshop.page))
