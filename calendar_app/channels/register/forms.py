"""The form of one access. It has no field for a secret, and refuses one that is typed into another field."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, DateField, Field, Form, SelectField
from wtforms.validators import Optional, ValidationError

from calendar_app.channels.register.models import AccessKind, AccessRight
from calendar_app.channels.register.secrets import looks_like_secret
from calendar_app.channels.register.services import Particulars
from calendar_app.channels.register.wording import KINDS, RIGHTS
from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, choices, must_be_near
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person


def no_secret(form: Form, field: Field) -> None:
    if looks_like_secret(field.data or ""):
        raise ValidationError(
            gettext("This looks like a password. None is kept here: name the safe and the entry in it.")
        )


class AccessForm(EditForm):
    """Who gets in, how far and how."""

    person_id = SelectField(mark("Person"), coerce=lambda value: int(value) if value else None)
    holder = Line(mark("Or an agency, a tool"), most=120, validators=[no_secret])
    kind = SelectField(mark("Gets in with"), coerce=AccessKind)
    may = SelectField(mark("Right"), coerce=AccessRight, default=AccessRight.POST)
    vault = Line(mark("Where the secret lies"), most=200, validators=[no_secret])
    has_two_factor = BooleanField(mark("With a second factor"))
    holds_recovery = BooleanField(mark("Holds the mail address or telephone that wins the account back"))
    rotated_on = DateField(mark("Secret last changed"), [Optional()])
    expires_on = DateField(mark("Right ends with"), [Optional()])

    def __init__(self, *, team: Iterable[Person], **options: Any) -> None:
        super().__init__(**options)
        persons = ((person.id, person.name) for person in team)
        self.person_id.choices = choices([("", gettext("– nobody of the team –")), *persons])
        self.kind.choices = choices((kind, gettext(name)) for kind, name in KINDS.items())
        self.may.choices = choices((right, gettext(name)) for right, name in RIGHTS.items())

    def validate_person_id(self, field: Field) -> None:
        if field.data is None and not self.holder.data:
            raise ValidationError(gettext("Choose a person, or name the agency or the tool."))
        if field.data is not None and self.holder.data:
            raise ValidationError(gettext("Either a person or somebody by name: one line for each."))

    def validate_expires_on(self, field: Field) -> None:
        must_be_near(field)

    def particulars(self) -> Particulars:
        return Particulars(
            person_id=self.person_id.data,
            holder=self.holder.data,
            kind=self.kind.data,
            may=self.may.data,
            vault=self.vault.data,
            has_two_factor=self.has_two_factor.data,
            holds_recovery=self.holds_recovery.data,
            rotated_on=self.rotated_on.data,
            expires_on=self.expires_on.data,
        )
