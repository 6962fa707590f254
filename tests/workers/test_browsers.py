"""The tick drops the sessions of browsers that are over."""

from collections.abc import Callable

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.foundation import sessions
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.models import BrowserSession
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from tests.factories import NOW
from workers import browsers
from workers.runtime import TICKS, Workshop


def test_a_tick_drops_what_is_over_and_nothing_else(
    sign_in: Callable[[Person], FlaskClient],
    session: Session,
    settings: Settings,
    database: Database,
    alice: Person,
    clock: FixedClock,
) -> None:
    sign_in(alice)
    workshop = Workshop(settings, database, page_address(settings.base_url), clock)

    browsers.forget(workshop)
    assert kept(session) == 1
    clock.moment = NOW + sessions.LONGEST_LIFE
    browsers.forget(workshop)

    assert kept(session) == 0
    assert browsers.forget in TICKS


def kept(session: Session) -> int:
    """How many sessions are stored; the reading ends, so that others can write."""
    number = session.scalar(select(func.count()).select_from(BrowserSession)) or 0
    session.commit()
    return number
