"""Who missed a slot is asked for a new date."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.logbook import finish
from calendar_app.engagement.makeup import make_up, proposals
from calendar_app.engagement.models import OutcomeKind, SlotException
from calendar_app.engagement.timetable import occurrence
from calendar_app.people.models import Person
from tests.factories import make_slot
from tests.reminders.conftest import STARTS
from tests.reminders.kinds.conftest import Look

MORNING_AFTER = datetime(2026, 4, 10, 7, tzinfo=UTC)
"""The first nine o'clock in Berlin more than a day after half an hour at STARTS."""


def test_who_missed_a_slot_is_asked_once_in_the_morning(
    session: Session, channel: Channel, bob: Person, look: Look
) -> None:
    make_slot(session, bob, [channel], starts_wall=STARTS, rrule="")

    assert look("missed_slot") == []
    assert look("missed_slot", MORNING_AFTER - timedelta(hours=3)) == []
    assert [row.state for row in look("missed_slot", MORNING_AFTER - timedelta(hours=1))] == ["pending"]
    [asked] = look("missed_slot", MORNING_AFTER)
    [later] = look("missed_slot", MORNING_AFTER + timedelta(days=1))

    assert (asked.state, asked.person_id, later.state) == ("sent", bob.id, "sent")


@pytest.mark.parametrize("way", ["outcome", "new date", "skipped", "gone"])
def test_who_needs_no_new_date_is_not_asked(
    session: Session, channel: Channel, bob: Person, look: Look, way: str
) -> None:
    slot = make_slot(session, bob, [channel], starts_wall=STARTS, rrule="")
    look("missed_slot", MORNING_AFTER - timedelta(hours=1))
    now = MORNING_AFTER - timedelta(minutes=30)
    date = occurrence(session, slot.id, "2026-04-08T10:00")
    assert date is not None

    if way == "outcome":
        finish(session, date, OutcomeKind.NOTHING_TO_ADD, now=now)
    elif way == "new date":
        make_up(session, date, proposals(session, date, now)[0].start, now=now)
    elif way == "skipped":
        session.add(SlotException(slot_id=slot.id, occurrence=STARTS, updated_at=now))
    else:
        bob.left_at = now

    assert [row.state for row in look("missed_slot", MORNING_AFTER)] == ["cancelled"]
