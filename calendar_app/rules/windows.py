"""How far around a text others are looked for that may be copies: as far as any rule of originality looks."""

from dataclasses import dataclass
from datetime import timedelta

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import identical_cross_post, near_identical_cross_post, same_channel_repeat
from calendar_app.rules.facts import Channel, Facts, Variant
from calendar_app.rules.kinship import phrases_on
from calendar_app.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Windows:
    """How far, on either side, something is looked for: alike elsewhere, alike here, the same ahead here.

    `near_here` is never less than `near`.
    """

    near: timedelta
    near_here: timedelta
    same_ahead: timedelta


def windows(facts: Facts, channel: Channel) -> Windows:
    """As a team decided for a channel, or as it is built in.

    Two texts that are the same only without boilerplate are found by what they are alike in, and are a repeat
    for as long as others that are the same.
    """
    near = max(
        _days(facts, channel, identical_cross_post.RULE, "window_days"),
        _days(facts, channel, near_identical_cross_post.RULE, "window_days"),
        _days(facts, channel, same_channel_repeat.RULE, "near_days"),
    )
    repeat = _days(facts, channel, same_channel_repeat.RULE, "identical_days")
    has_boilerplate = bool(phrases_on(facts.phrases, channel.id))
    return Windows(near, max(near, repeat) if has_boilerplate else near, repeat)


def reach_of(facts: Facts, variant: Variant) -> Windows:
    """How far around a variant others are looked for; on a channel that is not known, as on any."""
    channel = facts.channel(variant.channel_id)
    return windows(facts, channel) if channel else widest(facts)


def widest(facts: Facts) -> Windows:
    """The widest of all channels, where texts of several are looked for at once."""
    found = [windows(facts, channel) for channel in facts.channels]
    return Windows(
        max((each.near for each in found), default=timedelta()),
        max((each.near_here for each in found), default=timedelta()),
        max((each.same_ahead for each in found), default=timedelta()),
    )


def _days(facts: Facts, channel: Channel, rule: Rule, name: str) -> timedelta:
    return timedelta(days=ChannelCase(rule, facts, channel, platform(channel.platform)).value(name))
