"""Proposals that several planners book at the same moment, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.foundation.db import Database
from calendar_app.people.models import Person
from calendar_app.planner import services
from tests.engagement.test_logbook import at_once
from tests.factories import NOW, make_channel, make_variant

MONDAY = date(2026, 4, 6)


@pytest.mark.parametrize("everything", [True, False])
def test_planners_who_book_together_book_nobody_twice(
    database: Database, session: Session, bob: Person, everything: bool
) -> None:
    make_variant(session, make_channel(session, owner=bob))
    session.commit()
    proposed = services.outlook(session, monday=MONDAY, now=NOW).proposals.booked
    keys, workspace_id = None if everything else {proposed[0].key}, bob.workspace_id
    session.rollback()

    def book(own: Session) -> None:
        services.book(own, keys, monday=MONDAY, now=NOW)

    at_once(database, workspace_id, book)

    starts = session.scalars(select(Slot.starts_wall).order_by(Slot.starts_wall)).all()
    assert len(starts) == len(set(starts)) == (len(proposed) if everything else 1)
