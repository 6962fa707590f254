"""What the week brought, told on Monday to those who have chosen it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person, Role
from calendar_app.reminders.choices import choose
from calendar_app.reminders.models import MailCopy, ReminderState
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


@pytest.mark.parametrize(("quality", "is_told"), [(1, False), (2, True)])
def test_what_carried_far_is_told_before_the_counts_and_what_did_not_is_counted_only(
    session: Session, channel: Channel, bob: Person, look: Look, *, quality: int, is_told: bool
) -> None:
    choose(session, bob, ["weekly_digest"])
    conversation = talk(channel, bob)
    conversation.quality, conversation.note = quality, "A reader explained the old map."
    session.add(conversation)
    look("weekly_digest", MONDAY_AT_EIGHT - timedelta(days=1))

    look("weekly_digest", MONDAY_AT_EIGHT)

    good, counts = session.scalars(select(MailCopy.text)).one().split("The whole team")
    assert ("A reader explained the old map." in good) == is_told
    assert ("No conversation was noted that helped somebody or went on" in good) == (not is_told)
    assert "1 conversation noted" in counts
