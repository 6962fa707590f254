"""What a person says about mails."""

from typing import Any

from wtforms import BooleanField, Field, SelectMultipleField, TimeField, ValidationError
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from calendar_app.foundation.forms import MayBeEmpty, RoomForm, choices
from calendar_app.foundation.i18n import gettext, mark, ngettext
from calendar_app.reminders.choices import LEADS
from calendar_app.reminders.hours import Quiet
from calendar_app.reminders.kind import GATHERED, all_kinds

_ = mark


class Boxes(SelectMultipleField):
    """Boxes to tick."""

    data: list[Any]

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChoicesForm(RoomForm):
    kinds = Boxes(_("These mails come"))
    lead_minutes = Boxes(_("How long before dialog time and posts"), [InputRequired()], coerce=int)
    is_gathered = BooleanField(_("What can wait comes gathered in one mail each morning"))
    in_hours = BooleanField(_("What can wait comes in working hours only"))
    quiet_from = TimeField(_("No mail from"), [MayBeEmpty()])
    quiet_until = TimeField(_("No mail until"), [MayBeEmpty()])

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        kinds = ((key, kind) for key, kind in all_kinds().items() if key != GATHERED)
        self.kinds.choices = choices((key, gettext(kind.name)) for key, kind in kinds)
        self.lead_minutes.choices = choices(
            (lead, ngettext("%(num)d minute", "%(num)d minutes", lead)) for lead in LEADS
        )

    def validate_quiet_from(self, field: Field) -> None:
        if field.data is not None and self.quiet_until.data is None:
            raise ValidationError(gettext(_("Quiet hours need a beginning and an end.")))

    def validate_quiet_until(self, field: Field) -> None:
        if field.data is not None and self.quiet_from.data is None:
            raise ValidationError(gettext(_("Quiet hours need a beginning and an end.")))
        if field.data is not None and field.data == self.quiet_from.data:
            raise ValidationError(gettext(_("Quiet hours end at another time than they begin.")))

    @property
    def quiet(self) -> Quiet | None:
        start, end = self.quiet_from.data, self.quiet_until.data
        return None if start is None or end is None else Quiet(start, end)

    @property
    def chosen(self) -> set[str]:
        """The kinds that were ticked, with the one that has a box of its own."""
        return {*self.kinds.data, *([GATHERED] if self.is_gathered.data else [])}
