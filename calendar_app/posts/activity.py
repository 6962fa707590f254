"""When something was last published on each channel."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.posts.models import Variant


def last_posts(session: Session) -> Mapping[int, datetime]:
    """Channel id → the last confirmed publication."""
    rows = session.execute(
        select(Variant.channel_id, func.max(Variant.published_at).label("at"))
        .where(Variant.published_at.is_not(None))
        .group_by(Variant.channel_id)
    )
    return {row.channel_id: row.at for row in rows}
