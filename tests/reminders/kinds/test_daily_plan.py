"""The day's plan, for those who have chosen it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from calendar_app.reminders.choices import choose
from calendar_app.reminders.models import ReminderState
from tests.factories import make_slot
from tests.reminders.conftest import STARTS
from tests.reminders.kinds.conftest import Look

TOMORROW_AT_SEVEN = datetime(2026, 4, 9, 5, tzinfo=UTC)


def test_the_days_plan_comes_in_the_morning_to_who_has_chosen_it(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    choose(session, bob, ["daily_plan"])
    for person in (alice, bob):
        make_slot(session, person, [channel], starts_wall=STARTS + timedelta(days=1), rrule="")
    look("daily_plan")

    (row,) = look("daily_plan", TOMORROW_AT_SEVEN)

    assert (row.state, row.person_id, row.occurrence) == (ReminderState.SENT, bob.id, "2026-04-09")


def test_a_day_with_nothing_on_it_brings_no_mail(session: Session, bob: Person, look: Look) -> None:
    choose(session, bob, ["daily_plan"])

    assert look("daily_plan") == []


def test_a_day_that_was_cleared_meanwhile_brings_no_mail(
    session: Session, channel: Channel, bob: Person, look: Look
) -> None:
    choose(session, bob, ["daily_plan"])
    slot = make_slot(session, bob, [channel], starts_wall=STARTS + timedelta(days=1), rrule="")
    look("daily_plan")
    session.delete(slot)

    (row,) = look("daily_plan", TOMORROW_AT_SEVEN)

    assert row.state is ReminderState.CANCELLED
