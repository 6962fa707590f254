"""R05."""

from datetime import date

import pytest

from calendar_app.rules.facts import Label, Mode, Role
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import at, channel, facts, severity, variant, verdict

INSTAGRAM, FACEBOOK = channel("instagram"), channel("facebook")


def test_instagram_shared_to_facebook_by_machine_is_blocked() -> None:
    mirrored = variant(on="facebook", mode=Mode.SYNC, source_channel_id="instagram")

    found = verdict("R05", facts(INSTAGRAM, FACEBOOK), mirrored)

    assert found.severity is Severity.BLOCK
    assert found.override.role is None
    assert found.message("en").startswith("This copies Instagram by machine.")
    assert found.message("de").startswith("Diese Fassung spiegelt Instagram automatisch.")


def test_a_feed_of_the_own_blog_passes_here() -> None:
    assert severity("R05", facts(), variant(mode=Mode.FEED)) is Severity.PASS


def test_a_native_boost_of_the_own_second_account_passes() -> None:
    boost = variant(labels=frozenset({Label.RESHARE}))

    assert severity("R05", facts(channel(), channel("second", "mastodon")), boost) is Severity.PASS


def test_a_feed_whose_source_is_an_own_channel_is_a_mirror() -> None:
    feed = variant(on="facebook", mode=Mode.FEED, source_channel_id="instagram")

    assert severity("R05", facts(INSTAGRAM, FACEBOOK), feed) is Severity.BLOCK


def test_an_unknown_source_is_said_in_words() -> None:
    found = verdict("R05", facts(), variant(mode=Mode.SYNC))

    assert "copies another channel by machine" in found.message("en")
    assert "spiegelt einen anderen Kanal automatisch" in found.message("de")


@pytest.mark.parametrize(("day", "who"), [(17, None), (18, Role.ADMIN)])
def test_an_outside_crossposter_is_warned_of_and_for_two_weeks_an_admin_may_except(
    day: int, who: Role | None
) -> None:
    place = channel(outside_mirror_since=date(2027, 2, day))

    found = verdict("R05", facts(place, now=at("2027-03-03 12:00")), variant())

    assert found.severity is Severity.WARN
    assert found.override.role is who
