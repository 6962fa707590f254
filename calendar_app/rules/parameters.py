"""The one place where a rule's numbers and its strictness are resolved, and where each comes from.

The layers, each above the one before: built-in, the platform's profile, the team's decisions for everywhere,
for a platform, for a channel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from calendar_app.platforms.platform import Platform
from calendar_app.rules.facts import Facts, ItemId, Strictness, Tuning
from calendar_app.rules.rule import Parameter, Rule

T = TypeVar("T", int, Strictness)


STRICTER = {
    "warn": "block",
    "info_days": "block_days",
    "quiet_days": "inactive_days",
    "complaint_hours": "question_hours",
}
"""Parameters that must not lie above another, and that other one.

Otherwise the milder verdict is never said, or a complaint waits for longer than a question.
"""


class Origin(StrEnum):
    """Where a value comes from."""

    BUILT_IN = "built_in"
    PROFILE = "profile"  # what is known of the platform
    WORKSPACE = "workspace"  # decided by the team for everywhere
    PLATFORM = "platform"  # decided by the team for a platform
    CHANNEL = "channel"


_ORIGINS = (Origin.WORKSPACE, Origin.PLATFORM, Origin.CHANNEL)  # by the rank of a tuning


@dataclass(frozen=True, slots=True)
class Resolved(Generic[T]):
    """A value and where it comes from."""

    value: T
    origin: Origin


def resolve(
    facts: Facts, rule_key: str, parameter: Parameter, platform: Platform, channel_id: ItemId | None = None
) -> int:
    """The value of a rule's parameter on a channel, or on a platform as such, in the parameter's unit."""
    layers = layers_of(facts.tunings, rule_key, platform.key, channel_id)
    return resolved(layers, parameter, platform).value


def layers_of(
    tunings: Sequence[Tuning], rule_key: str, platform_key: str, channel_id: ItemId | None = None
) -> list[Tuning]:
    """A team's decisions about a rule that hold in a place, the widest first."""
    here = (each for each in tunings if each.rule == rule_key and each.holds_on(channel_id, platform_key))
    return sorted(here, key=lambda each: each.rank)


def resolved(layers: Sequence[Tuning], parameter: Parameter, platform: Platform) -> Resolved[int]:
    """A parameter's value on a platform after the layers given, the widest first."""
    for layer in reversed(layers):
        if parameter.name in layer.values:
            return Resolved(layer.values[parameter.name], _ORIGINS[layer.rank])
    if parameter.of_platform:
        return Resolved(parameter.of_platform(platform), Origin.PROFILE)
    return Resolved(parameter.default, Origin.BUILT_IN)


def strictness(layers: Sequence[Tuning], rule: Rule) -> Resolved[Strictness]:
    """How far a rule may go after the layers given, the widest first."""
    for layer in reversed(layers):
        if layer.strictness is not None:
            return Resolved(layer.strictness, _ORIGINS[layer.rank])
    return Resolved(rule.strictest, Origin.BUILT_IN)
