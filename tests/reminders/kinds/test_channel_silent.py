"""A channel that becomes quiet is told, and one that rests is not."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement.availability.services import be_away
from calendar_app.people.models import Person
from calendar_app.platforms.directory import platform
from calendar_app.reminders.models import ReminderState
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules.catalog import dormant_channel
from tests.factories import NOW
from tests.reminders.kinds.conftest import MORNING, Look, talk

QUIET = timedelta(days=platform("mastodon").quiet_days or 0)


def test_a_channel_that_becomes_quiet_is_told_once_in_the_morning(
    channel: Channel, alice: Person, look: Look
) -> None:
    channel.created_at = NOW - QUIET

    (before,) = look("channel_silent", MORNING - timedelta(minutes=1))
    (told,) = look("channel_silent", MORNING)
    later = look("channel_silent", MORNING + timedelta(days=2))

    assert before.state is ReminderState.PENDING
    assert (told.state, told.person_id, told.occurrence) == (ReminderState.SENT, alice.id, "quiet")
    assert len(later) == 1


def test_the_teams_own_days_decide_when_silence_is_told(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    channel.created_at = NOW - timedelta(days=3)
    decision = Decision(values={"quiet_days": 3})
    decide(session, dormant_channel.RULE, Place(channel=channel), decision, person=alice, now=NOW)

    (told,) = look("channel_silent", MORNING)

    assert (told.state, told.occurrence) == (ReminderState.SENT, "quiet")


def test_the_deputy_is_told_of_silence_while_the_owner_is_away(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    channel.created_at, channel.deputy = NOW - QUIET, bob
    be_away(session, alice, MORNING.date(), MORNING.date(), now=NOW)

    (told,) = look("channel_silent", MORNING)

    assert (told.state, told.person_id) == (ReminderState.SENT, bob.id)


def test_a_conversation_meanwhile_makes_the_mail_needless(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    channel.created_at = NOW - QUIET
    look("channel_silent")
    session.add(talk(channel, alice))

    (row,) = look("channel_silent", MORNING)

    assert row.state is ReminderState.CANCELLED


@pytest.mark.parametrize("state", [ChannelState.FROZEN, ChannelState.PAUSED])
def test_nobody_expects_a_word_where_the_team_has_said_that_it_rests(
    channel: Channel, look: Look, state: ChannelState
) -> None:
    channel.created_at = NOW - QUIET
    channel.state, channel.paused_until, channel.notice_url = (
        state,
        date(2026, 4, 20),
        "https://x.example/rest",
    )

    assert look("channel_silent") == []
