"""Whether a channel is alive: judged by the later of its last post and its last logged conversation.

Both facts belong to the rooms where they happen (posts, engagement). No copy is kept here, so that none
can be out of date; the app hands their readers in (readers.py).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.platforms.directory import platform

# A pause that was announced and is short is not silence.
LONGEST_PAUSE_DAYS = 30
# What is to become of a silent channel may be left open for so long, once.
DECIDED_WITHIN = timedelta(days=14)

_JUDGED = {
    ChannelState.PROBATION,
    ChannelState.ACTIVE,
    ChannelState.RELAUNCH,
    ChannelState.PAUSED,
    ChannelState.CLOSING,
}


class Health(StrEnum):
    LIVELY = "lively"
    QUIET = "quiet"
    INACTIVE = "inactive"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True)
class Activity:
    """When a team last spoke on a channel; None where nothing is known."""

    last_post_at: datetime | None = None
    last_talk_at: datetime | None = None

    @property
    def last_at(self) -> datetime | None:
        return max((at for at in (self.last_post_at, self.last_talk_at) if at is not None), default=None)


def silent_days(channel: Channel, activity: Activity, now: datetime) -> int:
    """Whole days in the channel's zone since anybody spoke there, or since it came into the inventory."""
    zone = ZoneInfo(channel.zone)
    last = activity.last_at or channel.created_at
    return (now.astimezone(zone).date() - last.astimezone(zone).date()).days


def health(channel: Channel, activity: Activity, now: datetime) -> Health:
    """By the days after which the platform's readers miss somebody."""
    if channel.state not in _JUDGED or _is_announced_pause(channel, now):
        return Health.UNJUDGED
    profile, days = platform(channel.platform), silent_days(channel, activity, now)
    if profile.inactive_days is not None and days > profile.inactive_days:
        return Health.INACTIVE
    if profile.quiet_days is not None and days > profile.quiet_days:
        return Health.QUIET
    return Health.LIVELY


def must_be_decided(channel: Channel, activity: Activity, now: datetime) -> bool:
    """Silent for twice as long as makes it inactive, and not put off: this comes before any new channel."""
    most = platform(channel.platform).inactive_days
    if health(channel, activity, now) != Health.INACTIVE or most is None:
        return False
    accepted = channel.silence_accepted_until
    is_put_off = accepted is not None and now.astimezone(ZoneInfo(channel.zone)).date() <= accepted
    return not is_put_off and silent_days(channel, activity, now) > 2 * most


def may_put_off(channel: Channel, activity: Activity, now: datetime) -> bool:
    """Whether a lead may leave an inactive channel as it is for a while: once for each silence."""
    if health(channel, activity, now) != Health.INACTIVE:
        return False
    accepted, last = channel.silence_accepted_until, activity.last_at or channel.created_at
    zone = ZoneInfo(channel.zone)
    return accepted is None or accepted - DECIDED_WITHIN < last.astimezone(zone).date()


def _is_announced_pause(channel: Channel, now: datetime) -> bool:
    if channel.state != ChannelState.PAUSED or channel.paused_until is None or not channel.notice_url:
        return False
    return 0 <= (channel.paused_until - now.date()).days <= LONGEST_PAUSE_DAYS
