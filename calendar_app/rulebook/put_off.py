"""A decision that was put off stays so for as long as the rule says, also when that is changed later."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.channels.tuned import number
from calendar_app.foundation.db import all_channels
from calendar_app.rules.catalog.dormant_channel import DECIDE_DAYS, RULE
from calendar_app.rules.facts import Tuning


def keep_in_step(session: Session, before: Sequence[Tuning], after: Sequence[Tuning]) -> None:
    """Move each day until which a silent channel is left alone by what the time to decide has grown."""
    with all_channels(session):
        left_alone = select(Channel).where(Channel.silence_accepted_until.is_not(None))
        for channel in session.scalars(left_alone).all():
            days = [number(RULE, DECIDE_DAYS, channel, known) for known in (before, after)]
            if channel.silence_accepted_until and days[0] != days[1]:
                channel.silence_accepted_until += timedelta(days=days[1] - days[0])
