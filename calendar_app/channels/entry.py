"""A channel together with all that is computed about it: what the inventory shows in one row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from calendar_app.channels.gaps import Gap, gaps
from calendar_app.channels.health import Health, Silence
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.foundation.zones import to_wall
from calendar_app.platforms.directory import platform
from calendar_app.platforms.platform import Platform

_ENDED = {ChannelState.FROZEN, ChannelState.DELETED}


@dataclass(frozen=True, slots=True)
class Entry:
    channel: Channel
    platform: Platform
    gaps: list[Gap]
    silence: Silence
    # Wall times in the channel's zone.
    last_post: datetime | None
    last_talk: datetime | None

    @property
    def is_silent(self) -> bool:
        return self.silence.health in {Health.QUIET, Health.INACTIVE}

    @property
    def has_ended(self) -> bool:
        return self.channel.state in _ENDED


def entry(channel: Channel, silence: Silence, now: datetime) -> Entry:
    return Entry(
        channel=channel,
        platform=platform(channel.platform),
        gaps=gaps(channel, to_wall(now, channel.zone).date()),
        silence=silence,
        last_post=_wall(silence.activity.last_post_at, channel),
        last_talk=_wall(silence.activity.last_talk_at, channel),
    )


def entries(channels: Sequence[Channel], silence: Callable[[Channel], Silence], now: datetime) -> list[Entry]:
    return [entry(channel, silence(channel), now) for channel in channels]


def _wall(moment: datetime | None, channel: Channel) -> datetime | None:
    return None if moment is None else to_wall(moment, channel.zone)
