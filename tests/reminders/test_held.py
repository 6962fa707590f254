"""A post that is held: those who care for its channel are told, and no mail about publishing it leaves."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.mail import Mail, Outcome, Sent, Withheld
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Workspace
from calendar_app.posts import stops
from calendar_app.posts.holding import hold
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.reminders.delivery import Courier, deliver_due
from calendar_app.reminders.letters import compose
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tick import plan
from tests.factories import NOW, make_campaign, make_channel, make_variant
from tests.reminders.conftest import STARTS

REASON = "Something happened in town."


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    return make_channel(session, owner=alice)


@pytest.fixture
def variant(session: Session, channel: Channel, bob: Person) -> Variant:
    variant = make_variant(session, channel, planned_wall=STARTS, mode=Mode.LIVE, author=bob)
    session.commit()
    return variant


@dataclass
class Slow:
    """A way to the mail server on which something happens before the text may leave."""

    meanwhile: Callable[[], None]
    left: int = 0

    def send(self, mail: Mail, may_go: Callable[[], bool]) -> Outcome:
        self.meanwhile()
        if not may_go():
            return Withheld()
        self.left += 1
        return Sent()

    def close(self) -> None:
        """Nothing is held open."""


def stop_all(session: Session, person: Person, place: stops.Place = stops.EVERYWHERE) -> None:
    stops.stop(session, place, 4, REASON, person=person, now=NOW)
    session.commit()


@pytest.mark.parametrize("of_campaign", [False, True])
def test_a_mail_that_is_on_its_way_already_does_not_leave_for_a_stopped_post(
    session: Session,
    courier: Courier,
    clock: FixedClock,
    workspace: Workspace,
    variant: Variant,
    alice: Person,
    of_campaign: bool,
) -> None:
    variant.campaign = make_campaign(session, alice)
    session.commit()
    place = stops.Place(campaign=variant.campaign) if of_campaign else stops.EVERYWHERE
    plan(courier, workspace.id)
    reminder = session.scalars(select(Reminder).where(Reminder.kind == "post_wants_person")).one()
    clock.moment = reminder.due_at
    session.commit()
    way = Slow(lambda: stop_all(session, alice, place))

    deliver_due(replace(courier, transport=way), time.monotonic() + 30)

    session.refresh(reminder)
    assert (variant.status, way.left) == (Status.HELD, 0)
    assert reminder.state == ReminderState.CANCELLED


def test_owner_and_deputy_are_told(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    channel: Channel,
    variant: Variant,
    alice: Person,
    bob: Person,
) -> None:
    channel.deputy = bob
    workspace_id = workspace.id
    stop_all(session, alice)

    plan(courier, workspace_id)

    session.expire_all()
    owed = {(row.kind, row.person_id, row.due_at) for row in session.scalars(select(Reminder))}
    assert owed == {("held", alice.id, NOW), ("held", bob.id, NOW)}


def test_without_an_owner_the_author_is_told(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    channel: Channel,
    variant: Variant,
    alice: Person,
    bob: Person,
) -> None:
    channel.owner = None
    workspace_id = workspace.id
    stop_all(session, alice)

    plan(courier, workspace_id)

    assert [row.person_id for row in session.scalars(select(Reminder))] == [bob.id]


def test_nobody_is_told_of_what_was_cancelled_meanwhile(
    session: Session, courier: Courier, workspace: Workspace, variant: Variant, alice: Person
) -> None:
    workspace_id = workspace.id
    stop_all(session, alice)
    plan(courier, workspace_id)
    variant.status = Status.CANCELLED
    session.commit()
    way = Slow(lambda: None)

    deliver_due(replace(courier, transport=way), time.monotonic() + 30)

    assert way.left == 0


def test_who_is_on_call_for_the_campaign_is_told_too(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    variant: Variant,
    alice: Person,
    bob: Person,
) -> None:
    campaign = variant.campaign = make_campaign(session, alice)
    (turn,) = campaign.on_call
    turn.person, turn.starts_wall = bob, to_wall(NOW, campaign.zone)
    workspace_id = workspace.id
    stop_all(session, alice, stops.Place(campaign=campaign))

    plan(courier, workspace_id)

    session.expire_all()
    owed = {row.person_id for row in session.scalars(select(Reminder).where(Reminder.kind == "held"))}
    assert owed == {alice.id, bob.id}


@pytest.mark.parametrize("is_lifted", [False, True])
def test_the_mail_names_the_stop_that_held_it_also_when_that_is_lifted_before_the_mail_is_written(
    session: Session,
    courier: Courier,
    workspace: Workspace,
    variant: Variant,
    alice: Person,
    is_lifted: bool,
) -> None:
    workspace_id = workspace.id
    stop_all(session, alice)
    if is_lifted:
        stops.lift(session, stops.stops(session)[0], person=alice, now=NOW + timedelta(minutes=1))
        session.commit()
    plan(courier, workspace_id)
    session.expire_all()

    letter = compose(session, session.scalars(select(Reminder)).one(), courier.page)

    assert letter is not None
    said = f"Publishing was stopped. {REASON}" if is_lifted else f"Publishing is stopped. {REASON}"
    assert said in letter.text
    assert ("The stop is lifted by now" in letter.text) == is_lifted
    assert "Channel" not in letter.text.partition("What holds it")[2].partition("Planned for")[0]


def test_the_mail_about_a_rule_blames_no_stop_that_came_later(
    session: Session, courier: Courier, workspace: Workspace, variant: Variant, alice: Person
) -> None:
    workspace_id = workspace.id
    hold(session, variant, ["posting-burst"], now=NOW)
    session.flush()
    stops.stop(session, stops.EVERYWHERE, 4, REASON, person=alice, now=NOW + timedelta(minutes=1))
    session.commit()
    plan(courier, workspace_id)
    session.expire_all()

    letter = compose(session, session.scalars(select(Reminder)).one(), courier.page)

    assert letter is not None
    assert REASON not in letter.text
    assert "a rule blocks it by now" in letter.text
