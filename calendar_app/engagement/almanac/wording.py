"""The words for calendars of others; looked up where they are shown."""

from calendar_app.engagement.almanac.models import Purpose
from calendar_app.engagement.almanac.opening import UNREADABLE
from calendar_app.engagement.almanac.reading import Why
from calendar_app.foundation.fetching import Trouble
from calendar_app.foundation.i18n import mark

PURPOSES = {
    Purpose.HOLIDAY: mark("Holidays and closed days"),
    Purpose.ABSENCE: mark("Absences"),
    Purpose.EVENT: mark("Events"),
}
PURPOSE_ICONS = {Purpose.HOLIDAY: "sun", Purpose.ABSENCE: "airplane", Purpose.EVENT: "pin-angle"}
PURPOSE_MEANINGS = {
    Purpose.HOLIDAY: mark("Nobody works: proposals, capacity, quiet hours and due times know it."),
    Purpose.ABSENCE: mark("Somebody is away: their dialog time goes to deputies. No title is kept."),
    Purpose.EVENT: mark("Something takes place: it stands in the calendar and beside proposals."),
}

REASONS = {
    Why.BROKEN: mark("says no time, or none that makes sense"),
    Why.CANCELLED: mark("is cancelled"),
    Why.TIMED: mark("takes only a part of a day"),
    Why.NOBODY: mark("names nobody on the team, or nobody alone"),
    Why.LONG: mark("lasts longer than a year"),
    Why.MANY: mark("is beyond the first thousand"),
}

TROUBLES = {
    Trouble.ADDRESS: mark(
        "This is no address of a calendar on the web: https://, without name and password."
    ),
    Trouble.PRIVATE: mark("The address leads into a network that is not public. It is not asked."),
    Trouble.UNREACHABLE: mark("The calendar cannot be reached."),
    Trouble.SLOW: mark("The calendar takes too long to answer."),
    Trouble.BIG: mark("The calendar is too large."),
    Trouble.LOCKED: mark("The calendar asks for a password. Use its secret address instead."),
    Trouble.REFUSED: mark("There is no calendar at this address any more."),
    UNREADABLE: mark("What is there cannot be read as a calendar."),
}
