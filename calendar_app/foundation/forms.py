"""Form parts that every room uses: clean text, wall time, zones."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any
from unicodedata import category
from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]  # the stubs do not know SelectChoice yet
    Field,
    Form,
    IntegerField,
    SelectChoice,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from calendar_app.foundation.i18n import gettext, mark, mark_number, ngettext_plain
from calendar_app.foundation.web import request_now
from calendar_app.foundation.zones import is_zone
from calendar_app.wording import unturned

_ = mark

NEAR = timedelta(days=5 * 366)

_UNSEEN = {"Cc", "Cf", "Zl", "Zp", "Zs"}
# C0 without tab and newline, DEL, and half of a surrogate pair: they break calendars, mails and databases.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str | None) -> str:
    """Text as it is kept: no control characters, one kind of line end, nothing around it.

    Signs of no width stay, emoji and several scripts need them; a text of nothing else is no text.
    """
    kept = _UNPRINTABLE.sub("", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()
    return kept if any(category(sign) not in _UNSEEN for sign in kept) else ""


def choices(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """(value, label) pairs as the choices of a field; the labels are in the reader's language already."""
    return [SelectChoice(value, label) for value, label in pairs]


class MayBeEmpty(Optional):
    """Lets a field be empty without calling it optional: a draft has no time, a later step wants one."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {}


LIBRARY_SENTENCES = (
    mark("This field is required."),
    mark("Not a valid date value."),
    mark("Not a valid time value."),
    mark("Not a valid integer value."),
    mark("Number must be between %(min)s and %(max)s."),
    mark_number(
        "Field cannot be longer than %(max)d character.", "Field cannot be longer than %(max)d characters."
    ),
)
"""What WTForms says of itself, marked here so that our catalogues say it in the reader's language."""

_CHOOSE = mark("Choose one of the entries offered here.")
OWN_SENTENCES = {
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE,
}
"""What is said instead of a sentence of WTForms that helps nobody."""


class _Translations:
    """WTForms asks this for its sentences and fills them in itself."""

    @staticmethod
    def gettext(message: str) -> str:
        return gettext(OWN_SENTENCES.get(message, message))

    @staticmethod
    def ngettext(singular: str, plural: str, n: int) -> str:
        if own := OWN_SENTENCES.get(singular):
            return gettext(own)
        return ngettext_plain(singular, plural, n)


class RoomForm(FlaskForm):  # type: ignore[misc]  # flask-wtf is untyped
    """The form every room starts from: it speaks the reader's language."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        def get_translations(self, form: BaseForm) -> _Translations:
            return _Translations()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self:  # labels are marked where the class is written, and looked up here
            if field.label.text:
                field.label.text = gettext(field.label.text)


def _of_text(checks: Sequence[Callable[..., None]], most: int) -> list[Callable[..., None]]:
    """The checks of a field of text. What has to be there is what is kept of it: blanks alone are nothing."""
    return [
        *(DataRequired() if isinstance(each, InputRequired) else each for each in checks),
        Length(max=most),
    ]


class Line(StringField):
    """One line of text."""

    data: str  # the filters make it so, even of nothing

    def __init__(self, label: str, *, most: int = 200, **options: Any) -> None:
        checks = _of_text(options.pop("validators", []), most)
        super().__init__(label, checks, filters=[clean, _one_line], **options)


LONGEST_PASSAGE = 100_000
"""Characters of a text that are taken from a form, counted and compared."""


class Passage(TextAreaField):
    """Text of several lines. What is too long is said, never cut."""

    data: str

    def __init__(self, label: str, *, most: int = LONGEST_PASSAGE, **options: Any) -> None:
        checks = _of_text(options.pop("validators", []), most)
        super().__init__(label, checks, filters=[clean], **options)
        self.flags.maxlength = False  # with it a browser cuts what is pasted, and says nothing


LONGEST_NUMBER = 18
"""Signs of a number that is read: the most that every database keeps, and no check chokes on."""


class WholeNumber(IntegerField):
    """A whole number. One that is longer than any number of a form is refused like a word."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        if valuelist and len(valuelist[0].strip()) > LONGEST_NUMBER:
            raise ValueError(self.gettext("Not a valid integer value."))
        super().process_formdata(valuelist)


class Link(Line):
    """An http(s) address, or nothing."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label, most=2048, validators=[*options.pop("validators", []), web_address], **options
        )


class Zone(Line):
    """An IANA zone name."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, most=64, validators=[known_zone], **options)


def is_web_address(text: str) -> bool:
    """Whether a browser can open it: http or https, with a host."""
    try:
        address = urlsplit(text)
        return address.scheme in {"http", "https"} and bool(address.hostname)
    except ValueError:
        return False


def web_address(form: Form, field: Field) -> None:
    if field.data and not is_web_address(field.data):
        raise ValidationError(gettext(_("An address starts with https:// or http://.")))


def must_be_near(field: Field) -> None:
    """Years in which a calendar makes no sense are typing errors."""
    if field.data and abs(field.data - request_now().date()) > NEAR:
        raise ValidationError(gettext(_("Choose a day within five years.")))


def known_zone(form: Form, field: Field) -> None:
    if not is_zone(field.data or ""):
        raise ValidationError(
            gettext(
                _("There is no time zone “%(name)s”. Example: Europe/Berlin."), name=(field.data or "")[:60]
            )
        )


def _one_line(text: str) -> str:
    """A name stands within sentences, mails and calendars: signs that turn the direction would turn those."""
    return " ".join(unturned(text).split())
