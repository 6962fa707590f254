"""What a person says about mails."""

from typing import Any

from wtforms import BooleanField, SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from calendar_app.foundation.forms import RoomForm, choices
from calendar_app.foundation.i18n import gettext, mark, ngettext
from calendar_app.reminders.choices import LEADS
from calendar_app.reminders.kind import all_kinds

_ = mark


class Boxes(SelectMultipleField):
    """Boxes to tick."""

    data: list[Any]

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChoicesForm(RoomForm):
    kinds = Boxes(_("These mails come"))
    lead_minutes = Boxes(_("How long before dialog time and posts"), [InputRequired()], coerce=int)
    in_hours = BooleanField(_("What can wait comes in working hours only"))

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.kinds.choices = choices((key, gettext(kind.name)) for key, kind in all_kinds().items())
        self.lead_minutes.choices = choices(
            (lead, ngettext("%(num)d minute", "%(num)d minutes", lead)) for lead in LEADS
        )
