"""When a channel is quiet or inactive."""

from datetime import UTC, date, datetime, timedelta

import pytest

from calendar_app.channels.health import Activity, Health, health, silent_days
from calendar_app.channels.models import Channel, ChannelState
from tests.factories import NOW


def channel(platform: str = "mastodon", state: ChannelState = ChannelState.ACTIVE, **more: object) -> Channel:
    values = {"zone": "Europe/Berlin", "notice_url": "", "created_at": NOW - timedelta(days=400), **more}
    return Channel(name="Here", platform=platform, state=state, **values)


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@pytest.mark.parametrize(
    ("platform", "days", "expected"),
    [
        ("mastodon", 10, Health.LIVELY),
        ("mastodon", 11, Health.QUIET),
        ("mastodon", 30, Health.QUIET),
        ("mastodon", 31, Health.INACTIVE),
        ("youtube", 31, Health.LIVELY),
        ("youtube", 91, Health.INACTIVE),
        ("some forum", 46, Health.QUIET),
    ],
)
def test_each_platform_has_its_own_patience(platform: str, days: int, expected: Health) -> None:
    assert health(channel(platform), Activity(last_post_at=ago(days)), NOW) == expected


def test_talking_counts_as_much_as_posting() -> None:
    activity = Activity(last_post_at=ago(31), last_talk_at=ago(12))

    assert health(channel(), activity, NOW) == Health.QUIET


def test_a_channel_that_never_spoke_is_judged_from_its_first_day() -> None:
    assert health(channel(created_at=ago(5)), Activity(), NOW) == Health.LIVELY
    assert health(channel(created_at=ago(40)), Activity(), NOW) == Health.INACTIVE


@pytest.mark.parametrize("state", ["idea", "reserved", "frozen", "deleted", "listen_only"])
def test_who_is_not_meant_to_speak_is_not_judged(state: str) -> None:
    assert health(channel(state=ChannelState(state)), Activity(), NOW) == Health.UNJUDGED


def test_an_announced_pause_is_not_silence() -> None:
    paused = channel(
        state=ChannelState.PAUSED, paused_until=date(2026, 4, 20), notice_url="https://x.example/1"
    )

    assert health(paused, Activity(last_post_at=ago(60)), NOW) == Health.UNJUDGED


@pytest.mark.parametrize(
    ("until", "notice"),
    [(date(2026, 4, 20), ""), (date(2026, 7, 1), "https://x.example"), (None, "https://x.example")],
)
def test_a_pause_that_is_endless_or_unannounced_is(until: date | None, notice: str) -> None:
    paused = channel(state=ChannelState.PAUSED, paused_until=until, notice_url=notice)

    assert health(paused, Activity(last_post_at=ago(60)), NOW) == Health.INACTIVE


def test_days_are_counted_on_the_channels_own_calendar() -> None:
    late = datetime(2026, 4, 1, 22, 30, tzinfo=UTC)  # 2 April in Berlin, 1 April in Lisbon
    activity = Activity(last_talk_at=late)

    assert silent_days(channel(), activity, NOW) == 6
    assert silent_days(channel(zone="Atlantic/Azores"), activity, NOW) == 7
