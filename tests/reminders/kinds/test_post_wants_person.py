"""Whom a post wants at hand, and who stands in."""

from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.services import be_away
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode
from calendar_app.reminders.models import ReminderState
from tests.factories import NOW, make_person, make_variant
from tests.reminders.conftest import STARTS
from tests.reminders.kinds.conftest import Look


def test_the_deputy_is_told_while_somebody_is_away(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    """Alice owns the channel and Dora is her deputy: Dora comes first, Alice when both others are away."""
    channel.deputy = dora = make_person(session, "Dora Dietrich")
    make_variant(session, channel, planned_wall=STARTS, author=bob, mode=Mode.LIVE)

    told = []
    for absent in (None, bob, dora, alice):
        if absent is not None:
            be_away(session, absent, STARTS.date(), STARTS.date(), now=NOW)
        rows = look("post_wants_person")
        told += [row.person_id for row in rows if row.state is ReminderState.PENDING]

    assert told == [bob.id, dora.id, alice.id, bob.id]


def test_who_is_away_another_day_is_told_as_ever(
    session: Session, channel: Channel, bob: Person, look: Look
) -> None:
    tomorrow = STARTS.date() + timedelta(days=1)
    be_away(session, bob, tomorrow, tomorrow, now=NOW)
    make_variant(session, channel, planned_wall=STARTS, author=bob, mode=Mode.LIVE)

    assert [row.person_id for row in look("post_wants_person")] == [bob.id]
