"""What the rules get to know of the register."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.register.models import AccessEntry, AccessKind
from calendar_app.rules import facts


def access_facts(
    session: Session, channel_ids: Collection[int] | None = None
) -> tuple[facts.AccessEntry, ...]:
    """Who gets into these channels, or into all. One query."""
    query = select(AccessEntry).options(joinedload(AccessEntry.person), joinedload(AccessEntry.channel))
    if channel_ids is not None:
        query = query.where(AccessEntry.channel_id.in_(channel_ids))
    return tuple(_fact(entry) for entry in session.scalars(query.order_by(AccessEntry.id)))


def _fact(entry: AccessEntry) -> facts.AccessEntry:
    is_tool = entry.kind == AccessKind.TOOL
    return facts.AccessEntry(
        channel_id=entry.channel_id,
        name=entry.name,
        ends_at=entry.ends_at,
        reviewed_on=entry.reviewed_on,
        has_two_factor=entry.has_two_factor or is_tool,  # nobody types a code for a token
        is_tool=is_tool,
    )
