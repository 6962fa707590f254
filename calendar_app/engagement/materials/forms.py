"""The form of shareable material."""

from collections.abc import Sequence
from typing import Any

from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from calendar_app.channels.models import Channel
from calendar_app.engagement.forms import Boxes
from calendar_app.engagement.materials.models import Point
from calendar_app.engagement.materials.services import Wording
from calendar_app.engagement.materials.wording import POINTS
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, Link, Passage
from calendar_app.foundation.i18n import gettext, mark


class MaterialForm(EditForm):
    """What it is, where it lies, and what about it is settled."""

    name = Line(mark("What it is"), validators=[InputRequired()])
    link = Link(mark("Where it lies"), validators=[InputRequired()])
    note = Passage(mark("Note"), most=2000, validators=[Optional()])
    channel = SelectField(mark("Channel"), coerce=int, default=0)
    settled = Boxes(mark("Before others pass it on"))

    def __init__(self, *, channels: Sequence[Channel], **options: Any) -> None:
        super().__init__(**options)
        self._channels = channels
        everywhere = gettext(mark("All channels"))
        self.channel.choices = [(0, everywhere), *((channel.id, channel.name) for channel in channels)]
        self.settled.choices = [(point, gettext(words)) for point, words in POINTS.items()]

    @property
    def wording(self) -> Wording:
        """What was typed."""
        return Wording(
            name=self.name.data,
            link=self.link.data,
            note=self.note.data,
            channel=next((each for each in self._channels if each.id == self.channel.data), None),
            settled=[Point(each) for each in self.settled.data or ()],
        )
