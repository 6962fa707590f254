"""Saying goodbye: whoever reads along on a channel that closes is told more than once where to go."""

from collections.abc import Sequence
from dataclasses import dataclass

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.tuned import number
from calendar_app.rules.catalog import channel_state
from calendar_app.rules.facts import Tuning


@dataclass(frozen=True, slots=True)
class Farewell:
    """How many posts say goodbye until the last day, on their way or out, and how many shall."""

    said: int
    wanted: int

    @property
    def is_enough(self) -> bool:
        return self.said >= self.wanted


def farewell_of(channel: Channel, tunings: Sequence[Tuning], said: int) -> Farewell | None:
    """None where nothing closes."""
    if channel.state != ChannelState.CLOSING:
        return None
    return Farewell(said, number(channel_state.RULE, channel_state.ANNOUNCEMENTS, channel, tunings))
