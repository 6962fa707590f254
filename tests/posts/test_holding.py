"""What is scheduled and blocked by a later change is held, told to somebody, and never resumes by itself."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.people.models import JournalEntry, Person, Workspace
from calendar_app.people.services import plan_changed
from calendar_app.posts import holding
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.review import move, submit
from tests.factories import NOW, make_channel, make_slot, make_variant

FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time, when the factory's posts go out


@pytest.fixture
def channel(session: Session, bob: Person) -> Channel:
    channel = make_channel(session)
    make_slot(session, bob, [channel], starts_wall=FRIDAY, minutes=90, rrule="")
    return channel


@pytest.fixture
def variant(session: Session, channel: Channel, bob: Person) -> Variant:
    return make_variant(session, channel, author=bob)


def looked(session: Session) -> list[Variant]:
    return holding.keep(session, holding.look(session, now=NOW), now=NOW)


def test_what_nothing_blocks_stays_scheduled(session: Session, variant: Variant) -> None:
    assert looked(session) == []
    assert variant.status == Status.SCHEDULED


def test_a_pause_holds_what_was_scheduled_before(
    session: Session, workspace: Workspace, channel: Channel, variant: Variant
) -> None:
    channel.state = ChannelState.PAUSED
    session.flush()
    before = workspace.plan_revision

    assert looked(session) == [variant]

    session.flush()
    session.refresh(workspace)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (variant.status, variant.held_at, variant.held_for) == (Status.HELD, NOW, ["channel-state"])
    assert variant.approved_wall is None
    assert workspace.plan_revision == before + 1
    assert entry is not None
    assert (entry.person_id, entry.action, entry.note) == (None, "held", "R26")


def test_looking_twice_holds_once(session: Session, channel: Channel, variant: Variant) -> None:
    channel.state = ChannelState.PAUSED
    session.flush()

    assert looked(session) == [variant]
    assert looked(session) == []


def test_what_mended_itself_between_look_and_hold_stays(
    session: Session, channel: Channel, variant: Variant
) -> None:
    channel.state = ChannelState.PAUSED
    session.flush()
    seen = holding.look(session, now=NOW)
    channel.state = ChannelState.ACTIVE
    session.flush()

    assert holding.keep(session, seen, now=NOW) == []
    assert variant.status == Status.SCHEDULED


def test_nothing_resumes_by_itself(session: Session, channel: Channel, variant: Variant) -> None:
    channel.state = ChannelState.PAUSED
    looked(session)
    channel.state = ChannelState.ACTIVE
    plan_changed(session)

    assert looked(session) == []
    assert variant.status == Status.HELD


def test_a_person_moves_it_and_hands_it_in_again(
    session: Session, channel: Channel, variant: Variant, alice: Person
) -> None:
    channel.state = ChannelState.PAUSED
    looked(session)
    channel.state = ChannelState.ACTIVE
    session.flush()
    assert variant.planned_wall is not None

    move(
        session,
        variant,
        variant.planned_wall + timedelta(days=1),
        revision=variant.revision,
        person=alice,
        now=NOW,
    )
    moved = variant.status
    submit(session, variant, revision=variant.revision, person=alice, now=NOW, ticked=True)

    assert (moved, variant.status) == (Status.HELD, Status.SCHEDULED)
    assert (variant.held_at, variant.held_for) == (None, [])


@pytest.mark.parametrize(
    ("later", "is_due"),
    [(timedelta(minutes=1), False), (timedelta(minutes=21), True), (timedelta(days=2), True)],
)
def test_a_workspace_is_looked_at_again_before_anything_goes_out(
    session: Session, workspace: Workspace, variant: Variant, later: timedelta, is_due: bool
) -> None:
    looked(session)
    session.flush()

    assert (workspace.id in holding.due(session, NOW + later)) is is_due


def test_a_change_of_the_plan_makes_it_due_at_once(
    session: Session, workspace: Workspace, variant: Variant
) -> None:
    looked(session)
    plan_changed(session)
    session.flush()

    assert workspace.id in holding.due(session, NOW)


def test_only_what_is_near_is_judged_between_the_nights(
    session: Session, channel: Channel, variant: Variant
) -> None:
    looked(session)
    channel.state = ChannelState.PAUSED  # without a word to the plan: only the clock says to look
    session.flush()
    later = NOW + timedelta(minutes=30)

    assert holding.look(session, now=later).blocked == ()
    assert variant.planned_at is not None
    assert holding.look(session, now=variant.planned_at - timedelta(hours=2)).blocked == (variant.id,)
