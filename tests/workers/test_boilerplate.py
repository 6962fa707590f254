"""The tick looks through the workspaces for phrases, one at a time."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from calendar_app.rulebook import boilerplate as services
from tests.factories import make_channel, make_variant
from workers import boilerplate
from workers.runtime import Workshop

FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time
SIGNATURE = "Your city library, at the market since 1912"


def test_a_tick_finds_a_signature_and_the_next_one_rests(
    session: Session, settings: Settings, database: Database, alice: Person, clock: FixedClock
) -> None:
    channel = make_channel(session)
    for day, word in enumerate(("drill", "toaster", "teddy", "novel", "stapler")):
        wall = FRIDAY + timedelta(days=day)
        make_variant(session, channel, text=f"Today we lend a {word}. {SIGNATURE}", planned_wall=wall)
    session.commit()
    workshop = Workshop(settings, database, page_address(settings.base_url), clock)

    boilerplate.suggest(workshop)
    boilerplate.suggest(workshop)

    found = [each.text for each in services.suggestions(session)]
    search = services.last_search(session)
    assert len(found) == 1
    assert "city library" in found[0]
    assert search is not None
    assert search.posts == 5
