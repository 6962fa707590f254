"""When the probation after a launch is over, somebody compares plan and reality."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.gaps import Gap, gaps
from calendar_app.channels.gate.services import keep
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement.models import OutcomeKind, SlotOutcome
from calendar_app.people.models import Person, Role
from calendar_app.posts.models import Status
from calendar_app.rules.facts import Tuning
from tests.channels.launching import ANSWERS
from tests.factories import NOW, make_channel, make_slot, make_variant

SignIn = Callable[[Person], FlaskClient]
TODAY = NOW.date()


@pytest.mark.parametrize(("ago", "is_over"), [(89, False), (90, True), (91, True)])
def test_after_ninety_days_the_probation_stands_among_the_gaps(ago: int, is_over: bool) -> None:
    launched_on = TODAY - timedelta(days=ago)
    channel = Channel(state=ChannelState.PROBATION, platform="mastodon", launched_on=launched_on)

    assert (Gap.PROBATION_OVER in gaps(channel, TODAY)) == is_over


def test_how_long_a_probation_lasts_is_a_number_of_the_rulebook() -> None:
    channel = Channel(
        state=ChannelState.PROBATION, platform="mastodon", launched_on=TODAY - timedelta(days=90)
    )
    longer = Tuning("channel-state", platform="mastodon", values={"probation_days": 91})

    assert Gap.PROBATION_OVER in gaps(channel, TODAY)
    assert Gap.PROBATION_OVER not in gaps(channel, TODAY, [longer])


def test_a_confirmed_channel_has_no_review() -> None:
    channel = Channel(state=ChannelState.ACTIVE, launched_on=TODAY - timedelta(days=100))

    assert Gap.PROBATION_OVER not in gaps(channel, TODAY)


def test_the_channel_shows_what_was_planned_beside_what_became_of_it(
    session: Session, alice: Person, sign_in: SignIn
) -> None:
    alice.role = Role.LEAD
    probation = make_channel(session, "Bluesky", "bluesky", state=ChannelState.PROBATION, owner=alice)
    keep(session, probation, ANSWERS, by=alice, now=NOW)
    probation.launched_on = TODAY - timedelta(days=91)
    variant = make_variant(session, probation, status=Status.PUBLISHED)
    variant.published_at = NOW - timedelta(days=3)
    slot = make_slot(session, alice, [probation])
    key = datetime(2026, 4, 7, 9)  # noqa: DTZ001 wall time
    held = SlotOutcome(
        slot_id=slot.id, occurrence=key, kind=OutcomeKind.DONE, minutes=260, at=NOW - timedelta(days=1)
    )
    session.add(held)
    session.commit()

    page = " ".join(sign_in(alice).get(f"/channels/{probation.id}").text.split())

    assert "The probation is over since 7 Apr 2026." in page
    assert "<dt>Posts so far</dt><dd>1</dd>" in page
    assert "20 minutes held; planned for posts and conversation: 90" in page
    assert "Half of all questions are answered in public." in page
    assert f"/channels/{probation.id}/confirm" in page
