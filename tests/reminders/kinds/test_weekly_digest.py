"""What the week brought, told on Monday to those who have chosen it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person, Role
from calendar_app.reminders.choices import choose
from calendar_app.reminders.models import ReminderState
from tests.reminders.kinds.conftest import Look, talk

MONDAY_AT_EIGHT = datetime(2026, 4, 13, 6, tzinfo=UTC)


@pytest.mark.parametrize(("talked", "state"), [(True, ReminderState.SENT), (False, ReminderState.CANCELLED)])
def test_the_week_is_told_on_monday_if_there_is_something_to_tell(
    session: Session, channel: Channel, bob: Person, look: Look, *, talked: bool, state: ReminderState
) -> None:
    choose(session, bob, ["weekly_digest"])
    if talked:
        session.add(talk(channel, bob))
    look("weekly_digest", MONDAY_AT_EIGHT - timedelta(days=1))

    assert [row.state for row in look("weekly_digest", MONDAY_AT_EIGHT)] == [state]


def test_external_people_are_not_told_what_happened_on_others_channels(
    session: Session, bob: Person, look: Look
) -> None:
    bob.role = Role.EXTERNAL
    choose(session, bob, ["weekly_digest"])

    assert look("weekly_digest", MONDAY_AT_EIGHT - timedelta(days=1)) == []
