"""R09."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from calendar_app.rules.facts import Channel, ChannelState, Facts, Mode, Variant
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import at, channel, severity, variant, verdict
from tests.rules.newsroom import facts as facts_at

WHEN = at("2027-03-03 09:00")


def facts(*channels: Channel, now: datetime = WHEN) -> Facts:
    """The channels as they are when the variant goes out."""
    return facts_at(*channels, now=now)


def talked(days: int, **more: Any) -> Channel:
    return channel(last_talk_at=WHEN - timedelta(days=days), since=at("2026-01-01 00:00"), **more)


def post(mode: Mode) -> Variant:
    return variant(at=WHEN, mode=mode)


def test_a_feed_after_sixteen_silent_days_is_blocked() -> None:
    found = verdict("R09", facts(talked(16)), post(Mode.FEED))

    assert found.severity is Severity.BLOCK
    assert (found.measured, found.threshold) == (16, 14)
    assert found.message("en") == (
        "No conversation logged on Mastodon for 16 days. Talk there first, then schedule."
    )
    assert [fix.kind for fix in found.fixes] == [FixKind.GO_LIVE, FixKind.OPEN_CHANNEL]


def test_by_hand_it_passes() -> None:
    assert severity("R09", facts(talked(16)), post(Mode.LIVE)) is Severity.PASS


def test_a_scheduled_post_after_eight_days_is_hinted_at() -> None:
    assert severity("R09", facts(talked(8)), post(Mode.SCHEDULED)) is Severity.INFO


@pytest.mark.parametrize(
    ("days", "expected"),
    [(6, Severity.PASS), (7, Severity.INFO), (13, Severity.INFO), (14, Severity.BLOCK)],
)
def test_the_exact_limits(days: int, expected: Severity) -> None:
    assert severity("R09", facts(talked(days)), post(Mode.SCHEDULED)) is expected


def test_local_days_count() -> None:
    last: datetime = at("2027-02-24 00:30")  # still the 23rd in London

    assert severity("R09", facts(channel(last_talk_at=last)), post(Mode.FEED)) is Severity.INFO
    assert (
        verdict("R09", facts(channel(last_talk_at=last, zone="Europe/London")), post(Mode.FEED)).measured == 8
    )


def test_a_new_channel_is_not_judged_for_two_weeks() -> None:
    other = channel("x", last_talk_at=WHEN)

    def launched(days: int) -> Channel:
        return channel(since=WHEN - timedelta(days=days))

    assert severity("R09", facts(launched(13), other), post(Mode.FEED)) is Severity.NOT_APPLICABLE
    assert severity("R09", facts(launched(14), other), post(Mode.FEED)) is Severity.BLOCK


def test_where_nobody_logs_anything_silence_means_nothing() -> None:
    assert severity("R09", facts(channel(since=at("2026-01-01 00:00"))), post(Mode.FEED)) is (
        Severity.NOT_APPLICABLE
    )


def test_who_only_listens_is_not_judged() -> None:
    listening = talked(30, state=ChannelState.LISTEN_ONLY)

    assert severity("R09", facts(listening), post(Mode.FEED)) is Severity.NOT_APPLICABLE


def test_a_post_far_ahead_is_judged_by_the_silence_so_far() -> None:
    a_week_before = facts(talked(16), now=WHEN - timedelta(days=10))

    found = verdict("R09", a_week_before, post(Mode.FEED))

    assert found.severity is Severity.PASS
    assert found.measured == 6
