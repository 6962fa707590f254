"""Who may use an account is to be looked at, until somebody has."""

from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.channels.register.models import AccessEntry
from calendar_app.people.models import Person
from calendar_app.reminders.models import ReminderState
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules.catalog import access_stale
from tests.factories import NOW
from tests.reminders.kinds.conftest import MORNING, Look


def test_access_that_is_due_is_told_each_week_until_somebody_has_looked(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    long_ago = NOW.date() - timedelta(days=90)
    entry = AccessEntry(channel=channel, holder="Agency", reviewed_on=long_ago, created_at=NOW)
    session.add(entry)

    (first,) = look("access_review", MORNING)
    look("access_review", MORNING + timedelta(days=7))
    entry.reviewed_on = MORNING.date() + timedelta(days=8)
    rows = look("access_review", MORNING + timedelta(days=14))

    assert (first.state, first.person_id) == (ReminderState.SENT, alice.id)
    assert [row.state for row in rows if row.state is not ReminderState.CANCELLED] == [ReminderState.SENT] * 2


def test_access_is_due_when_the_team_tuned_it_to_be(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    a_month_ago = NOW.date() - timedelta(days=30)
    session.add(AccessEntry(channel=channel, holder="Agency", reviewed_on=a_month_ago, created_at=NOW))
    untuned = look("access_review", MORNING)

    tuned = Decision(values={"review_days": 30})
    decide(session, access_stale.RULE, Place(channel=channel), tuned, person=alice, now=NOW)

    (told,) = look("access_review", MORNING + timedelta(minutes=1))
    assert untuned == []
    assert (told.state, told.person_id) == (ReminderState.SENT, alice.id)
