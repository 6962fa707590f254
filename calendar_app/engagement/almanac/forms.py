"""The forms of calendars that others keep."""

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField
from wtforms import Field, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired

from calendar_app.engagement.almanac.models import Purpose
from calendar_app.engagement.almanac.services import LONGEST_FILE
from calendar_app.engagement.almanac.wording import PURPOSES
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, MayBeEmpty, RoomForm, web_address
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person

_ = mark


def with_scheme(address: str | None) -> str:
    """Calendar apps say webcal where they mean https."""
    given = address or ""
    return "https://" + given.removeprefix("webcal://") if given.startswith("webcal://") else given


class CalendarAddress(Line):
    """The https address of a calendar, or nothing."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, most=2048, validators=[MayBeEmpty(), web_address], **options)
        self.filters = [*self.filters, with_scheme]


class SourceForm(RoomForm):
    """A file or an address, one of the two; `content` is the file's bytes."""

    sheet = FileField(mark("Calendar file (.ics)"))
    address = CalendarAddress(mark("Address of the calendar"))

    content: bytes | None = None

    def validate_sheet(self, field: Field) -> None:
        if bool(field.data) == bool(self.address.data):
            raise ValidationError(gettext(_("A file or an address: one of the two.")))
        if field.data:
            self.content = field.data.read(LONGEST_FILE + 1)
            _must_have_measure(self.content)


class NameForm(EditForm):
    """What a calendar is called here."""

    name = Line(mark("Name"), validators=[InputRequired()])


class ImportForm(SourceForm):
    """A calendar that somebody brings: what it is called, and what its dates mean."""

    name = Line(mark("Name"), validators=[InputRequired()])
    purpose = RadioField(mark("What do its dates mean?"), [InputRequired()])
    person = SelectField(mark("Whose absences"), coerce=int, default=0)

    def __init__(self, team: Sequence[Person], **options: Any) -> None:
        super().__init__(**options)
        self.purpose.choices = [(purpose, gettext(name)) for purpose, name in PURPOSES.items()]
        named = (0, gettext(_("Whoever a title names")))
        self.person.choices = [named, *((each.id, each.name) for each in team)]
        self._team = team

    @property
    def chosen(self) -> Purpose:
        return Purpose(self.purpose.data or "")

    @property
    def whose(self) -> Person | None:
        return next((each for each in self._team if each.id == self.person.data), None)


def _must_have_measure(content: bytes) -> None:
    if len(content) > LONGEST_FILE:
        raise ValidationError(
            gettext(_("The file is larger than %(most)d megabytes."), most=LONGEST_FILE // 1_000_000)
        )
    if not content.strip():
        raise ValidationError(gettext(_("The file is empty.")))
