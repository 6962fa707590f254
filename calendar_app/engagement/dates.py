"""One date of a series is skipped, moved, handed over, restored. What is over is none of them any more."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from calendar_app.engagement.booking import dismiss, reserve, touch
from calendar_app.engagement.models import Slot, SlotException
from calendar_app.engagement.overlaps import overlapping
from calendar_app.engagement.recurrence import KEY, Occurrence, take_place
from calendar_app.engagement.reservation import LONGEST, Refused, Reservation
from calendar_app.engagement.timetable import dates_of, exception_of, occurrence
from calendar_app.foundation.i18n import format_skeleton, format_time, gettext, mark
from calendar_app.foundation.zones import to_utc, to_wall
from calendar_app.people.models import Person
from calendar_app.people.services import take_turns

_ = mark


def skip(session: Session, slot: Slot, wall: datetime, *, now: datetime) -> None:
    """Leave one date out. Twice is once; one that somebody else holds is theirs to skip."""
    date = _lying_ahead(session, slot, wall, now)
    if date.handed_over:
        raise Refused(gettext(_("This date is in other hands already.")))
    if not date.skipped:
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


def take_over(session: Session, slot: Slot, wall: datetime, person: Person, *, now: datetime) -> Slot:
    """Hold one date instead of who cannot; returns the single date that stands in for it.

    Of two who tap at the same moment the first one holds it. A second tap changes nothing.
    """
    take_turns(session)
    exception = exception_of(session, slot, wall)
    if exception is None or exception.stand_in is None:
        return hand_over(session, slot, wall, person, now=now)
    if exception.stand_in.person_id != person.id:
        raise Refused(gettext(_("%(name)s has taken it over already."), name=exception.stand_in.person.name))
    return exception.stand_in


def restore(session: Session, slot: Slot, wall: datetime, *, now: datetime) -> None:
    """Let a skipped or moved date take place as the rule says, unless something else took its time."""
    take_turns(session)
    exception = exception_of(session, slot, wall)
    regular = take_place(slot, wall, None)
    if exception is None:
        return
    if regular is None or regular.end <= now:
        raise Refused(gettext(_("The time that the series gives is already over.")))
    _must_not_meet_its_own(session, slot, regular)
    _must_be_free(session, slot, regular)
    dismiss(session, exception, now)
    session.delete(exception)
    touch(session, slot, now)


def moved(occurrence: Occurrence, to: datetime, minutes: int | None = None) -> Occurrence:
    """The occurrence as it would be at another naive wall time."""
    start = to_utc(to, occurrence.zone)
    minutes = minutes or occurrence.minutes
    end = start + timedelta(minutes=minutes)
    wall = to_wall(start, occurrence.zone)
    return replace(
        occurrence, start=start, end=end, start_wall=wall, minutes=minutes, moved=True, skipped=False
    )


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
    for each in dates_of(session, slot, wanted.start - LONGEST, wanted.end):
        if each.key != wanted.key and each.overlaps(wanted):
            raise Refused(
                gettext(
                    _("The same series already takes place then: %(date)s, %(time)s."),
                    date=format_skeleton(each.start_wall, "yMMMEd"),
                    time=format_time(each.start_wall),
                )
            )


def _must_be_free(session: Session, slot: Slot, wanted: Occurrence) -> None:
    for each in overlapping(session, [wanted], but=slot):
        raise Refused(
            gettext(
                _("%(name)s has other dialog time then: %(date)s, %(time)s."),
                name=each.person.name,
                date=format_skeleton(each.start_wall, "yMMMEd"),
                time=format_time(each.start_wall),
            )
        )


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
    dismiss(session, exception, now)
    exception.moved_wall, exception.minutes, exception.stand_in = to, minutes, stand_in
    exception.updated_at = now
    touch(session, slot, now)
