"""R20."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import dormant_channel
from calendar_app.rules.facts import Channel, ChannelState
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import at, channel, facts, severity, variant, verdict

NOW = at("2027-03-03 12:00")


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def judged(place: Channel) -> Severity:
    return severity("R20", facts(place, now=NOW), variant(on=place.id))


def must_be_decided(place: Channel) -> bool:
    case = ChannelCase(dormant_channel.RULE, facts(place, now=NOW), place, platform(place.platform))
    return dormant_channel.must_be_decided(case)


def test_mastodon_after_twelve_days_is_hinted_at() -> None:
    assert judged(channel("mastodon", last_post_at=ago(12))) is Severity.INFO


def test_linkedin_after_a_month_warns() -> None:
    found = verdict("R20", facts(channel("linkedin", last_post_at=ago(31)), now=NOW), variant(on="linkedin"))

    assert found.severity is Severity.WARN
    assert (found.measured, found.threshold) == (31, 30)
    assert found.message("en") == (
        "Linkedin: nothing for 31 days. Talk there, relaunch it, or close it properly."
    )


def test_pinterest_after_125_days_shuts_the_launch_gate_until_a_lead_decides() -> None:
    assert must_be_decided(channel("pinterest", last_post_at=ago(125)))
    assert not must_be_decided(channel("pinterest", last_post_at=ago(120)))
    assert not must_be_decided(
        channel("pinterest", last_post_at=ago(125), silence_accepted_until=date(2027, 3, 10))
    )


@pytest.mark.parametrize(
    ("days", "expected"),
    [(10, Severity.PASS), (11, Severity.INFO), (30, Severity.INFO), (31, Severity.WARN)],
)
def test_the_exact_limits(days: int, expected: Severity) -> None:
    assert judged(channel(last_post_at=ago(days))) is expected


def test_the_later_of_post_and_talk_counts() -> None:
    assert judged(channel(last_post_at=ago(40), last_talk_at=ago(3))) is Severity.PASS
    assert judged(channel(last_post_at=ago(40), last_talk_at=ago(20))) is Severity.INFO
    assert judged(channel(since=ago(40))) is Severity.WARN


@pytest.mark.parametrize(
    "state", [ChannelState.RESERVED, ChannelState.FROZEN, ChannelState.DELETED, ChannelState.LISTEN_ONLY]
)
def test_who_is_not_meant_to_speak_is_not_judged(state: ChannelState) -> None:
    assert judged(channel(last_post_at=ago(99), state=state)) is Severity.NOT_APPLICABLE


def test_a_short_pause_that_was_announced_is_no_silence() -> None:
    paused: dict[str, Any] = {
        "last_post_at": ago(99),
        "state": ChannelState.PAUSED,
        "state_until": date(2027, 4, 2),
    }

    assert judged(channel(**paused, has_pause_notice=True)) is Severity.NOT_APPLICABLE
    assert judged(channel(**paused)) is Severity.WARN
    longer = paused | {"state_until": date(2027, 4, 3)}
    assert judged(channel(**longer, has_pause_notice=True)) is Severity.WARN


def test_where_nothing_is_known_nothing_is_judged() -> None:
    assert judged(channel()) is Severity.NOT_APPLICABLE


def test_a_lead_may_put_the_decision_off() -> None:
    assert judged(channel(last_post_at=ago(31), silence_accepted_until=date(2027, 3, 3))) is Severity.INFO
    assert judged(channel(last_post_at=ago(31), silence_accepted_until=date(2027, 3, 2))) is Severity.WARN
