"""What happens to reserved time: it is booked, changed, skipped, moved, restored, ended.

What has taken place stays as it was. Whoever changes a series that already has a past ends it and lets a new
one go on from there, so that neither the log nor the rules that look back see another past.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import and_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot, SlotException, SlotKind, SlotOutcome
from calendar_app.engagement.recurrence import KEY, Occurrence, expand, gives, take_place, wall_times
from calendar_app.engagement.rhythm import ONCE, Rhythm
from calendar_app.engagement.timetable import (
    alike,
    dates_of,
    exception_of,
    next_date,
    occurrence,
    occurrences,
    running,
)
from calendar_app.foundation.i18n import format_skeleton, format_time, gettext, mark
from calendar_app.foundation.zones import is_double, is_missing, to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed, take_turns

__all__ = [
    "MINUTES",
    "Refused",
    "Reservation",
    "change",
    "clashes",
    "clock_doubts",
    "end_series",
    "hand_over",
    "move",
    "moved",
    "next_date",
    "occurrence",
    "occurrences",
    "overlapping",
    "reserve",
    "reserved",
    "restore",
    "running",
    "skip",
]

_ = mark

MINUTES = range(5, 481)
CLASHES_WITHIN = timedelta(weeks=8)
DOUBTS_WITHIN = timedelta(days=366)
FIRST_WITHIN = timedelta(days=40)  # a weekday's place in the month comes at least so often


class Refused(ValueError):  # noqa: N818 it is an answer, not a failure
    """What was asked for cannot be; the text says why, in the reader's language."""


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """What is reserved: whose time, for what, when.

    `starts_wall` is naive. The deputy holds the time while the person is away.
    """

    person: Person
    channels: tuple[Channel, ...]
    kind: SlotKind = SlotKind.VISIT
    starts_wall: datetime
    zone: str
    minutes: int = 30
    rhythm: Rhythm = ONCE
    deputy: Person | None = None
    note: str = ""

    @property
    def rule(self) -> str:
        return self.rhythm.rule

    def first_wall(self, now: datetime) -> datetime:
        """The first date from now on that the rule really gives: a series starts on one of its own days."""
        start = self.starts_wall.replace(second=0, microsecond=0)
        if not self.rule:
            return start
        earliest = max(start, to_wall(now, self.zone))
        return min(wall_times(start, self.rhythm.beat.rule, earliest, earliest + FIRST_WITHIN))


def reserve(session: Session, reservation: Reservation, *, now: datetime) -> Slot:
    """Book time for conversation."""
    _must_be_possible(reservation, now)
    slot = Slot(created_at=now)
    _write(slot, reservation, now)
    session.add(slot)
    session.flush()
    plan_changed(session)
    return slot


def reserved(session: Session, reservation: Reservation, *, now: datetime) -> Slot | None:
    """What is booked already when the same form comes a second time; at once, the two take turns."""
    take_turns(session)
    draft = Slot()
    _write(draft, reservation, now)
    return alike(session, draft)


def change(session: Session, slot: Slot, reservation: Reservation, *, now: datetime) -> Slot:
    """Change a slot; returns the one that holds from then on.

    A series is changed from the reservation's day on. When dates of it lie before that day it ends there, and
    a new series goes on.
    """
    _must_be_possible(reservation, now)
    _must_go_on(session, slot, now)
    reservation = _in_step(slot, reservation, now)
    cut = max(reservation.starts_wall.replace(hour=0, minute=0), to_wall(now, slot.zone))
    if slot.rrule and _has_dates_before(slot, cut):
        return _go_on_anew(session, slot, reservation, cut, now)
    was_series = bool(slot.rrule)
    _write(slot, reservation, now)
    _drop_exceptions(slot, lambda date: was_series and gives(slot, date))
    _touch(session, slot, now)
    return slot


def end_series(session: Session, slot: Slot, *, now: datetime) -> None:
    """Let nothing of a slot take place any more. What was, stays."""
    here = to_wall(now, slot.zone)
    if slot.ended_wall is None or slot.ended_wall > here:
        slot.ended_wall = here
        _touch(session, slot, now)


def skip(session: Session, slot: Slot, wall: datetime, *, now: datetime) -> None:
    """Leave one date out. Twice is once."""
    if not _lying_ahead(session, slot, wall, now).skipped:
        _set_apart(session, slot, wall, now)


def move(
    session: Session, slot: Slot, wall: datetime, to: datetime, *, minutes: int | None = None, now: datetime
) -> None:
    """Let one date take place at another naive wall time, for another length if given."""
    there = moved(_lying_ahead(session, slot, wall, now), to, minutes)
    if there.start <= now:
        raise Refused(gettext(_("The new time is already over.")))
    if slot.ended_wall is not None and to >= slot.ended_wall:
        raise Refused(gettext(_("The series ends before the new time.")))
    _must_not_meet_its_own(session, slot, there)
    _set_apart(session, slot, wall, now, to, minutes)


def hand_over(session: Session, slot: Slot, wall: datetime, to: Person, *, now: datetime) -> Slot:
    """Let somebody else hold one date; returns the single date that stands in for it."""
    date = _lying_ahead(session, slot, wall, now)
    if to.id == date.person.id:
        raise Refused(gettext(_("%(name)s holds this date already."), name=to.name))
    stand_in = reserve(session, _instead(slot, date, to), now=now)
    _set_apart(session, slot, wall, now, stand_in=stand_in)
    return stand_in


def restore(session: Session, slot: Slot, wall: datetime, *, now: datetime) -> None:
    """Let a skipped or moved date take place as the rule says."""
    exception = exception_of(session, slot, wall)
    regular = take_place(slot, wall, None)
    if exception is None:
        return
    if regular is None or regular.end <= now:
        raise Refused(gettext(_("The time that the series gives is already over.")))
    _must_not_meet_its_own(session, slot, regular)
    _dismiss(session, exception.stand_in, now)
    session.delete(exception)
    _touch(session, slot, now)


def moved(occurrence: Occurrence, to: datetime, minutes: int | None = None) -> Occurrence:
    """The occurrence as it would be at another naive wall time."""
    start = to_utc(to, occurrence.zone)
    minutes = minutes or occurrence.minutes
    end = start + timedelta(minutes=minutes)
    wall = to_wall(start, occurrence.zone)
    return replace(
        occurrence, start=start, end=end, start_wall=wall, minutes=minutes, moved=True, skipped=False
    )


def clashes(
    session: Session, reservation: Reservation, *, but: Slot | None = None, now: datetime
) -> list[Occurrence]:
    """What the person already has at the reserved times of eight weeks; `but` is the series being changed."""
    start = to_utc(reservation.first_wall(now), reservation.zone)
    draft = Slot()
    _write(draft, reservation, now)
    wanted = list(expand(draft, (), start, start + CLASHES_WITHIN))
    return overlapping(session, wanted, but=but)


def overlapping(session: Session, wanted: list[Occurrence], *, but: Slot | None = None) -> list[Occurrence]:
    """What one person already has while the wanted occurrences take place."""
    if not wanted:
        return []
    first, last = min(each.start for each in wanted), max(each.end for each in wanted)
    longest = timedelta(minutes=max(MINUTES))
    taken = occurrences(session, first - longest, last, person_id=wanted[0].person.id)
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


def _must_be_possible(reservation: Reservation, now: datetime) -> None:
    if not reservation.channels:
        raise Refused(gettext(_("Conversation needs a place: choose at least one channel.")))
    if reservation.minutes not in MINUTES:
        raise Refused(gettext(_("A slot lasts from 5 to 480 minutes.")))
    if not reservation.person.is_here:
        raise Refused(gettext(_("%(name)s is not on the team any more."), name=reservation.person.name))
    if reservation.deputy and not reservation.deputy.is_here:
        raise Refused(gettext(_("%(name)s is not on the team any more."), name=reservation.deputy.name))
    here = to_wall(now, reservation.zone)
    is_over = reservation.starts_wall < here
    if reservation.starts_wall.date() < here.date() or (is_over and not reservation.rule):
        raise Refused(gettext(_("This time is already over.")))
    until = reservation.rhythm.until
    if reservation.rule and until and until < reservation.first_wall(now).date():
        raise Refused(gettext(_("The series would end before its first date.")))


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


def _instead(slot: Slot, date: Occurrence, to: Person) -> Reservation:
    return Reservation(
        person=to,
        channels=date.channels,
        kind=date.kind,
        starts_wall=date.start_wall,
        zone=date.zone,
        minutes=date.minutes,
        note=slot.note,
    )


def _must_go_on(session: Session, slot: Slot, now: datetime) -> None:
    """A slot without a date ahead belongs to the past, and the past is not changed."""
    if next_date(session, slot, now) is None:
        raise Refused(gettext(_("Nothing of this lies ahead any more: reserve anew instead.")))


def _lying_ahead(session: Session, slot: Slot, wall: datetime, now: datetime) -> Occurrence:
    found = occurrence(session, slot.id, f"{wall:{KEY}}")
    if found is None:
        raise Refused(gettext(_("This date does not exist any more.")))
    if found.outcome is not None:
        raise Refused(gettext(_("This date already has an outcome.")))
    if found.end <= now:
        raise Refused(gettext(_("This date is already over: say how it ended instead.")))
    return found


def _must_not_meet_its_own(session: Session, slot: Slot, wanted: Occurrence) -> None:
    longest = timedelta(minutes=max(MINUTES))
    for each in dates_of(session, slot, wanted.start - longest, wanted.end):
        if each.key != wanted.key and each.overlaps(wanted):
            raise Refused(
                gettext(
                    _("The same series already takes place then: %(date)s, %(time)s."),
                    date=format_skeleton(each.start_wall, "yMMMEd"),
                    time=format_time(each.start_wall),
                )
            )


def _write(slot: Slot, reservation: Reservation, now: datetime) -> None:
    slot.person = reservation.person
    slot.deputy = reservation.deputy
    slot.channels = list(reservation.channels)
    slot.kind = reservation.kind
    slot.starts_wall = reservation.first_wall(now)
    slot.zone = reservation.zone
    slot.minutes = reservation.minutes
    slot.rrule = reservation.rule
    slot.note = reservation.note
    slot.updated_at = now


def _has_dates_before(slot: Slot, cut: datetime) -> bool:
    """Whether a series has a past at a naive wall time: dates of its rule, or later ones brought forward."""
    brought_forward = (each.moved_wall for each in slot.exceptions if each.moved_wall is not None)
    return bool(wall_times(slot.starts_wall, slot.rrule, slot.starts_wall, cut)) or any(
        wall < cut for wall in brought_forward
    )


def _go_on_anew(session: Session, old: Slot, reservation: Reservation, cut: datetime, now: datetime) -> Slot:
    new = Slot(created_at=now, continues_id=old.id)
    _write(new, reservation, now)
    session.add(new)
    session.flush()
    _hand_on(session, old, new, cut)
    _drop_exceptions(new, lambda date: gives(new, date))
    old.ended_wall = cut
    _touch(session, old, now)
    return new


def _hand_on(session: Session, old: Slot, new: Slot, cut: datetime) -> None:
    """What is known of dates ahead goes to the new series; what was brought forward stays with the old."""
    is_held = and_(SlotException.slot_id == old.id, SlotException.moved_wall < cut)
    held = set(session.scalars(select(SlotException.occurrence).where(is_held)))
    for rows in (SlotException, SlotOutcome):
        ahead = and_(rows.slot_id == old.id, rows.occurrence >= cut, rows.occurrence.not_in(held))
        session.execute(update(rows).where(ahead).values(slot_id=new.id))
    session.refresh(new, ["exceptions"])


def _drop_exceptions(slot: Slot, is_kept: Callable[[datetime], bool]) -> None:
    slot.exceptions = [exception for exception in slot.exceptions if is_kept(exception.occurrence)]


def _set_apart(
    session: Session,
    slot: Slot,
    wall: datetime,
    now: datetime,
    to: datetime | None = None,
    minutes: int | None = None,
    stand_in: Slot | None = None,
) -> None:
    exception = exception_of(session, slot, wall)
    if exception is None:
        exception = SlotException(slot_id=slot.id, occurrence=wall)
        session.add(exception)
    _dismiss(session, exception.stand_in, now)
    exception.moved_wall, exception.minutes, exception.stand_in = to, minutes, stand_in
    exception.updated_at = now
    _touch(session, slot, now)


def _dismiss(session: Session, stand_in: Slot | None, now: datetime) -> None:
    """Who stood in for a date is free again once the date itself takes place."""
    if stand_in is not None:
        end_series(session, stand_in, now=now)


def _touch(session: Session, slot: Slot, now: datetime) -> None:
    """The slot's revision counts every change of it, of its exceptions too."""
    slot.updated_at = now
    flag_modified(slot, "updated_at")
    session.flush()
    plan_changed(session)
