"""What stands in the way of reserved time: what the person has already, and clocks that change."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.engagement.recurrence import Occurrence, expand, wall_times
from calendar_app.engagement.reservation import LONGEST, Reservation
from calendar_app.engagement.timetable import occurrences
from calendar_app.foundation.zones import is_double, is_missing, to_utc
from calendar_app.people.services import take_turns

CLASHES_WITHIN = timedelta(weeks=8)
DOUBTS_WITHIN = timedelta(days=366)


def clashes(
    session: Session, reservation: Reservation, *, but: Slot | None = None, now: datetime
) -> list[Occurrence]:
    """What the person already has at the reserved times of eight weeks; `but` is the series being changed."""
    start = to_utc(reservation.first_wall(now), reservation.zone)
    draft = Slot()
    reservation.write_to(draft, now)
    wanted = list(expand(draft, (), start, start + CLASHES_WITHIN))
    return overlapping(session, wanted, but=but)


def in_the_way(session: Session, wanted: Occurrence, *, but: Slot | None = None) -> list[Occurrence]:
    """What a person already has then; of two who book them at once, the second gets to see the first."""
    take_turns(session)
    return overlapping(session, [wanted], but=but)


def overlapping(session: Session, wanted: list[Occurrence], *, but: Slot | None = None) -> list[Occurrence]:
    """What one person already has while the wanted occurrences take place."""
    if not wanted:
        return []
    first, last = min(each.start for each in wanted), max(each.end for each in wanted)
    taken = occurrences(session, first - LONGEST, last, person_id=wanted[0].person.id)
    return [
        each
        for each in taken
        if (but is None or each.slot_id != but.id) and any(each.overlaps(one) for one in wanted)
    ]


def clock_doubts(reservation: Reservation, *, now: datetime) -> list[datetime]:
    """The wall times within a year that clocks jump over or show twice."""
    first = reservation.first_wall(now)
    dates = wall_times(first, reservation.rule, first, first + DOUBTS_WITHIN)
    return [date for date in dates if is_missing(date, reservation.zone) or is_double(date, reservation.zone)]
