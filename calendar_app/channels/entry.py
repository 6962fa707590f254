"""A channel together with all that is computed about it: what the inventory shows in one row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from calendar_app.channels.farewell import Farewell, farewell_of
from calendar_app.channels.gaps import Gap, gaps
from calendar_app.channels.health import Health, Silence
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.foundation.zones import to_wall
from calendar_app.platforms.directory import platform
from calendar_app.platforms.platform import Platform
from calendar_app.rules.facts import Tuning

_ENDED = {ChannelState.FROZEN, ChannelState.DELETED}


@dataclass(frozen=True, slots=True)
class Known:
    """What is read once for the entries of all channels; `farewells` are counted by channel id."""

    silence: Callable[[Channel], Silence]
    tunings: Sequence[Tuning]
    farewells: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    channel: Channel
    platform: Platform
    gaps: list[Gap]
    silence: Silence
    farewell: Farewell | None  # while the channel is closing
    # Wall times in the channel's zone.
    last_post: datetime | None
    last_talk: datetime | None

    @property
    def is_silent(self) -> bool:
        return self.silence.health in {Health.QUIET, Health.INACTIVE}

    @property
    def has_ended(self) -> bool:
        return self.channel.state in _ENDED


def entry(channel: Channel, known: Known, now: datetime) -> Entry:
    silence = known.silence(channel)
    farewell = farewell_of(channel, known.tunings, known.farewells.get(channel.id, 0))
    return Entry(
        channel=channel,
        platform=platform(channel.platform),
        gaps=gaps(channel, to_wall(now, channel.zone).date(), known.tunings, farewell),
        silence=silence,
        farewell=farewell,
        last_post=_wall(silence.activity.last_post_at, channel),
        last_talk=_wall(silence.activity.last_talk_at, channel),
    )


def entries(channels: Sequence[Channel], known: Known, now: datetime) -> list[Entry]:
    return [entry(channel, known, now) for channel in channels]


def _wall(moment: datetime | None, channel: Channel) -> datetime | None:
    return None if moment is None else to_wall(moment, channel.zone)
