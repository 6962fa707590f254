"""The form in which a team says what no comparison shall count."""

from collections.abc import Iterable
from typing import Any

from wtforms import SelectField
from wtforms.validators import DataRequired

from calendar_app.channels.models import Channel
from calendar_app.foundation.forms import Passage, RoomForm, choices
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.rulebook.boilerplate import LONGEST

EVERYWHERE = 0


class BoilerplateForm(RoomForm):
    """A phrase and where it is left out."""

    text = Passage(mark("Phrase"), most=LONGEST, validators=[DataRequired()])
    channel_id = SelectField(mark("Where"), coerce=int)

    def __init__(self, *arguments: Any, channels: Iterable[Channel], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._channels = {channel.id: channel for channel in channels}
        named = ((channel.id, channel.name) for channel in self._channels.values())
        self.channel_id.choices = choices([(EVERYWHERE, gettext("On all channels")), *named])

    @property
    def channel(self) -> Channel | None:
        return self._channels.get(self.channel_id.data)
