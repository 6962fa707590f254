"""When somebody last talked on each channel."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Interaction


def last_talks(session: Session) -> Mapping[int, datetime]:
    """Channel id → the last logged interaction."""
    rows = session.execute(
        select(Interaction.channel_id, func.max(Interaction.at).label("at")).group_by(Interaction.channel_id)
    )
    return {row.channel_id: row.at for row in rows}
