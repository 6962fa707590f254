"""The probation after a launch: a channel shows whether it becomes what was planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.tuned import number
from calendar_app.rules.catalog import channel_state
from calendar_app.rules.facts import Tuning


def review_day(channel: Channel, tunings: Sequence[Tuning]) -> date | None:
    """The day on which plan and reality are compared; None where there is no probation."""
    if channel.state != ChannelState.PROBATION or channel.launched_on is None:
        return None
    days = number(channel_state.RULE, channel_state.PROBATION_DAYS, channel, tunings)
    return channel.launched_on + timedelta(days=days)


def is_review_due(channel: Channel, tunings: Sequence[Tuning], today: date) -> bool:
    day = review_day(channel, tunings)
    return day is not None and day <= today


@dataclass(frozen=True, slots=True)
class Record:
    """What became of a launch so far: posts, logged conversations, minutes of dialog time that took place."""

    days: int
    posts: int
    talks: int
    minutes: int

    @property
    def minutes_a_week(self) -> int:
        return round(self.minutes * 7 / max(7, self.days))
