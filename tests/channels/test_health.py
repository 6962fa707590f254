"""When a channel is quiet or inactive."""

from datetime import UTC, date, datetime, timedelta

import pytest

from calendar_app.channels.health import Activity, Health, silence_of
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.rules.facts import Strictness, Tuning
from tests.factories import NOW


def channel(platform: str = "mastodon", state: ChannelState = ChannelState.ACTIVE, **more: object) -> Channel:
    values = {"zone": "Europe/Berlin", "notice_url": "", "created_at": NOW - timedelta(days=400), **more}
    return Channel(name="Here", platform=platform, state=state, **values)


def health(place: Channel, activity: Activity, *tunings: Tuning) -> Health:
    return silence_of(place, activity, tunings, NOW).health


def tuned(**values: int) -> Tuning:
    return Tuning("dormant-channel", values=values)


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
    assert health(channel(platform), Activity(last_post_at=ago(days))) == expected


def test_talking_counts_as_much_as_posting() -> None:
    activity = Activity(last_post_at=ago(31), last_talk_at=ago(12))

    assert health(channel(), activity) == Health.QUIET


def test_a_channel_that_never_spoke_is_judged_from_its_first_day() -> None:
    assert health(channel(created_at=ago(5)), Activity()) == Health.LIVELY
    assert health(channel(created_at=ago(40)), Activity()) == Health.INACTIVE


@pytest.mark.parametrize("state", ["idea", "reserved", "frozen", "deleted", "listen_only"])
def test_who_is_not_meant_to_speak_is_not_judged(state: str) -> None:
    assert health(channel(state=ChannelState(state)), Activity()) == Health.UNJUDGED


def test_an_announced_pause_is_not_silence() -> None:
    paused = channel(
        state=ChannelState.PAUSED, paused_until=date(2026, 4, 20), notice_url="https://x.example/1"
    )

    assert health(paused, Activity(last_post_at=ago(60))) == Health.UNJUDGED


@pytest.mark.parametrize(
    ("until", "notice"),
    [(date(2026, 4, 20), ""), (date(2026, 7, 1), "https://x.example"), (None, "https://x.example")],
)
def test_a_pause_that_is_endless_or_unannounced_is(until: date | None, notice: str) -> None:
    paused = channel(state=ChannelState.PAUSED, paused_until=until, notice_url=notice)

    assert health(paused, Activity(last_post_at=ago(60))) == Health.INACTIVE


def test_days_are_counted_on_the_channels_own_calendar() -> None:
    late = datetime(2026, 4, 1, 22, 30, tzinfo=UTC)  # 2 April in Berlin, 1 April in Lisbon
    activity = Activity(last_talk_at=late)

    assert silence_of(channel(), activity, (), NOW).days == 6
    assert silence_of(channel(zone="Atlantic/Azores"), activity, (), NOW).days == 7


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"quiet_days": 2}, Health.QUIET),
        ({"inactive_days": 4}, Health.INACTIVE),
        ({"inactive_days": 5}, Health.LIVELY),
        ({"quiet_days": 0}, Health.UNJUDGED),
    ],
)
def test_the_teams_own_days_decide(values: dict[str, int], expected: Health) -> None:
    assert health(channel(), Activity(last_post_at=ago(5)), tuned(**values)) == expected


def test_the_longest_pause_is_the_teams_as_well() -> None:
    paused = channel(
        state=ChannelState.PAUSED, paused_until=date(2026, 4, 20), notice_url="https://x.example/1"
    )

    assert health(paused, Activity(last_post_at=ago(60)), tuned(pause_days=5)) == Health.INACTIVE


def test_where_the_rule_is_off_no_silence_is_judged() -> None:
    place = channel(id=1)
    off = Tuning("dormant-channel", channel_id=1, strictness=Strictness.OFF)

    silence = silence_of(place, Activity(last_post_at=ago(200)), [off], NOW)

    assert (silence.health, silence.must_be_decided, silence.may_be_put_off) == (
        Health.UNJUDGED,
        False,
        False,
    )


def test_when_a_lead_has_to_decide_follows_the_teams_numbers() -> None:
    spoke = Activity(last_post_at=ago(61))

    usual = silence_of(channel(), spoke, (), NOW)
    patient = silence_of(channel(), spoke, [tuned(escalate_times=3, decide_days=5)], NOW)

    assert (usual.must_be_decided, usual.decide_within.days) == (True, 14)
    assert (patient.must_be_decided, patient.decide_within.days) == (False, 5)


@pytest.mark.parametrize(("spoke", "may"), [(60, False), (40, True)])
def test_a_silence_that_was_broken_since_may_be_put_off_again(spoke: int, may: bool) -> None:
    accepted = (NOW - timedelta(days=45) + timedelta(days=14)).date()
    place = channel(silence_accepted_until=accepted)

    assert silence_of(place, Activity(last_talk_at=ago(spoke)), (), NOW).may_be_put_off is may
