"""How often a channel's access is looked through, as the team tuned the rule about it."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.platforms.directory import platform
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules.catalog import access_stale
from calendar_app.rules.parameters import layers_of, resolved

RULE = access_stale.RULE
REVIEW_DAYS = next(each for each in RULE.parameters if each.name == "review_days")


def review_intervals(session: Session) -> Callable[[Channel], timedelta]:
    """For any channel the time after which its access is looked through again; one query for all."""
    known = tunings(session)

    def interval(channel: Channel) -> timedelta:
        profile = platform(channel.platform)
        layers = layers_of(known, RULE.key, profile.key, channel.id)
        return timedelta(days=resolved(layers, REVIEW_DAYS, profile).value)

    return interval
