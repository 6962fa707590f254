"""The form of a theme."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField
from wtforms.validators import InputRequired

from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, Passage, choices
from calendar_app.foundation.i18n import mark
from calendar_app.posts.themes.quarters import Quarter
from calendar_app.posts.themes.services import Described
from calendar_app.posts.themes.wording import quarter_words

LONGEST = 400


class ThemeForm(EditForm):
    """What a quarter is about, and why that is worth reading."""

    name = Line(mark("Theme"), most=80, validators=[InputRequired()])
    benefit = Passage(mark("What do people get from it?"), most=LONGEST)
    quarter = SelectField(mark("Quarter"))

    def __init__(self, *, quarters: Iterable[Quarter], **options: Any) -> None:
        super().__init__(**options)
        self.quarter.choices = choices((each.name, quarter_words(each)) for each in sorted(quarters))

    @property
    def described(self) -> Described:
        """What was typed; only of a form that is valid."""
        quarter = Quarter.read(self.quarter.data)
        if quarter is None:
            raise ValueError("the form was not validated")
        return Described(name=self.name.data, quarter=quarter, benefit=self.benefit.data)
