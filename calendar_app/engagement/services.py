"""What other rooms may do with reserved time; what stands behind each verb says its own module."""

from calendar_app.engagement.booking import change, end_series, reserve, reserved
from calendar_app.engagement.dates import hand_over, move, moved, restore, skip, take_over
from calendar_app.engagement.overlaps import clashes, clock_doubts, in_the_way
from calendar_app.engagement.reservation import MINUTES, Refused, Reservation
from calendar_app.engagement.timetable import next_date, occurrence, occurrences, running

__all__ = [
    "MINUTES",
    "Refused",
    "Reservation",
    "change",
    "clashes",
    "clock_doubts",
    "end_series",
    "hand_over",
    "in_the_way",
    "move",
    "moved",
    "next_date",
    "occurrence",
    "occurrences",
    "reserve",
    "reserved",
    "restore",
    "running",
    "skip",
    "take_over",
]
