"""When somebody last talked on each channel."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Interaction, Slot, SlotOutcome


def last_talk_at(channel_id: InstrumentedAttribute[int]) -> ScalarSelect[datetime]:
    """The last logged interaction on a channel, for a query that has its id; one look into an index."""
    table = Interaction.__table__
    return select(func.max(table.c.at)).where(table.c.channel_id == channel_id).scalar_subquery()


def last_talks(session: Session) -> Mapping[int, datetime]:
    """Channel id → the last logged interaction."""
    rows = session.execute(
        select(Interaction.channel_id, func.max(Interaction.at).label("at")).group_by(Interaction.channel_id)
    )
    return {row.channel_id: row.at for row in rows}


def talk_since(session: Session, channel: Channel, start: datetime) -> tuple[int, int]:
    """What was logged on a channel since then: interactions, and the minutes of dialog time held there."""
    logged = select(func.count(Interaction.id)).where(
        Interaction.channel_id == channel.id, Interaction.at >= start
    )
    held = select(func.sum(SlotOutcome.minutes)).where(
        SlotOutcome.at >= start,
        SlotOutcome.slot_id.in_(select(Slot.id).where(Slot.channels.any(Channel.id == channel.id))),
    )
    return session.scalar(logged) or 0, session.scalar(held) or 0
