"""Whether a channel is alive: judged by the later of its last post and its last logged conversation.

How long a silence may be is what the rule about dormant channels says, with the numbers that the team gave
it: the rule answers for the inventory, its mails and the launch gate as it does for a post. When somebody
last spoke belongs to the rooms where it happens (posts, engagement); the app hands their readers in
(readers.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from calendar_app.channels.models import Channel
from calendar_app.platforms.directory import platform
from calendar_app.rules import facts
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import dormant_channel
from calendar_app.rules.rule import Rule


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


@dataclass(frozen=True, slots=True)
class Silence:
    """How long nobody has spoken on a channel, in whole days of its own zone, and how grave that is.

    After more than `quiet_days` it is quiet, after more than `inactive_days` inactive. What is to become of
    it may then be left open for `decide_within`, once; with `must_be_decided` it comes before a new channel.
    """

    activity: Activity
    days: int
    health: Health
    quiet_days: int
    inactive_days: int
    decide_within: timedelta
    must_be_decided: bool
    may_be_put_off: bool


def silence_of(
    channel: Channel, activity: Activity, tunings: Sequence[facts.Tuning], now: datetime
) -> Silence:
    """A channel's silence, from its last word or else from the day on which it came into the inventory."""
    case = before_the_rule(dormant_channel.RULE, channel, activity, tunings, now)
    health = _health(case)
    decide_within = timedelta(days=case.value("decide_days"))
    return Silence(
        activity=activity,
        days=dormant_channel.silent_days(case) or 0,
        health=health,
        quiet_days=case.value("quiet_days"),
        inactive_days=case.value("inactive_days"),
        decide_within=decide_within,
        must_be_decided=health is Health.INACTIVE and dormant_channel.must_be_decided(case),
        may_be_put_off=health is Health.INACTIVE and not _was_put_off(case, decide_within),
    )


def before_the_rule(
    rule: Rule, channel: Channel, activity: Activity, tunings: Sequence[facts.Tuning], now: datetime
) -> ChannelCase:
    """A channel as a rule looks at it that asks for its state and its silence."""
    fact = facts.Channel(
        id=channel.id,
        name=channel.name,
        platform=channel.platform,
        zone=channel.zone,
        state=facts.ChannelState(channel.state),
        state_until=channel.state_until,
        has_pause_notice=bool(channel.notice_url),
        since=channel.created_at,
        last_post_at=activity.last_post_at,
        last_talk_at=activity.last_talk_at,
        silence_accepted_until=channel.silence_accepted_until,
    )
    known = facts.Facts(now=now, channels=(fact,), tunings=tuple(tunings))
    return ChannelCase(rule, known, fact, platform(channel.platform))


def _health(case: ChannelCase) -> Health:
    days = dormant_channel.silent_days(case)
    is_off = case.strictness is facts.Strictness.OFF
    if is_off or days is None or not dormant_channel.is_expected_to_speak(case):
        return Health.UNJUDGED
    if days > case.value("inactive_days"):
        return Health.INACTIVE
    return Health.QUIET if days > case.value("quiet_days") else Health.LIVELY


def _was_put_off(case: ChannelCase, decide_within: timedelta) -> bool:
    """Whether a lead has let this very silence be: one that has been broken since counts as another."""
    accepted, last = case.channel.silence_accepted_until, dormant_channel.last_heard_at(case)
    return accepted is not None and last is not None and case.local(last).date() <= accepted - decide_within
