"""The form's field that says where an idea comes from, and the form that notes one in a line."""

from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired, Length

from calendar_app.foundation.forms import Line, RoomForm, clean
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.posts.models import Source
from calendar_app.posts.telling.words import SOURCES
from calendar_app.posts.writing import Idea


class SourcePart(RoomForm):
    """Where an idea comes from."""

    source = SelectField(mark("Where the idea comes from"), coerce=Source, default=Source.OWN)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.source.choices = [(source.value, gettext(words)) for source, words in SOURCES.items()]


class IdeaForm(SourcePart):
    """An idea in one line, before it is a post for anywhere."""

    core = Line(mark("Idea"), most=500, validators=[DataRequired()])
    form_key = HiddenField("", [Length(max=36)], filters=[clean])

    @property
    def idea(self) -> Idea:
        return Idea(self.core.data, source=self.source.data)
