"""The forms of working hours and absences."""

from datetime import date, time
from typing import Any

from wtforms import DateField, Field, IntegerField, SelectField, TimeField, ValidationError
from wtforms.validators import InputRequired, NumberRange, Optional

from calendar_app.engagement.availability.models import WORKDAYS
from calendar_app.engagement.availability.services import Week
from calendar_app.engagement.forms import Boxes
from calendar_app.engagement.wording import weekday_names
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, RoomForm, web_address
from calendar_app.foundation.holidays import REGIONS
from calendar_app.foundation.i18n import gettext, mark

_ = mark

MOST_MINUTES = 7 * 24 * 60


class WeekForm(EditForm):
    """When somebody works, and how much of it is for the plan."""

    weekdays = Boxes(mark("Works on"), coerce=int, default=list(WORKDAYS))
    starts = TimeField(mark("Begins"), [InputRequired()], default=time(9))
    ends = TimeField(mark("Ends"), [InputRequired()], default=time(17))
    minutes = IntegerField(
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
            minutes=self.minutes.data,
            region=self.region.data or "",
        )


class CalendarForm(RoomForm):
    """The address of one's own calendar; nothing forgets it."""

    address = Line(mark("Address of the calendar"), most=2048, validators=[Optional()])

    def validate_address(self, field: Field) -> None:
        """Calendar apps say webcal where they mean https."""
        if field.data and field.data.startswith("webcal://"):
            field.data = "https://" + field.data.removeprefix("webcal://")
        web_address(self, field)


class AbsenceForm(RoomForm):
    """Away from a day to a day, without a reason."""

    first = DateField(mark("First day away"), [InputRequired()])
    last = DateField(mark("Last day away"), [InputRequired()])

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, as they were typed."""
        return self.first.data or date.min, self.last.data or date.min
