"""From rows to the facts that rules judge by: a fixed number of queries, only what the windows reach."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.facts import answer_people, slot_occurrences
from calendar_app.foundation.db import all_channels
from calendar_app.foundation.zones import to_utc
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.models import Variant
from calendar_app.posts.relatives import relatives
from calendar_app.rulebook.boilerplate import phrases
from calendar_app.rules import facts, weeks

BACKFILL = timedelta(days=28)
"""How far back shares look when a week holds too few posts."""

ANSWERS = timedelta(hours=25)
"""The longest answer window, with an hour for the change of clocks."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one variant is judged by: the plan around it, and texts elsewhere that may be alike."""

    plan: facts.Facts
    relatives: tuple[facts.Variant, ...]


def facts_of_check(session: Session, checked: facts.Variant, *, zone: str, now: datetime) -> Surroundings:
    """All that may be known when one variant is judged, which need not be stored as it is given.

    `zone` is its channel's. Twelve queries at most, and none that reads the archive.
    """
    anchor = checked.effective_at or now
    reach = _reach(anchor, zone)
    channel_id = int(checked.channel_id)
    with all_channels(session):
        plan = facts.Facts(
            now=now,
            channels=_channels(session),
            people=answer_people(session, anchor.date()),
            variants=_as_facts(_around(session, [channel_id], reach.start, reach.end)),
            slots=slot_occurrences(session, reach.start, reach.end + ANSWERS, [channel_id]),
            phrases=phrases(session),
        )
        return Surroundings(plan, _as_facts(relatives(session, plan.phrases, checked, anchor)))


def facts_between(
    session: Session,
    start: datetime,
    end: datetime,
    *,
    now: datetime,
    channel_ids: Collection[int] | None = None,
) -> facts.Facts:
    """What shares and dialog time of the weeks in [start, end) are counted from; no relatives by text."""
    with all_channels(session):
        channels = _channels(session)
        wanted = [int(each.id) for each in channels if channel_ids is None or each.id in channel_ids]
        since = start - BACKFILL
        return facts.Facts(
            now=now,
            channels=channels,
            people=answer_people(session, start.date()),
            variants=_as_facts(_around(session, wanted, since, end)),
            slots=slot_occurrences(session, since, end + ANSWERS, wanted),
        )


def _as_facts(variants: Iterable[Variant]) -> tuple[facts.Variant, ...]:
    return tuple(fact_of(variant) for variant in variants)


def fact_of(variant: Variant, content: Content | None = None) -> facts.Variant:
    """A stored variant as the rules see it; with `content`, as it would be if that were saved."""
    said = content or content_of(variant)
    return facts.Variant(
        id=variant.id,
        channel_id=variant.channel_id,
        post_id=variant.post_id,
        title=said.title,
        text=said.text,
        language=said.language or None,
        mode=said.mode,
        status=variant.status,
        at=_instant(variant, content),
        published_at=variant.published_at,
        labels=frozenset(said.labels),
        answer_person_id=said.answer_person_id,
        author_id=variant.author_id,
    )


def _instant(variant: Variant, content: Content | None) -> datetime | None:
    if content is None:
        return variant.planned_at
    return to_utc(content.planned_wall, variant.channel.zone) if content.planned_wall else None


def _reach(anchor: datetime, zone: str) -> facts.Span:
    """From 28 local days before to the end of the local ISO week around an instant."""
    week = weeks.week_of(anchor, zone)
    return facts.Span(weeks.days_back(week.start, BACKFILL.days, zone), week.end)


def _around(
    session: Session, channel_ids: Collection[int], start: datetime, end: datetime
) -> Sequence[Variant]:
    """What counts on the channels in [start, end), by its time of publication or else by its plan."""
    here = Variant.channel_id.in_(channel_ids)
    within = or_(
        and_(here, Variant.planned_at >= start, Variant.planned_at < end),
        and_(here, Variant.published_at >= start, Variant.published_at < end),
    )
    counted = select(Variant).where(within, Variant.status.in_(facts.COUNTED_STATUSES))
    return session.scalars(counted).all()


def _channels(session: Session) -> tuple[facts.Channel, ...]:
    channels = {channel.id: channel for channel in session.scalars(select(Channel))}
    return tuple(_channel(channel, channels) for channel in channels.values())


def _channel(channel: Channel, channels: Mapping[int, Channel]) -> facts.Channel:
    successor = channels.get(channel.successor_id or 0)
    return facts.Channel(
        id=channel.id,
        name=channel.name,
        platform=channel.platform,
        zone=channel.zone,
        languages=tuple(channel.languages),
        state=facts.ChannelState(channel.state),
        state_until=channel.state_until,
        points_to=successor.name if successor else None,
        is_service=channel.is_service,
        is_declared_bot=channel.declared_bot,
        text_limit=channel.text_limit,
    )
