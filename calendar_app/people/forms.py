"""The forms of start, account and people. Each lists its fields; what else a request carries is not read."""

from collections.abc import Iterable
from typing import Any

import email_validator
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, EmailInput, ListWidget

from calendar_app.foundation.editing import EditForm
from calendar_app.foundation.forms import Line, RoomForm, Zone, choices, must_be_near
from calendar_app.foundation.holidays import REGIONS
from calendar_app.foundation.i18n import LANGUAGES, gettext, mark
from calendar_app.people import passwords
from calendar_app.people.models import Role

ROLES = {
    Role.TRAINEE: mark("Trainee"),
    Role.AUTHOR: mark("Author"),
    Role.APPROVER: mark("Approver"),
    Role.LEAD: mark("Lead"),
    Role.ADMIN: mark("Admin"),
    Role.EXTERNAL: mark("External"),
}
THEMES = {"auto": mark("As the system has it"), "light": mark("Light"), "dark": mark("Dark")}

# Houses that write mail inside their own network use addresses that the public net does not know.
if "local" in email_validator.SPECIAL_USE_DOMAIN_NAMES:
    email_validator.SPECIAL_USE_DOMAIN_NAMES.remove("local")


class Email(Line):
    """A mail address, kept in lower case and with an ASCII domain, so that one human has one spelling."""

    widget = EmailInput()

    def __init__(self, label: str = mark("E-mail"), **options: Any) -> None:
        super().__init__(label, most=254, validators=[DataRequired(), mail_address], **options)


class Password(PasswordField):
    """A password as it is typed, asked for again."""

    data: str  # in a form that was sent and is valid

    def __init__(self, label: str = mark("Password"), **options: Any) -> None:
        super().__init__(label, [InputRequired(), _not_endless], **options)


class NewPassword(PasswordField):
    """A password as it is chosen."""

    data: str

    def __init__(self, label: str = mark("Password"), **options: Any) -> None:
        super().__init__(label, [InputRequired(), _not_endless, _long_enough, _hard_to_guess], **options)


class Language(SelectField):
    def __init__(self, label: str = mark("Language"), **options: Any) -> None:
        super().__init__(label, choices=choices(LANGUAGES.items()), **options)


class Choices(SelectMultipleField):
    """Boxes to tick."""

    data: list[int]

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Words(Line):
    """Words with blanks or commas between them: one line in the form, a list in lower case on the row."""

    def process_data(self, value: Any) -> None:
        super().process_data(" ".join(value) if isinstance(value, list) else value)

    @property
    def words(self) -> list[str]:
        said = (self.data or "").replace(",", " ").replace("#", " ").casefold().split()
        return list(dict.fromkeys(said))


class WorkspaceForm(EditForm):
    name = Line(mark("Name of the workspace"), most=120, validators=[DataRequired()])
    language = Language()
    zone = Zone(mark("Time zone"))

    region = SelectField(mark("Holidays of"), default="")
    is_public_body = BooleanField(mark("A public body"))
    counts_unlabelled = BooleanField(mark("A post without a label counts as advertising"))
    single_words = Words(mark("Hashtags that are one word"), most=1000)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.region.choices = choices([("", "–"), *REGIONS.items()])


class WelcomeForm(RoomForm):
    """The first visitor's account and workspace."""

    own_name = Line(mark("Your name"), most=120, validators=[DataRequired()])
    email = Email()
    password = NewPassword()
    name = Line(mark("Name of the workspace"), most=120, validators=[DataRequired()])
    language = Language()
    zone = Zone(mark("Time zone"))

    def words_beside(self) -> Iterable[str]:
        return (self.own_name.data or "", self.email.data or "", self.name.data or "")


class SignInForm(RoomForm):
    """No hint at what an address may look like: every wrong pair gets the same answer."""

    email = Line(mark("E-mail"), most=254, validators=[DataRequired()], widget=EmailInput())
    password = Password()


class JoinForm(RoomForm):
    """An invited person's first account."""

    name = Line(mark("Your name"), most=120, validators=[DataRequired()])
    password = NewPassword()

    def __init__(self, *, email: str, **options: Any) -> None:
        super().__init__(**options)
        self.address = email

    def words_beside(self) -> Iterable[str]:
        return (self.name.data or "", self.address)


class JoinAgainForm(RoomForm):
    """An invited person who has an account already."""

    name = Line(mark("Your name"), most=120, validators=[DataRequired()])
    password = Password()


class ProfileForm(RoomForm):
    name = Line(mark("Name"), most=120, validators=[DataRequired()])
    language = Language()
    zone = Zone(mark("Time zone"))
    theme = SelectField(mark("Appearance"))
    shortcuts_on = BooleanField(mark("Keyboard shortcuts"))

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.theme.choices = choices((key, gettext(name)) for key, name in THEMES.items())


class PasswordForm(RoomForm):
    current = Password(mark("Present password"))
    password = NewPassword(mark("New password"))

    def __init__(self, *, known: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.known = known

    def words_beside(self) -> Iterable[str]:
        return self.known


class PersonForm(EditForm):
    """What an admin says of a person. `channel_ids` counts for external persons only."""

    name = Line(mark("Name"), most=120, validators=[DataRequired()])
    email = Email()
    role = SelectField(mark("Role"), coerce=Role, default=Role.AUTHOR)
    channel_ids = Choices(mark("Channels of an external person"), coerce=int)
    training = Line(mark("Training"), most=200)
    trained_until = DateField(mark("Training valid until"), [Optional()])
    leaves_on = DateField(mark("Last day on the team"), [Optional()])
    language = Language()
    zone = Zone(mark("Time zone"))

    def __init__(self, *, channels: Iterable[tuple[int, str]], **options: Any) -> None:
        super().__init__(**options)
        self.role.choices = choices((role, gettext(name)) for role, name in ROLES.items())
        self.channel_ids.choices = choices(channels)

    def validate_leaves_on(self, field: Field) -> None:
        must_be_near(field)

    def validate_channel_ids(self, field: Field) -> None:
        if self.role.data == Role.EXTERNAL and not field.data:
            raise ValidationError(gettext("An external person needs at least one channel."))


def mail_address(form: Form, field: Field) -> None:
    try:
        address = email_validator.validate_email(field.data, check_deliverability=False, allow_smtputf8=False)
    except email_validator.EmailNotValidError:
        raise StopValidation(gettext("This is not a mail address. Example: name@example.org.")) from None
    field.data = (address.ascii_email or address.normalized).lower()


def _not_endless(form: Form, field: StringField) -> None:
    Length(max=passwords.LONGEST)(form, field)


def _long_enough(form: Form, field: Field) -> None:
    if len(field.data) < passwords.SHORTEST:
        raise StopValidation(
            gettext(
                "A password has at least %(n)s characters; a short sentence is easy to keep.",
                n=passwords.SHORTEST,
            )
        )


def _hard_to_guess(form: Form, field: Field) -> None:
    if passwords.is_guessable(field.data, form.words_beside()):  # type: ignore[attr-defined]
        raise ValidationError(
            gettext("This password is among those that are guessed first. A few unrelated words are better.")
        )
