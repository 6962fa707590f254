"""Whether a post went out is asked when nobody has said so."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Status
from calendar_app.reminders.models import ReminderState
from tests.factories import make_variant
from tests.reminders.conftest import STARTS
from tests.reminders.kinds.conftest import Look

PLANNED = datetime(2026, 4, 8, 8, tzinfo=UTC)
"""STARTS as an instant."""


def test_who_forgot_to_confirm_is_asked_once(
    session: Session, channel: Channel, bob: Person, look: Look
) -> None:
    make_variant(session, channel, planned_wall=STARTS, author=bob)
    look("post_unconfirmed")

    (waiting,) = look("post_unconfirmed", PLANNED + timedelta(minutes=119))
    asked = look("post_unconfirmed", PLANNED + timedelta(minutes=120))
    later = look("post_unconfirmed", PLANNED + timedelta(days=3))

    assert waiting.state is ReminderState.PENDING
    assert [(row.state, row.person_id) for row in asked] == [(ReminderState.SENT, bob.id)]
    assert len(later) == 1


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.CANCELLED, Status.DRAFT])
def test_nobody_is_asked_about_a_post_that_is_settled(
    session: Session, channel: Channel, bob: Person, look: Look, status: Status
) -> None:
    variant = make_variant(session, channel, planned_wall=STARTS, author=bob)
    look("post_unconfirmed")
    variant.status = status

    (row,) = look("post_unconfirmed", PLANNED + timedelta(hours=2))

    assert row.state is ReminderState.CANCELLED


def test_without_an_author_the_channels_owner_is_asked(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    make_variant(session, channel, planned_wall=STARTS)

    assert [row.person_id for row in look("post_unconfirmed")] == [alice.id]


def test_who_answers_is_asked_before_who_wrote(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    make_variant(session, channel, planned_wall=STARTS, author=alice, answer_person=bob, mode=Mode.LIVE)

    assert [row.person_id for row in look("post_unconfirmed")] == [bob.id]
