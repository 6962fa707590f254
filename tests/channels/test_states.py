"""The steps of a channel's life and their conditions."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.gate.services import keep
from calendar_app.channels.health import Activity
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.states import (
    PATHS,
    Details,
    Missing,
    Step,
    StepRefusedError,
    earliest_closing,
    next_steps,
    take,
)
from calendar_app.people.models import JournalEntry, Person
from calendar_app.rules.facts import Tuning
from tests.channels.launching import ANSWERS, settle
from tests.factories import NOW, make_channel

TODAY = date(2026, 4, 8)
LIVELY = Activity(last_talk_at=NOW - timedelta(days=7))
FORGOTTEN = Activity(last_post_at=NOW - timedelta(days=91))
POINTER = "https://x.example/pinned"


def go(
    session: Session,
    channel: Channel,
    step: Step,
    by: Person,
    *,
    activity: Activity = LIVELY,
    tunings: tuple[Tuning, ...] = (),
    **details: Any,
) -> None:
    take(session, channel, step, Details(**details), activity=activity, tunings=tunings, by=by, now=NOW)


def refusal(session: Session, channel: Channel, step: Step, by: Person, **details: Any) -> list[Missing]:
    before = channel.state
    with pytest.raises(StepRefusedError) as refused:
        go(session, channel, step, by, **details)
    assert channel.state == before
    return refused.value.missing


def test_an_idea_is_not_launched_before_it_says_why_for_whom_and_by_whom(
    session: Session, alice: Person, bob: Person
) -> None:
    idea = make_channel(session, state=ChannelState.IDEA)

    missing = refusal(session, idea, Step.LAUNCH, alice)
    idea.purpose, idea.audience, idea.owner_id, idea.deputy_id = "Talk", "Readers", alice.id, bob.id
    shut = refusal(session, idea, Step.LAUNCH, alice)
    keep(session, idea, ANSWERS, by=alice, now=NOW)
    unsigned = refusal(session, idea, Step.LAUNCH, alice)
    settle(session, idea, alice)
    starving = refusal(session, idea, Step.LAUNCH, alice, undecided=("Pinterest",))
    go(session, idea, Step.LAUNCH, alice)

    assert missing == [Missing.PURPOSE, Missing.AUDIENCE, Missing.OWNER, Missing.DEPUTY]
    assert (shut, unsigned, starving) == ([Missing.GATE], [Missing.GATE], [Missing.UNDECIDED])
    assert (idea.state, idea.launched_on) == (ChannelState.PROBATION, TODAY)


def test_a_pause_needs_a_day_on_which_it_ends(session: Session, alice: Person) -> None:
    channel = make_channel(session)

    assert refusal(session, channel, Step.PAUSE, alice) == [Missing.PAUSE_DATE]
    assert refusal(session, channel, Step.PAUSE, alice, paused_until=TODAY) == [Missing.PAUSE_DATE]
    go(session, channel, Step.PAUSE, alice, paused_until=date(2026, 4, 9), notice_url="https://x.example/1")

    assert (channel.state, channel.state_until) == (ChannelState.PAUSED, date(2026, 4, 9))
    assert channel.notice_url == "https://x.example/1"


def test_the_end_of_a_pause_forgets_its_day(session: Session, alice: Person) -> None:
    channel = make_channel(session, state=ChannelState.PAUSED)
    channel.paused_until = date(2026, 4, 20)

    go(session, channel, Step.RESUME, alice)

    assert channel.state == ChannelState.ACTIVE
    assert channel.state_until is None


def test_closing_needs_a_last_day_a_place_to_go_and_a_pointer_there(session: Session, alice: Person) -> None:
    channel = make_channel(session)

    missing = refusal(session, channel, Step.CLOSE, alice)

    assert missing == [Missing.CLOSING_DATE, Missing.SUCCESSOR, Missing.POINTER]


def test_whoever_still_listens_gets_four_weeks(session: Session, alice: Person) -> None:
    channel, goal = make_channel(session), make_channel(session, "Bluesky", "bluesky")

    plan: dict[str, Any] = {"successor": goal, "notice_url": POINTER}
    missing = refusal(session, channel, Step.CLOSE, alice, closes_on=date(2026, 5, 5), **plan)
    go(session, channel, Step.CLOSE, alice, closes_on=date(2026, 5, 6), **plan)

    assert missing == [Missing.LEAD_TIME]
    assert earliest_closing(channel, LIVELY, (), NOW) == date(2026, 5, 6)
    assert channel.notice_url == POINTER
    assert (channel.state, channel.closes_on, channel.successor) == (
        ChannelState.CLOSING,
        date(2026, 5, 6),
        goal,
    )


def test_a_channel_that_everybody_forgot_closes_today(session: Session, alice: Person) -> None:
    channel, goal = make_channel(session), make_channel(session, "Bluesky", "bluesky")

    plan: dict[str, Any] = {"closes_on": TODAY, "successor": goal, "notice_url": POINTER}
    go(session, channel, Step.CLOSE, alice, activity=FORGOTTEN, **plan)

    assert channel.state == ChannelState.CLOSING


def test_the_lead_time_is_the_one_that_the_team_decided_for_the_channel(
    session: Session, alice: Person
) -> None:
    channel, goal = make_channel(session), make_channel(session, "Bluesky", "bluesky")
    decided = (Tuning("channel-state", channel_id=channel.id, values={"lead_days": 42}),)
    plan: dict[str, Any] = {"tunings": decided, "successor": goal, "notice_url": POINTER}

    too_early = refusal(session, channel, Step.CLOSE, alice, closes_on=date(2026, 5, 19), **plan)
    go(session, channel, Step.CLOSE, alice, closes_on=date(2026, 5, 20), **plan)

    assert too_early == [Missing.LEAD_TIME]
    assert channel.state == ChannelState.CLOSING


@pytest.mark.parametrize(
    "state", ["paused", "closing", "frozen", "deleted", "idea", "reserved", "listen_only"]
)
def test_nobody_is_sent_where_nobody_speaks(session: Session, alice: Person, state: str) -> None:
    channel, goal = make_channel(session), make_channel(session, "Elsewhere", state=ChannelState(state))

    plan: dict[str, Any] = {"closes_on": date(2026, 7, 1), "successor": goal, "notice_url": POINTER}
    missing = refusal(session, channel, Step.CLOSE, alice, **plan)

    assert missing == [Missing.SUCCESSOR]


def test_a_channel_does_not_follow_itself(session: Session, alice: Person) -> None:
    channel = make_channel(session)

    plan: dict[str, Any] = {"closes_on": date(2026, 7, 1), "successor": channel, "notice_url": POINTER}
    missing = refusal(session, channel, Step.CLOSE, alice, **plan)

    assert missing == [Missing.SUCCESSOR]


def test_freezing_waits_for_the_announced_day_and_a_public_pointer(session: Session, alice: Person) -> None:
    channel = make_channel(session, state=ChannelState.CLOSING)
    channel.closes_on = date(2026, 4, 9)

    too_early = refusal(session, channel, Step.FREEZE, alice)
    channel.closes_on = TODAY
    without = refusal(session, channel, Step.FREEZE, alice)
    go(session, channel, Step.FREEZE, alice, notice_url="https://x.example/farewell")

    assert too_early == [Missing.CLOSING_DAY, Missing.NOTICE]
    assert without == [Missing.NOTICE]
    assert (channel.state, channel.notice_url) == (ChannelState.FROZEN, "https://x.example/farewell")


def test_a_closing_that_is_called_off_leaves_no_trace(session: Session, alice: Person) -> None:
    goal = make_channel(session, "Bluesky", "bluesky")
    channel = make_channel(session, state=ChannelState.CLOSING)
    channel.closes_on, channel.successor, channel.notice_url = TODAY, goal, "https://x.example"

    go(session, channel, Step.CALL_OFF, alice)

    assert channel.state == ChannelState.ACTIVE
    assert [channel.state_until, channel.successor, channel.notice_url] == [None, None, ""]


@pytest.mark.parametrize("step", list(Step))
def test_a_deleted_channel_takes_no_step(session: Session, alice: Person, step: Step) -> None:
    channel = make_channel(session, state=ChannelState.DELETED)

    assert next_steps(channel) == []
    assert refusal(session, channel, step, alice) == [Missing.WRONG_STATE]


def test_an_idea_never_becomes_active_at_one_go() -> None:
    assert ChannelState.IDEA not in {
        source for path in PATHS.values() if path.target == ChannelState.ACTIVE for source in path.sources
    }


def test_every_state_but_the_last_leads_on() -> None:
    sources = set().union(*(path.sources for path in PATHS.values()))

    assert sources == set(ChannelState) - {ChannelState.DELETED}


def test_a_step_moves_the_plan_on_and_stands_in_the_journal(session: Session, alice: Person) -> None:
    channel = make_channel(session, state=ChannelState.IDEA)
    before = alice.workspace.plan_revision

    go(session, channel, Step.RESERVE, alice)
    session.flush()
    session.refresh(alice.workspace)

    entry = session.scalars(select(JournalEntry)).one()
    assert (entry.action, entry.subject, entry.subject_id) == ("reserved", "channel", channel.id)
    assert alice.workspace.plan_revision == before + 1
