"""Stop everything: nothing goes out in a place, or anywhere, until a lead lifts it and people decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.campaigns.models import Campaign
from calendar_app.channels.models import Channel
from calendar_app.foundation.db import all_channels
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed
from calendar_app.posts.campaigning import stopped_campaigns
from calendar_app.posts.channel_facts import stopped_channels
from calendar_app.posts.holding import hold
from calendar_app.posts.judging import one_at_a_time
from calendar_app.posts.models import PublishingStop, Status, Variant
from calendar_app.rules.catalog import channel_state

LEVELS = range(7)
"""How bad it is, from calm to hurricane."""

LONGEST_REASON = 500


class AlreadyStoppedError(Exception):
    """Publishing is stopped there already."""


def stops(session: Session) -> Sequence[PublishingStop]:
    """What is stopped now, everywhere first."""
    loaded = select(PublishingStop).options(
        joinedload(PublishingStop.channel),
        joinedload(PublishingStop.campaign),
        joinedload(PublishingStop.person),
    )
    running = loaded.where(PublishingStop.lifted_at.is_(None))
    return session.scalars(running.order_by(PublishingStop.channel_id.nulls_first(), PublishingStop.id)).all()


def every_stop(session: Session) -> Sequence[PublishingStop]:
    """Those that were lifted too, the newest first."""
    return session.scalars(select(PublishingStop).order_by(PublishingStop.id.desc())).all()


@dataclass(frozen=True, slots=True)
class Place:
    """What is stopped: a channel, a campaign or, naming neither, everything."""

    channel: Channel | None = None
    campaign: Campaign | None = None

    def scheduled(self) -> Select[Variant]:
        """The variants that would go out there."""
        query = select(Variant).where(Variant.status == Status.SCHEDULED)
        if self.campaign is not None:
            return query.where(Variant.campaign_id == self.campaign.id)
        return query if self.channel is None else query.where(Variant.channel_id == self.channel.id)


EVERYWHERE = Place()


def stop(session: Session, place: Place, level: int, reason: str, *, person: Person, now: datetime) -> int:
    """Hold all that is scheduled in a place, and let nothing be scheduled there.

    Returns how many variants are held now. Dialog time goes on. Raises AlreadyStoppedError.
    """
    one_at_a_time(session)
    if _is_stopped(session, place):
        raise AlreadyStoppedError
    row = PublishingStop(
        channel=place.channel,
        campaign=place.campaign,
        level=level,
        reason=reason,
        person=person,
        stopped_at=now,
    )
    session.add(row)
    session.flush()
    note(session, person, mark("publishing stopped"), row, now=now, text=f"{level}: {reason}")
    with all_channels(session):
        scheduled = session.scalars(place.scheduled()).all()
        for variant in scheduled:
            hold(session, variant, [channel_state.RULE.key], now=now, by=person)
        session.flush()
    plan_changed(session)
    return len(scheduled)


def _is_stopped(session: Session, place: Place) -> bool:
    if place.campaign is not None:
        return place.campaign.id in stopped_campaigns(session)
    return (place.channel.id if place.channel else None) in stopped_channels(session)


def lift(session: Session, row: PublishingStop, *, person: Person, now: datetime) -> None:
    """Let posts be scheduled again. What is held stays held: each is handed in or cancelled by somebody."""
    if row.lifted_at is not None:
        return
    row.lifted_at, row.lifted_by = now, person
    note(session, person, mark("publishing stop lifted"), row, now=now)
    session.flush()
    plan_changed(session)
