"""What is missing in a channel's entry, so that nobody has to find out when it matters."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from calendar_app.channels.farewell import Farewell
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.probation import is_review_due
from calendar_app.rules.facts import Tuning


class Gap(StrEnum):
    NO_OWNER = "no_owner"
    OWNER_LEFT = "owner_left"
    NO_DEPUTY = "no_deputy"
    DEPUTY_LEFT = "deputy_left"
    NO_LINK = "no_link"
    NO_PURPOSE = "no_purpose"
    NO_AUDIENCE = "no_audience"
    NO_NAMES = "no_names"
    NO_NOTICE = "no_notice"
    PAUSE_OVER = "pause_over"
    CLOSING_DAY_PAST = "closing_day_past"
    FEW_FAREWELLS = "few_farewells"
    PROBATION_OVER = "probation_over"


def gaps(
    channel: Channel, today: date, tunings: Sequence[Tuning] = (), farewell: Farewell | None = None
) -> list[Gap]:
    """All gaps of a channel, the gravest first; a deleted one has none, an idea needs nobody yet."""
    if channel.state == ChannelState.DELETED:
        return []
    found = {
        Gap.CLOSING_DAY_PAST: channel.state == ChannelState.CLOSING and _is_past(channel.closes_on, today),
        Gap.FEW_FAREWELLS: farewell is not None and not farewell.is_enough,
        Gap.PROBATION_OVER: is_review_due(channel, tunings, today),
        Gap.PAUSE_OVER: channel.state == ChannelState.PAUSED and _is_past(channel.paused_until, today),
        Gap.NO_NOTICE: channel.state == ChannelState.FROZEN and not channel.notice_url,
        **_in_care(channel),
        Gap.NO_LINK: channel.state != ChannelState.IDEA and not channel.url,
        Gap.NO_PURPOSE: channel.is_open and not channel.purpose,
        Gap.NO_AUDIENCE: channel.is_open and not channel.audience,
        Gap.NO_NAMES: channel.is_open and not channel.names_team,
    }
    return [gap for gap, is_there in found.items() if is_there]


def _in_care(channel: Channel) -> dict[Gap, bool]:
    if channel.state == ChannelState.IDEA:
        return {}
    return {
        Gap.NO_OWNER: channel.owner is None,
        Gap.OWNER_LEFT: channel.owner is not None and not channel.owner.is_here,
        Gap.NO_DEPUTY: channel.is_open and channel.deputy is None,
        Gap.DEPUTY_LEFT: channel.deputy is not None and not channel.deputy.is_here,
    }


def _is_past(day: date | None, today: date) -> bool:
    return day is not None and day < today
