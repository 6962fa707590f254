"""The probation after a launch: for ninety days a channel shows whether it becomes what was planned."""

from dataclasses import dataclass
from datetime import date, timedelta

from calendar_app.channels.models import Channel, ChannelState

REVIEWED_AFTER = timedelta(days=90)


def review_day(channel: Channel) -> date | None:
    """The day on which plan and reality are compared; None where there is no probation."""
    if channel.state != ChannelState.PROBATION or channel.launched_on is None:
        return None
    return channel.launched_on + REVIEWED_AFTER


def is_review_due(channel: Channel, today: date) -> bool:
    day = review_day(channel)
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
