"""Languages: English texts are the message ids, German stands in one PO file per room.

The PO files are read directly when a language is first used, so there is no compiled copy that could be old.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from functools import cache
from gettext import NullTranslations
from io import BytesIO

from babel import Locale, UnknownLocaleError, dates, numbers
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from calendar_app.foundation.places import TRANSLATIONS

LANGUAGES = {"en": "English", "de": "Deutsch"}
_LOCALES = {"en": Locale("en", "GB"), "de": Locale("de", "DE")}
_language: ContextVar[str] = ContextVar("language", default="en")


def current_language() -> str:
    return _language.get()


def known_language(code: str | None, default: str = "en") -> str:
    return code if code in LANGUAGES else default


def speak(language: str) -> None:
    """Speak one language from here on, in this thread or request."""
    _language.set(known_language(language))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak one language within the block: a request, a mail, a feed."""
    token = _language.set(known_language(language))
    try:
        yield
    finally:
        _language.reset(token)


def read_catalog(language: str) -> Catalog:
    """All rooms' messages of a language as one catalogue."""
    merged = Catalog(locale=language)
    for path in sorted((TRANSLATIONS / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id and message.string:
                    merged.add(message.id, message.string, context=message.context)
    return merged


@cache
def _translations(language: str) -> NullTranslations:
    if language == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalog(language))
    compiled.seek(0)
    return Translations(compiled)


def gettext(message: str, **values: object) -> str:
    """The message in the current language, with `%(name)s` filled in."""
    text = _translations(current_language()).gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, n: int, **values: object) -> str:
    """The message in the number the language asks for; `%(n)s` or `%(num)d` is the number."""
    text = _translations(current_language()).ngettext(singular, plural, n)
    return text % {"n": n, "num": n, **values}


def ngettext_plain(singular: str, plural: str, n: int) -> str:
    """As `ngettext`, without filling in: Jinja does that itself, escaping what it fills in."""
    return _translations(current_language()).ngettext(singular, plural, n)


def pgettext(context: str, message: str, **values: object) -> str:
    """A word that means different things in different places."""
    text = _translations(current_language()).pgettext(context, message)
    return text % values if values else text


def mark(message: str) -> str:
    """Mark a text for translation where it is written, to be looked up where it is shown."""
    return message


def mark_number(singular: str, plural: str) -> tuple[str, str]:
    """Mark a text with two numbers where it is written."""
    return singular, plural


_ = gettext


def locale() -> Locale:
    return _LOCALES[current_language()]


def language_name(code: str) -> str:
    """What a language is called in the reader's: "de-AT" is "German (Austria)".

    An unknown code names itself.
    """
    try:
        name = Locale.parse(code, sep="-").get_display_name(locale())
    except (ValueError, UnknownLocaleError):
        name = None
    return name or code


def format_date(value: date | datetime, form: str = "medium") -> str:
    """A day in the reader's language; `form` is a CLDR length or pattern such as "EEE d MMM"."""
    return dates.format_date(value, form, locale=locale())


def format_skeleton(value: date | datetime, skeleton: str) -> str:
    """A day by CLDR skeleton ("MMMEd"): the language decides on order and dots."""
    return dates.format_skeleton(skeleton, value, locale=locale())


def format_time(value: time | datetime) -> str:
    return value.strftime("%H:%M")


def format_datetime(value: datetime) -> str:
    """Day and wall time. The value is shown as it stands: bring it into the reader's zone first."""
    return f"{dates.format_skeleton('yMMMEd', value, locale=locale())}, {value:%H:%M}"


def format_number(value: float) -> str:
    return numbers.format_decimal(value, locale=locale())


def format_percent(share: float) -> str:
    return numbers.format_percent(share, locale=locale())
