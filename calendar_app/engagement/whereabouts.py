"""Where a date went that its series does not give any more: somebody still has its old address."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.engagement.recurrence import KEY, Occurrence
from calendar_app.engagement.timetable import dates_of, occurrence
from calendar_app.foundation.zones import to_utc

# Half of a week: a date further away is rather the one before or after.
NEAR = timedelta(days=4)


def whereabouts(session: Session, slot: Slot, wall: datetime) -> Occurrence | None:
    """What a date at a naive wall time became: the nearest one of its series or of what goes on from it.

    A single date is found however far it was moved.
    """
    at = to_utc(wall, slot.zone)
    found = (date for each in _became(session, slot) for date in _dates_near(session, each, at))
    return min(found, key=lambda date: abs(date.start - at), default=None)


def _became(session: Session, slot: Slot) -> Iterator[Slot]:
    yield slot
    for successor in session.scalars(select(Slot).where(Slot.continues_id == slot.id)):
        yield from _became(session, successor)


def _dates_near(session: Session, slot: Slot, at: datetime) -> list[Occurrence]:
    if slot.rrule:
        return dates_of(session, slot, at - NEAR, at + NEAR)
    only = occurrence(session, slot.id, f"{slot.starts_wall:{KEY}}")
    return [only] if only and not only.skipped else []
