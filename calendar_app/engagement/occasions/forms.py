"""The form of an occasion."""

from datetime import date

from wtforms import BooleanField, DateField, Field
from wtforms.validators import InputRequired, Optional

from calendar_app.engagement.forms import SharedForm
from calendar_app.engagement.occasions.services import Described
from calendar_app.foundation.forms import Line, Link, Passage, must_be_near
from calendar_app.foundation.i18n import mark

LONGEST = 5_000


class OccasionForm(SharedForm):
    """What people talk about, and when."""

    name = Line(mark("Occasion to talk"), validators=[InputRequired()])
    day = DateField(mark("Day"), [InputRequired()])
    is_yearly = BooleanField(mark("Every year"))
    link = Link(mark("Link"), validators=[Optional()])
    note = Passage(mark("What could be said about it?"), most=LONGEST, validators=[Optional()])

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
            channel=self.chosen_channel,
        )
