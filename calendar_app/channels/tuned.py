"""A rule's number as it holds on a channel, for whoever asks without a check."""

from collections.abc import Sequence

from calendar_app.channels.models import Channel
from calendar_app.platforms.directory import platform
from calendar_app.rules.facts import Tuning
from calendar_app.rules.parameters import layers_of, resolved
from calendar_app.rules.rule import Parameter, Rule


def number(rule: Rule, parameter: Parameter, channel: Channel, tunings: Sequence[Tuning]) -> int:
    """In the parameter's unit, after all that the team decided."""
    profile = platform(channel.platform)
    return resolved(layers_of(tunings, rule.key, profile.key, channel.id), parameter, profile).value
