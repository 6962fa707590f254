"""The form of a channel's audience in a month."""

from collections.abc import Sequence
from typing import Any

from wtforms import Field, HiddenField, SelectField, ValidationError
from wtforms.validators import NumberRange, Optional

from calendar_app.channels.models import Channel
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Passage, RoomForm, WholeNumber
from calendar_app.foundation.i18n import gettext, mark

_ = mark

MOST = 2_000_000_000


class AudienceForm(RoomForm):
    """How many follow, and how many of them took part in the month."""

    month = HiddenField()
    channel = SelectField(mark("Channel"), coerce=int)
    followers = WholeNumber(mark("Followers at the end of the month"), [Optional(), NumberRange(0, MOST)])
    engaged = WholeNumber(mark("Of them, people who took part"), [Optional(), NumberRange(0, MOST)])

    def __init__(self, *, channels: Sequence[Channel], **options: Any) -> None:
        super().__init__(**options)
        self.channel.choices = [(channel.id, channel.name) for channel in channels]

    def validate_engaged(self, field: Field) -> None:
        if field.data is not None and self.followers.data is not None and field.data > self.followers.data:
            raise ValidationError(
                gettext(_("More people took part than follow: one of the numbers is wrong."))
            )


class RemarkForm(EditForm):
    """What was noticed when a contribution was read again."""

    remark = Passage(mark("Remark"), most=2000, validators=[Optional()])
