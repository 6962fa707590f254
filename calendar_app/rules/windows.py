"""How far around a text others are looked for that may be copies: as far as any rule of originality looks."""

from dataclasses import dataclass
from datetime import timedelta

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import identical_cross_post, near_identical_cross_post, same_channel_repeat
from calendar_app.rules.facts import Channel, Facts
from calendar_app.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Windows:
    """`near` holds for texts that are alike, on either side; `repeat` for the same on the same channel."""

    near: timedelta
    repeat: timedelta


def windows(facts: Facts, channel: Channel) -> Windows:
    """What a team decided for a channel, or what is built in."""
    near = (
        _days(facts, channel, identical_cross_post.RULE, "window_days"),
        _days(facts, channel, near_identical_cross_post.RULE, "window_days"),
        _days(facts, channel, same_channel_repeat.RULE, "near_days"),
    )
    return Windows(max(near), _days(facts, channel, same_channel_repeat.RULE, "identical_days"))


def _days(facts: Facts, channel: Channel, rule: Rule, name: str) -> timedelta:
    return timedelta(days=ChannelCase(rule, facts, channel, platform(channel.platform)).value(name))
