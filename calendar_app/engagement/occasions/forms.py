"""The form of an occasion."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from wtforms import BooleanField, DateField, Field, SelectField
from wtforms.validators import InputRequired, Optional

from calendar_app.channels.models import Channel
from calendar_app.engagement.forms import must_be_near
from calendar_app.engagement.occasions.services import Described
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, Link, Passage
from calendar_app.foundation.i18n import gettext, mark

_ = mark

LONGEST = 5_000


class OccasionForm(EditForm):
    """What people talk about, and when."""

    name = Line(mark("Occasion to talk"), validators=[InputRequired()])
    day = DateField(mark("Day"), [InputRequired()])
    is_yearly = BooleanField(mark("Every year"))
    channel = SelectField(mark("Channel"), coerce=int, default=0)
    link = Link(mark("Link"), validators=[Optional()])
    note = Passage(mark("What could be said about it?"), most=LONGEST, validators=[Optional()])

    def __init__(self, *, channels: Sequence[Channel], **options: Any) -> None:
        super().__init__(**options)
        self._channels = channels
        everywhere = gettext(_("All channels"))
        self.channel.choices = [(0, everywhere), *((channel.id, channel.name) for channel in channels)]

    def validate_day(self, field: Field) -> None:
        must_be_near(field)

    @property
    def described(self) -> Described:
        """What was typed."""
        return Described(
            name=self.name.data,
            day=self.day.data or date.min,
            is_yearly=self.is_yearly.data,
            note=self.note.data,
            link=self.link.data,
            channel=next((each for each in self._channels if each.id == self.channel.data), None),
        )
