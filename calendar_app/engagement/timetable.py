"""Reserved time as it stands in the database: which occurrences there are, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot, SlotException, SlotOutcome
from calendar_app.engagement.recurrence import (
    MARGIN,
    Occurrence,
    expand,
    gives,
    last_wall,
    read_key,
    take_place,
)
from calendar_app.foundation.zones import to_wall

Window = tuple[datetime, datetime]


def occurrences(
    session: Session,
    start: datetime,
    end: datetime,
    *,
    person_id: int | None = None,
    channel_ids: Collection[int] | None = None,
    with_skipped: bool = False,
) -> list[Occurrence]:
    """All occurrences that start in [start, end), aware, by time; of a person or some channels if asked."""
    window = _naive(start) - MARGIN, _naive(end) + MARGIN
    exceptions = _exceptions(session, window)
    found = [
        occurrence
        for slot in _slots(session, window, person_id, channel_ids)
        for occurrence in expand(slot, exceptions.get(slot.id, ()), start, end, with_skipped=with_skipped)
    ]
    return sorted(_with_outcomes(session, found), key=lambda each: (each.start, each.slot_id))


def occurrence(session: Session, slot_id: int, key: str) -> Occurrence | None:
    """One occurrence, skipped or moved ones too; None when the series has no such date (any more)."""
    slot, wall = session.get(Slot, slot_id), read_key(key)
    if slot is None or wall is None or not gives(slot, wall):
        return None
    found = take_place(slot, wall, exception_of(session, slot, wall))
    return _with_outcomes(session, [found])[0] if found else None


def exception_of(session: Session, slot: Slot, wall: datetime) -> SlotException | None:
    """What is different about one date of a series, as it stands in the database now."""
    one = select(SlotException).where(SlotException.slot_id == slot.id, SlotException.occurrence == wall)
    return session.scalar(one.execution_options(populate_existing=True))


def dates_of(session: Session, slot: Slot, start: datetime, end: datetime) -> list[Occurrence]:
    """The occurrences of one series that start in [start, end), without their outcomes."""
    exceptions = session.scalars(select(SlotException).where(SlotException.slot_id == slot.id))
    return list(expand(slot, exceptions, start, end))


def next_date(session: Session, slot: Slot, now: datetime) -> Occurrence | None:
    """The next occurrence of a series within a year."""
    ahead = dates_of(session, slot, now, now + timedelta(days=366))
    return min(ahead, key=lambda each: each.start, default=None)


def earlier_series(session: Session, slot_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """The series that each slot goes on from, the last one first."""
    continued = {
        slot.id: slot.continues_id
        for slot in session.execute(select(Slot.id, Slot.continues_id).where(Slot.continues_id.is_not(None)))
    }
    return {slot_id: tuple(_back_from(slot_id, continued)) for slot_id in slot_ids}


def running(session: Session, now: datetime) -> list[Slot]:
    """What is not over yet, series and single dates, with people, channels and exceptions, oldest first."""
    exceptions = selectinload(Slot.exceptions).joinedload(SlotException.stand_in).joinedload(Slot.person)
    query = _loaded().options(exceptions).where(_goes_on(_naive(now) - MARGIN))
    slots = session.scalars(query.order_by(Slot.starts_wall, Slot.id))
    return [slot for slot in slots if not is_over(slot, now)]


def alike(session: Session, draft: Slot) -> Slot | None:
    """The slot that reserves just what a draft would, with no date of it skipped or moved."""
    same = (Slot.person_id == draft.person.id, Slot.starts_wall == draft.starts_wall)
    as_often = (Slot.zone == draft.zone, Slot.minutes == draft.minutes, Slot.rrule == draft.rrule)
    query = _loaded().where(*same, *as_often, Slot.kind == draft.kind, Slot.ended_wall.is_(None))
    slots = (slot for slot in session.scalars(query) if set(slot.channels) == set(draft.channels))
    return next((slot for slot in slots if slot.deputy is draft.deputy and not slot.exceptions), None)


def _back_from(slot_id: int, continued: Mapping[int, int | None]) -> Iterator[int]:
    while (before := continued.get(slot_id)) is not None:
        slot_id = before
        yield before


def is_over(slot: Slot, now: datetime) -> bool:
    """A series is over once its end is reached, a single date once it has taken place."""
    if slot.rrule:
        return _series_is_over(slot, to_wall(now, slot.zone))
    exceptions = {exception.occurrence: exception for exception in slot.exceptions}
    only = take_place(slot, slot.starts_wall, exceptions.get(slot.starts_wall))
    return only is None or only.end <= now


def _series_is_over(slot: Slot, here: datetime) -> bool:
    """Whether it was ended, or its rule has no date after a wall time and none was moved there."""
    if slot.ended_wall is not None and slot.ended_wall <= here:
        return True
    last = last_wall(slot.starts_wall, slot.rrule)
    if last is None or last + timedelta(minutes=slot.minutes) > here:
        return False
    return all(each.moved_wall is None or each.moved_wall <= here for each in slot.exceptions)


def _slots(
    session: Session, window: Window, person_id: int | None, channel_ids: Collection[int] | None
) -> Sequence[Slot]:
    first, last = window
    moved_here = select(SlotException.slot_id).where(SlotException.moved_wall.between(first, last))
    in_time = and_(_goes_on(first), Slot.starts_wall <= last)
    query = _loaded().where(or_(in_time, Slot.id.in_(moved_here)))
    if person_id is not None:
        query = query.where(Slot.person_id == person_id)
    if channel_ids is not None:
        query = query.where(Slot.channels.any(Channel.id.in_(channel_ids)))
    return session.scalars(query).all()


def _loaded() -> Select[Slot]:
    return select(Slot).options(joinedload(Slot.person), selectinload(Slot.channels))


def _goes_on(first: datetime) -> ColumnElement[bool]:
    """Whether something may take place after a naive time: a series until its end, a single date once."""
    has_date = or_(Slot.rrule != "", Slot.starts_wall >= first, _was_moved_beyond(first))
    return and_(has_date, or_(Slot.ended_wall.is_(None), Slot.ended_wall > first))


def _was_moved_beyond(first: datetime) -> ColumnElement[bool]:
    return Slot.id.in_(select(SlotException.slot_id).where(SlotException.moved_wall >= first))


def _exceptions(session: Session, window: Window) -> dict[int, list[SlotException]]:
    """What is different about dates whose old or new time lies in a window, by slot."""
    near = or_(SlotException.occurrence.between(*window), SlotException.moved_wall.between(*window))
    found = defaultdict(list)
    for exception in session.scalars(select(SlotException).where(near)):
        found[exception.slot_id].append(exception)
    return found


def _with_outcomes(session: Session, found: list[Occurrence]) -> list[Occurrence]:
    if not found:
        return []
    keys = [each.rule_wall for each in found]
    rows = session.scalars(select(SlotOutcome).where(SlotOutcome.occurrence.between(min(keys), max(keys))))
    outcomes = {(row.slot_id, row.occurrence): row for row in rows}
    return [replace(each, outcome=outcomes.get((each.slot_id, each.rule_wall))) for each in found]


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
