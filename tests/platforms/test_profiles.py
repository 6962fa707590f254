"""What holds for every platform's profile, and the numbers that people rely on."""

from datetime import date, timedelta

import pytest

from calendar_app.platforms.counting import Unit
from calendar_app.platforms.directory import PLATFORMS
from calendar_app.platforms.platform import Part, Platform

EVERY = pytest.mark.parametrize("profile", PLATFORMS.values(), ids=PLATFORMS)


@EVERY
def test_a_profile_says_where_its_numbers_come_from(profile: Platform) -> None:
    assert profile.sources
    assert all(source.purpose.en and source.purpose.de for source in profile.sources)
    assert date(2026, 1, 1) <= profile.checked_on


@EVERY
def test_a_policy_stands_in_both_languages(profile: Platform) -> None:
    assert profile.policy.en.endswith(".")
    assert profile.policy.de.endswith(".")
    assert profile.policy.en != profile.policy.de


@EVERY
def test_soft_limits_lie_below_hard_ones_and_quiet_comes_before_inactive(profile: Platform) -> None:
    assert profile.most_tags is None or profile.usual_tags is None or profile.usual_tags <= profile.most_tags
    assert profile.quiet_days is not None
    assert profile.inactive_days is not None
    assert profile.quiet_days < profile.inactive_days


@pytest.mark.parametrize(
    ("key", "part", "most", "unit"),
    [
        ("x", Part.TEXT, 280, Unit.WEIGHTED),
        ("mastodon", Part.WARNING_AND_TEXT, 500, Unit.MASTODON),
        ("bluesky", Part.TEXT, 300, Unit.BLUESKY_GRAPHEMES),
        ("bluesky", Part.TEXT, 3000, Unit.BLUESKY_BYTES),
        ("threads", Part.TEXT, 500, Unit.EMOJI_AS_BYTES),
        ("facebook", Part.TEXT, 63_206, Unit.UTF16),
        ("instagram", Part.TEXT, 2200, Unit.UTF16),
        ("linkedin", Part.TEXT, 3000, Unit.UTF16),
        ("youtube", Part.TITLE, 100, Unit.CODE_POINTS),
        ("youtube", Part.TEXT, 5000, Unit.UTF8_BYTES),
        ("tiktok", Part.TEXT, 2200, Unit.UTF16),
        ("pinterest", Part.TEXT, 800, Unit.CODE_POINTS),
        ("pinterest", Part.ALT_TEXT, 500, Unit.CODE_POINTS),
        ("mastodon", Part.ALT_TEXT, 1500, Unit.CODE_POINTS),
        ("x", Part.ALT_TEXT, 1000, Unit.CODE_POINTS),
        ("bluesky", Part.ALT_TEXT, 2000, Unit.BLUESKY_GRAPHEMES),
        ("reddit", Part.TITLE, 300, Unit.CODE_POINTS),
    ],
)
def test_limits_are_the_documented_ones(key: str, part: Part, most: int, unit: Unit) -> None:
    assert (part, most, unit) in [(limit.part, limit.most, limit.unit) for limit in PLATFORMS[key].limits]


def test_linkedin_readers_are_answered_longer_and_videos_are_looked_into_later() -> None:
    assert PLATFORMS["linkedin"].answer_window == timedelta(minutes=90)
    assert PLATFORMS["x"].answer_window == timedelta(minutes=60)
    assert {key for key, each in PLATFORMS.items() if each.is_looked_into_later} == {
        "youtube",
        "pinterest",
        "general",
    }


@EVERY
def test_words_to_look_for_stand_quoted_in_the_address_of_a_search(profile: Platform) -> None:
    address = profile.search_page("Müller & Söhne", "social.example")

    assert (address is None) == profile.is_general
    assert address is None or ("M%C3%BCller%20%26%20S%C3%B6hne" in address and "{" not in address)


def test_accounts_that_live_on_many_servers_are_looked_for_on_their_own() -> None:
    mastodon = PLATFORMS["mastodon"]

    assert mastodon.search_page("Parley", "social.example") == "https://social.example/search?q=Parley"
    assert mastodon.search_page("Parley", "") is None
