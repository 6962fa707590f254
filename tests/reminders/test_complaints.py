"""A complaint that nobody answers comes to the leads, and stays with them until somebody has."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.services import be_away
from calendar_app.engagement.inbound import services as inbound
from calendar_app.engagement.inbound.models import InboundItem, InboundOutcome
from calendar_app.engagement.inbound.services import Message
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.letters import compose
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tick import plan
from calendar_app.rules.facts import InboundKind
from tests.factories import NOW, make_channel, make_person
from tests.reminders.conftest import utc

pytestmark = pytest.mark.usefixtures("app")  # what is owed is the same on every database

DUE = utc(8, 11)  # four working hours after nine o'clock in Berlin
NEXT_MORNING = utc(9, 7)


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session)


def came_in(
    session: Session, channel: Channel, kind: InboundKind = InboundKind.COMPLAINT, at: datetime = NOW
) -> InboundItem:
    message = Message(channel=channel, kind=kind, text="My chair broke.", received_at=at)
    item = inbound.enter(session, message, now=NOW)
    session.commit()
    return item


def owed(session: Session, courier: Courier, workspace_id: int) -> list[tuple[int, datetime]]:
    """Who is told when, of what is still to come."""
    plan(courier, workspace_id)
    rows = session.execute(
        select(Reminder.person_id, Reminder.due_at)
        .where(Reminder.kind == "complaint_overdue", Reminder.state == ReminderState.PENDING)
        .order_by(Reminder.due_at, Reminder.person_id)
    ).all()
    session.commit()
    return [(row.person_id, row.due_at) for row in rows]


def test_the_lead_is_told_when_it_is_overdue_and_each_working_morning(
    session: Session, courier: Courier, workspace: Workspace, channel: Channel, alice: Person
) -> None:
    workspace_id, lead = workspace.id, alice.id
    came_in(session, channel)

    told = owed(session, courier, workspace_id)

    assert told == [(lead, DUE), (lead, NEXT_MORNING)]  # as far as planning looks ahead


@pytest.mark.parametrize("kind", [InboundKind.QUESTION, InboundKind.PRAISE])
def test_only_complaints_come_to_the_lead(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    channel: Channel,
    alice: Person,
    kind: InboundKind,
) -> None:
    workspace_id = workspace.id
    came_in(session, channel, kind)

    assert owed(session, courier, workspace_id) == []


def test_what_is_entered_late_comes_at_once(
    session: Session, courier: Courier, workspace: Workspace, channel: Channel, alice: Person
) -> None:
    workspace_id, lead = workspace.id, alice.id
    came_in(session, channel, at=NOW - timedelta(days=2))

    assert owed(session, courier, workspace_id)[0] == (lead, NOW)


def test_an_answer_ends_it_and_opening_it_again_brings_it_back(
    session: Session, courier: Courier, workspace: Workspace, channel: Channel, alice: Person
) -> None:
    workspace_id = workspace.id
    item = came_in(session, channel)
    before = owed(session, courier, workspace_id)
    inbound.close(session, item, InboundOutcome.ANSWERED, "", person=alice, now=NOW)
    session.commit()
    assert owed(session, courier, workspace_id) == []

    inbound.reopen(session, item)
    session.commit()

    assert owed(session, courier, workspace_id) == before


def test_a_question_that_turns_out_to_be_a_complaint_comes_too(
    session: Session, courier: Courier, workspace: Workspace, channel: Channel, alice: Person
) -> None:
    workspace_id = workspace.id
    item = came_in(session, channel, InboundKind.QUESTION)
    complaint = Message(
        channel=channel, kind=InboundKind.COMPLAINT, text=item.text, received_at=item.received_at
    )

    inbound.edit(session, item, complaint)
    session.commit()

    assert len(owed(session, courier, workspace_id)) == 2


def test_a_lead_who_is_there_is_told_instead_of_one_who_is_away(
    session: Session, courier: Courier, workspace: Workspace, channel: Channel, alice: Person
) -> None:
    workspace_id, other = workspace.id, make_person(session, "Dora Dietrich", role=Role.LEAD)
    be_away(session, alice, NOW.date(), NOW.date(), now=NOW)
    came_in(session, channel)

    told = owed(session, courier, workspace_id)

    assert [who for who, at in told if at == DUE] == [other.id]
    assert len([who for who, at in told if at == NEXT_MORNING]) == 2


def test_one_mail_names_all_that_wait_on_a_channel(
    session: Session, courier: Courier, workspace: Workspace, channel: Channel, alice: Person
) -> None:
    workspace_id = workspace.id
    came_in(session, channel)
    came_in(session, channel, at=NOW - timedelta(minutes=5))
    owed(session, courier, workspace_id)
    reminders = session.scalars(select(Reminder).where(Reminder.starts_at == NEXT_MORNING)).all()

    (letter,) = [compose(session, reminder, courier.page) for reminder in reminders]

    assert letter is not None
    assert letter.subject == "2 complaints on Mastodon wait for an answer"
