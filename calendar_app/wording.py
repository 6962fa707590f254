"""Sentences in both languages, with the right plural and with dates as people write them.

Templates are `str.format` templates: `{n:post|posts}` picks the form that fits
the number, `{t:date}`, `{t:time}` and `{t:moment}` write an aware datetime that already is in the channel's
zone, a tuple of words is joined ("A, B and C"), another Text is said in the same language. A plain `{n}`
writes a number with the language's thousands separator. Words are set apart: a name from right to left turns
nothing of the sentence around it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from string import Formatter
from typing import Any, Literal
from unicodedata import bidirectional

Language = Literal["en", "de"]

_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "de": ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."),
}
_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
}
_AND: dict[Language, str] = {"en": "and", "de": "und"}
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_APART = "\u2068{}\u2069"  # FSI and PDI: what <bdi> is in HTML, and in mails and terminals too
_LONG = 120  # minutes; more of them mean little to anybody
_THOUSANDS: dict[Language, str] = {"en": ",", "de": "."}


def language_tag(tag: str) -> str:
    """The language alone: "de" for "de-AT" or "DE_ch"."""
    return tag.lower().replace("_", "-").split("-")[0]


def language_of(tag: str) -> Language:
    """German for any German tag, else English."""
    return "de" if language_tag(tag) == "de" else "en"


def unturned(words: str) -> str:
    """Words without the signs that turn the direction of whatever follows them."""
    return _TURNING.sub("", words)


def excerpt(text: str, most: int) -> str:
    """The beginning of a text in at most so many characters, cut between words.

    Some scripts have no blanks, and addresses are long: where the last whole word would leave less than half
    of what fits, it is cut inside a word.
    """
    if len(text) <= most:
        return text
    words, _, _ = text[:most].rpartition(" ")
    return f"{(words if 2 * len(words) >= most else text[: most - 1]).rstrip()}…"


def set_apart(words: str) -> str:
    """Words within a sentence: whichever way their script runs, they turn nothing around them."""
    if words.isascii():
        return words
    words = unturned(words)
    return _APART.format(words) if any(bidirectional(sign) in _RIGHT_TO_LEFT for sign in words) else words


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in English and German."""

    en: str
    de: str

    def fill(self, language: str, params: "Mapping[str, Value]") -> str:
        chosen = language_of(language)
        return _Formatter(chosen).vformat(getattr(self, chosen), (), params)

    @classmethod
    def name(cls, word: str) -> "Text":
        """A proper name, the same in every language."""
        return cls(word, word)

    def plain(self, language: str) -> str:
        """The text itself, for names and explanations without placeholders."""
        return self.de if language_of(language) == "de" else self.en


Value = int | str | date | Text | tuple[str, ...]


class _Formatter(Formatter):
    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if "|" in format_spec:
            one, other = format_spec.split("|")
            return one if value == 1 else other
        if isinstance(value, date):
            return _moment(value, format_spec or "moment", self.language)
        if isinstance(value, int):
            return format(value, ",").replace(",", _THOUSANDS[self.language])
        if isinstance(value, tuple):
            return joined([set_apart(word) for word in value], self.language)
        return set_apart(value.plain(self.language) if isinstance(value, Text) else str(value))


def joined(words: Sequence[str], language: Language) -> str:
    """Words as a list with "and" before the last; no serial comma, so that both languages read alike."""
    *first, last = words or ("–",)
    return f"{', '.join(first)} {_AND[language]} {last}" if first else last


def _moment(value: date, spec: str, language: Language) -> str:
    day = _day(value, language)
    if spec == "date" or not isinstance(value, datetime):
        return day
    time = f"{value:%H:%M}"
    return time if spec == "time" else f"{day}, {time}"


def _day(value: date, language: Language) -> str:
    weekday, month = _WEEKDAYS[language][value.weekday()], _MONTHS[language][value.month - 1]
    if language == "de":
        return f"{weekday}., {value.day}. {month} {value.year}"
    return f"{weekday} {value.day} {month} {value.year}"


def duration(minutes: int) -> Text:
    """A length of time as people say it: "90 minutes", "3 hours", "8 h 11 min"."""
    hours, rest = divmod(minutes, 60)
    if hours and not rest:
        return _counted(hours, "{n} {n:hour|hours}", "{n} {n:Stunde|Stunden}")
    if minutes <= _LONG:
        return _counted(minutes, "{n} {n:minute|minutes}", "{n} {n:Minute|Minuten}")
    return Text(f"{hours} h {rest} min", f"{hours} Std. {rest} Min.")


def _counted(number: int, english: str, german: str) -> Text:
    words = Text(english, german)
    return Text(words.fill("en", {"n": number}), words.fill("de", {"n": number}))


def listed(texts: Sequence[Text]) -> Text:
    """Several texts as a list in each language."""
    return Text(joined([each.en for each in texts], "en"), joined([each.de for each in texts], "de"))
