"""The forms of working hours and absences."""

from datetime import date, time
from typing import Any

from wtforms import DateField, Field, SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from calendar_app.engagement.almanac.forms import CalendarAddress
from calendar_app.engagement.availability.models import WORKDAYS
from calendar_app.engagement.availability.services import Week
from calendar_app.engagement.forms import Boxes
from calendar_app.engagement.wording import weekday_names, working_time
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import RoomForm, WholeNumber, must_be_near
from calendar_app.foundation.holidays import REGIONS
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.rules.facts import Workday

_ = mark

MOST_MINUTES = 7 * 24 * 60


class DayHours(Field):
    """From when to when on weekdays with hours of their own: two clocks for each, Monday first, or none."""

    def process_formdata(self, valuelist: list[str]) -> None:
        pairs = enumerate(zip(valuelist[::2], valuelist[1::2], strict=False))
        self.data = tuple(_day(weekday, *clocks) for weekday, clocks in pairs if any(clocks))

    @property
    def typed(self) -> list[tuple[str, str, str]]:
        """Each weekday's name and what stands in its two clocks."""
        clocks = [*(self.raw_data or self._kept()), *[""] * 14]
        return list(zip(weekday_names(), clocks[:14:2], clocks[1:14:2], strict=True))

    @property
    def in_words(self) -> str:
        return working_time(self.data or ()) or "–"

    def _kept(self) -> list[str]:
        days = {day.weekday: day for day in self.data or ()}
        return [
            f"{clock:%H:%M}" if clock else ""
            for weekday in range(7)
            for clock in ((days[weekday].start, days[weekday].end) if weekday in days else (None, None))
        ]


def _day(weekday: int, start: str, end: str) -> Workday:
    """A weekday as it was typed. Raises ValueError with a sentence."""
    try:
        day = Workday(weekday, time.fromisoformat(start), time.fromisoformat(end))
    except ValueError:
        words = gettext(_("Two times as on a clock, or none: %(day)s."), day=weekday_names()[weekday])
        raise ValueError(words) from None
    if day.end <= day.start:
        raise ValueError(gettext(_("The working day ends after it begins.")))
    return day


class WeekForm(EditForm):
    """When somebody works, and how much of it is for the plan."""

    weekdays = Boxes(mark("Works on"), coerce=int, default=list(WORKDAYS))
    starts = TimeField(mark("Begins"), [InputRequired()], default=time(9))
    ends = TimeField(mark("Ends"), [InputRequired()], default=time(17))
    days = DayHours(mark("Other hours on single days"))
    minutes = WholeNumber(
        mark("Minutes a week for posts and conversation"), [Optional(), NumberRange(0, MOST_MINUTES)]
    )
    region = SelectField(mark("Holidays of"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.weekdays.choices = list(enumerate(weekday_names()))
        self.region.choices = [("", gettext(_("As the workspace has it"))), *REGIONS.items()]

    def validate_ends(self, field: Field) -> None:
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(gettext(_("The working day ends after it begins.")))

    @property
    def week(self) -> Week:
        """The week as it was typed."""
        return Week(
            starts=self.starts.data or time(),
            ends=self.ends.data or time(),
            weekdays=tuple(self.weekdays.data or ()),
            days=self.days.data or (),
            minutes=self.minutes.data,
            region=self.region.data or "",
        )


class CalendarForm(RoomForm):
    """The address of one's own calendar; nothing forgets it."""

    address = CalendarAddress(mark("Address of the calendar"))


class AbsenceForm(RoomForm):
    """Away from a day to a day, without a reason."""

    first = DateField(mark("First day away"), [InputRequired()])
    last = DateField(mark("Last day away"), [InputRequired()])

    def validate_first(self, field: Field) -> None:
        must_be_near(field)

    def validate_last(self, field: Field) -> None:
        must_be_near(field)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, as they were typed."""
        return self.first.data or date.min, self.last.data or date.min
