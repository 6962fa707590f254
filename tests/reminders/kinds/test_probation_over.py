"""A probation that ends wants a decision."""

from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.people.models import Person, Role
from calendar_app.reminders.models import ReminderState
from tests.reminders.kinds.conftest import MORNING, Look


def test_a_probation_that_is_over_is_told_to_who_decides_until_it_is_decided(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    alice.role, bob.role = Role.AUTHOR, Role.LEAD
    channel.state, channel.launched_on = ChannelState.PROBATION, MORNING.date() - timedelta(days=90)

    (before,) = look("probation_over")
    (first,) = look("probation_over", MORNING)
    channel.state = ChannelState.ACTIVE
    decided = look("probation_over", MORNING + timedelta(days=7))

    assert before.state is ReminderState.PENDING
    assert (first.state, first.person_id) == (ReminderState.SENT, bob.id)  # the owner may not decide
    assert [row for row in decided if row.state is ReminderState.SENT] == [first]
