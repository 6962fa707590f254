"""Asking for a subscription."""

from uuid import uuid4

from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Length

from calendar_app.feeds.building import KINDS
from calendar_app.foundation.forms import RoomForm, clean
from calendar_app.foundation.i18n import mark

_ = mark


class FeedForm(RoomForm):
    """Which calendar is subscribed to. Sent twice it makes one feed."""

    kind = RadioField(_("Calendar"), [InputRequired()])
    form_key = HiddenField("", [Length(max=36)], filters=[clean], default=lambda: str(uuid4()))

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = [(key, kind.name) for key, kind in KINDS.items() if not kind.is_of_channel]
