"""The form of shareable material."""

from typing import Any

from wtforms.validators import InputRequired, Optional

from calendar_app.engagement.forms import Boxes, SharedForm
from calendar_app.engagement.materials.models import Point
from calendar_app.engagement.materials.services import Wording
from calendar_app.engagement.materials.wording import POINTS
from calendar_app.foundation.forms import Line, Link, Passage
from calendar_app.foundation.i18n import gettext, mark


class MaterialForm(SharedForm):
    """What it is, where it lies, and what about it is settled."""

    name = Line(mark("What it is"), validators=[InputRequired()])
    link = Link(mark("Where it lies"), validators=[InputRequired()])
    note = Passage(mark("Note"), most=2000, validators=[Optional()])
    settled = Boxes(mark("Before others pass it on"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.settled.choices = [(point, gettext(words)) for point, words in POINTS.items()]

    @property
    def wording(self) -> Wording:
        """What was typed."""
        return Wording(
            name=self.name.data,
            link=self.link.data,
            note=self.note.data,
            channel=self.chosen_channel,
            settled=[Point(each) for each in self.settled.data or ()],
        )
