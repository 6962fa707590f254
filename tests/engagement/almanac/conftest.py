"""A worker that reads what was brought."""

from collections.abc import Callable

import pytest

from calendar_app.app import page_address
from calendar_app.engagement.almanac import services
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from workers import almanac
from workers.runtime import Workshop

Work = Callable[[], None]


@pytest.fixture
def work(settings: Settings, database: Database, clock: FixedClock) -> Work:
    """Do what the scheduler does: read what is due, forget what nobody has kept."""
    workshop = Workshop(settings, database, page_address(settings.base_url), clock)

    def _work() -> None:
        with database.reading() as session:
            waiting = services.due(session, clock.now())
        for _ in range(max(len(waiting), 1)):
            almanac.look_around(workshop)
        almanac.forget(workshop)

    return _work
