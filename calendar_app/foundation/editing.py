"""Forms over something that is there: of two who edit it at once, neither overwrites the other unseen."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, time
from hashlib import sha256
from typing import Any, TypeVar

from wtforms import BooleanField, Field, HiddenField
from wtforms.fields.choices import SelectFieldBase

from calendar_app.foundation.forms import RoomForm
from calendar_app.foundation.i18n import format_date, format_time, gettext, mark

_ = mark

Difference = tuple[str, str]
"""A field's label, and what somebody else has put there."""

_UNSEEN = {"HiddenField", "CSRFTokenField"}


class EditForm(RoomForm):
    """A form that knows what its writer saw when they opened it.

    Rows that count their changes themselves carry a revision instead; this is for all others. A form that was
    sent over a row that says something else by now is not valid until it is sent again; `differing` is shown
    until then. A page that adds a row leaves `stored` out.
    """

    seen = HiddenField()
    stored: "EditForm | None" = None
    differing: Sequence[Difference] = ()

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        is_valid: bool = super().validate(extra_validators)
        if self.stored is not None and self.seen.data not in {"", None, self.stored.fingerprint}:
            self.differing = differences(self, self.stored)
            self.seen.data = self.stored.fingerprint
        return is_valid and not self.differing

    @property
    def fingerprint(self) -> str:
        """A name for exactly these entries."""
        entries = [(field.name, str(field.data)) for field in _shown(self)]
        return sha256(json.dumps(entries).encode()).hexdigest()[:16]

    @property
    def status(self) -> int:
        """What the page that shows this form again answers with."""
        if self.differing:
            return 409
        return 422 if self.is_submitted() else 200


Edited = TypeVar("Edited", bound=EditForm)


def edited(make: Callable[..., Edited]) -> Edited:
    """A form over a row, as it was sent or else as the row is; `make` makes it from the row."""
    form, stored = make(), make(formdata=None)
    form.stored = stored
    form.seen.data = form.seen.data or stored.fingerprint
    return form


def entries_of(form: RoomForm) -> dict[str, Any]:
    """What is typed or chosen, by field; without what a form carries for itself."""
    return {field.name: field.data for field in _shown(form)}


def differences(typed: RoomForm, stored: RoomForm) -> list[Difference]:
    """What stands in a stored version of a form where something else is typed, in the reader's language.

    A field that a room has made for itself says it in `in_words`.
    """
    return [
        (field.label.text, getattr(field, "in_words", "") or _said(field))
        for field in _shown(stored)
        if typed[field.short_name].data != field.data  # several forms on a page have prefixes
    ]


def _shown(form: RoomForm) -> Iterator[Field]:
    return (field for field in form if field.type not in _UNSEEN)


def _said(field: Field) -> str:
    """A field's content as a person reads it."""
    if isinstance(field, BooleanField):
        return gettext(_("yes")) if field.data else gettext(_("no"))
    if isinstance(field, SelectFieldBase):
        return ", ".join(str(option.label.text) for option in field if option.checked) or "–"
    match field.data:
        case None | "":
            return "–"
        case date():
            return format_date(field.data)
        case time():
            return format_time(field.data)
        case _:
            return str(field.data)
