"""Reserved time is booked, changed, ended: series and single dates as a whole.

What has taken place stays as it was. Whoever changes a series that already has a past ends it and lets a new
one go on from there, so that neither the log nor the rules that look back see another past.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from calendar_app.engagement.models import Slot, SlotException, SlotOutcome
from calendar_app.engagement.recurrence import gives, wall_times
from calendar_app.engagement.reservation import FIRST_WITHIN, Refused, Reservation, must_be_possible
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.engagement.timetable import alike, is_over, next_date
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.zones import to_wall
from calendar_app.people.services import plan_changed, take_turns

_ = mark


def reserve(session: Session, reservation: Reservation, *, now: datetime) -> Slot:
    """Book time for conversation."""
    must_be_possible(reservation, now)
    slot = Slot(created_at=now)
    reservation.write_to(slot, now)
    session.add(slot)
    session.flush()
    plan_changed(session)
    return slot


def reserved(session: Session, reservation: Reservation, *, now: datetime) -> Slot | None:
    """What is booked already when the same form comes a second time; at once, the two take turns."""
    take_turns(session)
    draft = Slot()
    reservation.write_to(draft, now)
    return alike(session, draft)


def change(session: Session, slot: Slot, reservation: Reservation, *, now: datetime) -> Slot:
    """Change a slot; returns the one that holds from then on.

    A series is changed from the reservation's day on. When dates of it lie before that day it ends there, and
    a new series goes on.
    """
    must_be_possible(reservation, now)
    _must_go_on(session, slot, now)
    reservation = _in_step(slot, reservation, now)
    cut = max(reservation.starts_wall.replace(hour=0, minute=0), to_wall(now, slot.zone))
    if slot.rrule and _has_dates_before(slot, cut):
        return _go_on_anew(session, slot, reservation, cut, now)
    was_series = bool(slot.rrule)
    reservation.write_to(slot, now)
    _drop_exceptions(session, slot, now, lambda date: was_series and gives(slot, date))
    touch(session, slot, now)
    return slot


def end_series(session: Session, slot: Slot, *, now: datetime) -> None:
    """Let nothing of a slot take place any more, whoever holds a date of it. What was, stays."""
    here = to_wall(now, slot.zone)
    if slot.ended_wall is None or slot.ended_wall > here:
        for exception in slot.exceptions:
            dismiss(session, exception, now)
        slot.ended_wall = here
        touch(session, slot, now)


def dismiss(session: Session, exception: SlotException, now: datetime) -> None:
    """Who stands in for a date is free again: it is no more, or takes place itself."""
    if exception.stand_in is not None and not is_over(exception.stand_in, now):
        end_series(session, exception.stand_in, now=now)


def _in_step(slot: Slot, wish: Reservation, now: datetime) -> Reservation:
    """A wish that keeps a series' rhythm starts with one of its days: a fortnight keeps its weeks."""
    old = Rhythm.read(slot.rrule)
    if not slot.rrule or (old.weekdays, old.cycle) != (wish.rhythm.weekdays, wish.rhythm.cycle):
        return wish
    day, endless = wish.starts_wall.replace(hour=0, minute=0), replace(old, until=None, times=None)
    dates = wall_times(slot.starts_wall, endless.rule, day, day + FIRST_WITHIN)
    starts = (datetime.combine(date, wish.starts_wall.time()) for date in dates)
    first = next((start for start in starts if start >= to_wall(now, wish.zone)), wish.starts_wall)
    return replace(wish, starts_wall=first)


def _must_go_on(session: Session, slot: Slot, now: datetime) -> None:
    """A slot without a date ahead belongs to the past, and the past is not changed."""
    if next_date(session, slot, now) is None:
        raise Refused(gettext(_("Nothing of this lies ahead any more: reserve anew instead.")))


def _has_dates_before(slot: Slot, cut: datetime) -> bool:
    """Whether a series has a past at a naive wall time: dates of its rule, or later ones brought forward."""
    brought_forward = (each.moved_wall for each in slot.exceptions if each.moved_wall is not None)
    return bool(wall_times(slot.starts_wall, slot.rrule, slot.starts_wall, cut)) or any(
        wall < cut for wall in brought_forward
    )


def _go_on_anew(session: Session, old: Slot, reservation: Reservation, cut: datetime, now: datetime) -> Slot:
    new = Slot(created_at=now, continues_id=old.id)
    reservation.write_to(new, now)
    session.add(new)
    session.flush()
    _hand_on(session, old, new, cut)
    _drop_exceptions(session, new, now, lambda date: gives(new, date))
    old.ended_wall = cut
    touch(session, old, now)
    return new


def _hand_on(session: Session, old: Slot, new: Slot, cut: datetime) -> None:
    """What is known of dates ahead goes to the new series; what was brought forward stays with the old."""
    is_held = and_(SlotException.slot_id == old.id, SlotException.moved_wall < cut)
    held = set(session.scalars(select(SlotException.occurrence).where(is_held)))
    for rows in (SlotException, SlotOutcome):
        ahead = and_(rows.slot_id == old.id, rows.occurrence >= cut, rows.occurrence.not_in(held))
        session.execute(update(rows).where(ahead).values(slot_id=new.id))
    session.refresh(new, ["exceptions"])


def _drop_exceptions(
    session: Session, slot: Slot, now: datetime, is_kept: Callable[[datetime], bool]
) -> None:
    dropped = [exception for exception in slot.exceptions if not is_kept(exception.occurrence)]
    for exception in dropped:
        dismiss(session, exception, now)
        slot.exceptions.remove(exception)


def touch(session: Session, slot: Slot, now: datetime) -> None:
    """The slot's revision counts every change of it, of its exceptions too."""
    slot.updated_at = now
    flag_modified(slot, "updated_at")
    session.flush()
    plan_changed(session)
