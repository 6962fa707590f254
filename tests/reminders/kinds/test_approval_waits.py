"""Who is told that a post waits for approval."""

from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.services import be_away
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status, Variant
from calendar_app.reminders.models import ReminderState
from tests.factories import NOW, make_person, make_variant
from tests.reminders.conftest import STARTS
from tests.reminders.kinds.conftest import Look


def in_review(session: Session, channel: Channel, author: Person) -> Variant:
    return make_variant(session, channel, planned_wall=STARTS, author=author, status=Status.IN_REVIEW)


def test_everybody_who_may_approve_is_told_but_not_who_wrote(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    approver = make_person(session, "Dora Dietrich", Role.APPROVER)
    bob.role = Role.LEAD
    in_review(session, channel, bob)

    rows = look("approval_waits")

    assert {row.person_id for row in rows} == {alice.id, approver.id}
    assert {row.state for row in rows} == {ReminderState.SENT}  # its time is nearer than a day


def test_who_is_away_is_not_asked_to_approve_while_somebody_else_can(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    approver = make_person(session, "Dora Dietrich", Role.APPROVER)
    in_review(session, channel, bob)
    be_away(session, alice, STARTS.date() - timedelta(days=1), STARTS.date(), now=NOW)

    assert {row.person_id for row in look("approval_waits")} == {approver.id}


def test_an_approved_post_waits_for_nobody(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    far = STARTS + timedelta(hours=30)
    variant = make_variant(session, channel, planned_wall=far, author=bob, status=Status.IN_REVIEW)
    (before,) = look("approval_waits")
    variant.status = Status.SCHEDULED

    (after,) = look("approval_waits")

    assert (before.state, after.state) == (ReminderState.PENDING, ReminderState.CANCELLED)
    assert before.lead == timedelta(days=1)
