"""What somebody wants to reserve, and what of that cannot be."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot, SlotKind
from calendar_app.engagement.recurrence import wall_times
from calendar_app.engagement.rhythm import ONCE, Rhythm
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person

_ = mark

MINUTES = range(5, 481)
LONGEST = timedelta(minutes=max(MINUTES))
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

    def write_to(self, slot: Slot, now: datetime) -> None:
        """Let a slot, new or known, reserve this and nothing else."""
        slot.person = self.person
        slot.deputy = self.deputy
        slot.channels = list(self.channels)
        slot.kind = self.kind
        slot.starts_wall = self.first_wall(now)
        slot.zone = self.zone
        slot.minutes = self.minutes
        slot.rrule = self.rule
        slot.note = self.note
        slot.updated_at = now


def must_be_possible(reservation: Reservation, now: datetime) -> None:
    if not reservation.channels:
        raise Refused(gettext(_("Conversation needs a place: choose at least one channel.")))
    if reservation.minutes not in MINUTES:
        raise Refused(gettext(_("A slot lasts from 5 to 480 minutes.")))
    if not reservation.person.is_here:
        raise Refused(gettext(_("%(name)s is not on the team any more."), name=reservation.person.name))
    if reservation.deputy and not reservation.deputy.is_here:
        raise Refused(gettext(_("%(name)s is not on the team any more."), name=reservation.deputy.name))
    here = to_wall(now, reservation.zone).replace(second=0, microsecond=0)  # this very minute can be typed
    is_over = reservation.starts_wall < here
    if reservation.starts_wall.date() < here.date() or (is_over and not reservation.rule):
        raise Refused(gettext(_("This time is already over.")))
    until = reservation.rhythm.until
    if reservation.rule and until and until < reservation.first_wall(now).date():
        raise Refused(gettext(_("The series would end before its first date.")))
