"""What goes out on each channel: the last time, what of a day people may talk about, and who answers then."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement.readers import Outgoing, Promise, Published
from calendar_app.people.models import Person
from calendar_app.posts.models import Post, Source, Status, Variant
from calendar_app.rules.facts import COUNTED_STATUSES, Label


def last_posts(session: Session) -> Mapping[int, datetime]:
    """Channel id → the last confirmed publication."""
    rows = session.execute(
        select(Variant.channel_id, func.max(Variant.published_at).label("at"))
        .where(Variant.published_at.is_not(None))
        .group_by(Variant.channel_id)
    )
    return {row.channel_id: row.at for row in rows}


def posts_since(session: Session, channel: Channel, start: datetime) -> int:
    """How many variants were confirmed as published on a channel since then."""
    there = select(func.count(Variant.id)).where(
        Variant.channel_id == channel.id, Variant.published_at >= start
    )
    return session.scalar(there) or 0


def farewells(session: Session) -> Mapping[int, int]:
    """Channel id → how many posts say goodbye until its last day, on their way or out, where one closes."""
    rows = session.execute(
        select(Variant.channel_id, Variant.planned_wall, Channel.closes_on)
        .join(Variant.channel)
        .where(
            Channel.state == ChannelState.CLOSING,
            Variant.status.in_(COUNTED_STATUSES),
            cast(Variant.labels, String).contains(f'"{Label.FAREWELL.value}"'),
        )
    )
    return Counter(
        row.channel_id
        for row in rows
        if row.closes_on is None or row.planned_wall is None or row.planned_wall.date() <= row.closes_on
    )


def went_out(session: Session, start: datetime, end: datetime) -> Sequence[Published]:
    """What of our own was published in [start, end): not what a platform reposted by itself."""
    rows = session.execute(
        select(Variant.channel_id, Variant.published_at, Channel.zone, Post.source)
        .join(Variant.channel)
        .join(Variant.post)
        .where(Variant.published_at >= start, Variant.published_at < end)
        .where(~cast(Variant.labels, String).contains(f'"{Label.RESHARE.value}"'))
    )
    return [
        Published(channel_id, at, zone, source is Source.QUESTION)
        for channel_id, at, zone, source in rows
        if at is not None
    ]


def going_out(
    session: Session, channel_ids: Collection[int], start: datetime, end: datetime
) -> Sequence[Outgoing]:
    """What is to go out on some channels in [start, end), or has, by time."""
    variants = session.scalars(
        select(Variant)
        .options(joinedload(Variant.channel), joinedload(Variant.post))
        .where(
            Variant.channel_id.in_(channel_ids),
            Variant.status.in_((Status.SCHEDULED, Status.PUBLISHED)),
            Variant.planned_at >= start,
            Variant.planned_at < end,
        )
        .order_by(Variant.planned_at, Variant.id)
    )
    return [
        Outgoing(variant.called, variant.planned_at, variant.channel.name, variant.permalink)
        for variant in variants
        if variant.planned_at
    ]


def promises(session: Session, person: Person, start: datetime, end: datetime) -> Sequence[Promise]:
    """What is to go out in [start, end) with a person named who answers, by time."""
    variants = session.scalars(
        select(Variant)
        .options(joinedload(Variant.channel), joinedload(Variant.post))
        .where(
            Variant.answer_person_id == person.id,
            Variant.status.not_in((Status.PUBLISHED, Status.CANCELLED)),
            Variant.planned_at >= start,
            Variant.planned_at < end,
        )
        .order_by(Variant.planned_at, Variant.id)
    )
    return [
        Promise(variant.id, variant.called, variant.planned_at, variant.channel.name)
        for variant in variants
        if variant.planned_at
    ]
