"""Campaigns and their posts: what the rules get to know of them, and what their pages show."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.campaigns.facts import campaign_facts
from calendar_app.campaigns.readers import PostLine, Tally
from calendar_app.posts.models import PublishingStop, Status, Variant
from calendar_app.rules import facts


def known_campaigns(session: Session, ids: Collection[facts.ItemId | None]) -> tuple[facts.Campaign, ...]:
    """The campaigns with these ids as the rules see them; no query where there is none."""
    known = campaign_facts(session, ids)
    stopped = stopped_campaigns(session) if known else frozenset()
    return tuple(replace(each, is_stopped=each.id in stopped) for each in known)


def stopped_campaigns(session: Session) -> frozenset[int | None]:
    running = select(PublishingStop.campaign_id).where(PublishingStop.lifted_at.is_(None))
    return frozenset(session.scalars(running.where(PublishingStop.campaign_id.is_not(None))))


def posts_of(session: Session, campaign_id: int) -> Sequence[PostLine]:
    """A campaign's variants by channel and time, cancelled ones left out."""
    query = select(Variant).options(joinedload(Variant.channel), joinedload(Variant.post))
    own = query.where(Variant.campaign_id == campaign_id, Variant.status != Status.CANCELLED)
    variants = session.scalars(own.order_by(Variant.channel_id, Variant.planned_at, Variant.id))
    return [PostLine(each.id, each.called, each.channel, each.status, each.planned_wall) for each in variants]


def tallies(session: Session) -> Mapping[int, Tally]:
    """Campaign id → its numbers, for campaigns that have posts."""
    held = func.sum(case((Variant.status == Status.HELD, 1), else_=0))
    rows = session.execute(
        select(Variant.campaign_id, func.count(Variant.id), held)
        .where(Variant.campaign_id.is_not(None), Variant.status != Status.CANCELLED)
        .group_by(Variant.campaign_id)
    )
    return {campaign_id: Tally(posts, held) for campaign_id, posts, held in rows}
