"""Reminders' jobs. Each only hastens what the tick would find by itself."""

from contextlib import closing

from calendar_app.app import page_address
from calendar_app.reminders import delivery
from calendar_app.reminders import tick as ticking
from calendar_app.reminders.delivery import Courier
from workers.runtime import Workshop, every_tick, job


@job
def plan(workshop: Workshop, workspace_id: int) -> None:
    with closing(_courier(workshop)) as courier:
        ticking.plan(courier, workspace_id)


@job
def deliver(workshop: Workshop, reminder_id: int) -> None:
    with closing(_courier(workshop)) as courier:
        delivery.deliver(courier, reminder_id)


@every_tick
def tick(workshop: Workshop) -> None:
    with closing(_courier(workshop)) as courier:
        ticking.tick(courier)


def _courier(workshop: Workshop) -> Courier:
    settings = workshop.settings
    return Courier.of(settings, workshop.database, page_address(settings.base_url))
