"""What the rules get to know about the channels, with when somebody last spoke there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import Session

from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.gate.services import open_items
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.engagement.activity import last_talk_at
from calendar_app.engagement.inbound.services import inbound_since
from calendar_app.posts.models import PublishingStop, Variant
from calendar_app.rules import facts

INBOUND_WEEKS = 8
INBOUND_WINDOW = timedelta(weeks=INBOUND_WEEKS)
"""How far back the own log tells how many people write on a channel."""


def channel_facts(session: Session, now: datetime) -> tuple[facts.Channel, ...]:
    """Every channel in scope, in two queries."""
    stopped = stopped_channels(session)
    inbound = inbound_since(Channel.id, now - INBOUND_WINDOW)
    query = select(Channel, LaunchGate, _last_post_at(), last_talk_at(Channel.id), inbound)
    rows = session.execute(query.outerjoin(LaunchGate, LaunchGate.channel_id == Channel.id)).all()
    channels = {row.Channel.id: row.Channel for row in rows}
    return tuple(
        replace(
            _channel(channel, channels),
            last_post_at=posted,
            last_talk_at=talked,
            is_stopped=bool(stopped & {None, channel.id}),
            open_gate_items=open_items(channel, gate) if channel.state == ChannelState.IDEA else (),
            inbound_per_week=-(-written // INBOUND_WEEKS) or None,
        )
        for channel, gate, posted, talked, written in rows
    )


def stopped_channels(session: Session) -> frozenset[int | None]:
    """The channels on which somebody stopped publishing; None among them means all."""
    running = select(PublishingStop.channel_id).where(PublishingStop.lifted_at.is_(None))
    return frozenset(session.scalars(running.where(PublishingStop.campaign_id.is_(None))))


def _last_post_at() -> ScalarSelect[datetime]:
    """When something was last published on a channel; one look into an index for each."""
    table = Variant.__table__
    return select(func.max(table.c.published_at)).where(table.c.channel_id == Channel.id).scalar_subquery()


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
        since=channel.created_at,
        handles=_handles(channel.url),
        has_pause_notice=bool(channel.notice_url),
        needs_dialog_base=channel.needs_dialog_base,
        outside_posts_per_week=channel.outside_posts_per_week,
        outside_mirror_since=channel.outside_mirror_since,
        event=channel.event,
        silence_accepted_until=channel.silence_accepted_until,
    )


def _handles(url: str) -> frozenset[str]:
    """The names in a profile's address, as `Entity.key` writes them: alone, and with the server."""
    address = urlsplit(url)
    name = address.path.rstrip("/").rpartition("/")[2].lstrip("@").casefold()
    return frozenset({name, f"{name}@{address.netloc.casefold()}"}) if name else frozenset()
