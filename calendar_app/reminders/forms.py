"""What a person says about mails."""

from typing import Any

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from calendar_app.foundation.forms import RoomForm, choices
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.reminders.kind import all_kinds

_ = mark


class Kinds(SelectMultipleField):
    """Boxes to tick, one for each kind of mail."""

    data: list[str]

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChoicesForm(RoomForm):
    kinds = Kinds(_("These mails come"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.kinds.choices = choices((key, gettext(kind.name)) for key, kind in all_kinds().items())
