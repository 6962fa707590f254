"""From when on two texts are close or a copy: as the team tuned it, in the strictest place of both."""

from calendar_app.rules.facts import Tuning
from calendar_app.rules.likeness import Limits, limits

HERE, THERE = (1, "mastodon"), (2, "linkedin")
KEY = "near-identical-cross-post"


def test_nobody_decided_anything() -> None:
    assert limits((), HERE, THERE) == Limits(copy=70, close=55)


def test_of_two_channels_the_stricter_one_decides() -> None:
    tunings = (
        Tuning(KEY, values={"block": 90, "warn": 80}),
        Tuning(KEY, channel_id=2, values={"block": 60}),
        Tuning("same-channel-repeat", values={"block": 10}),
    )

    assert limits(tunings, HERE) == Limits(copy=90, close=80)
    assert limits(tunings, HERE, THERE) == Limits(copy=60, close=60)
