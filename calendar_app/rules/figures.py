"""Dates and numbers in a text: what tells one event or issue of a series from the next."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from unicodedata import normalize

import regex

from calendar_app.rules.letters import Letters

MOST = 100
"""Figures that are read of a text; a table of numbers is no announcement."""

_MONTHS = (
    "januar january jänner",
    "februar february feber",
    "märz march",
    "april",
    "mai may",
    "juni june",
    "juli july",
    "august",
    "september",
    "oktober october",
    "november",
    "dezember december",
)
_WEEKDAYS = (
    "montag monday",
    "dienstag tuesday",
    "mittwoch wednesday",
    "donnerstag thursday",
    "freitag friday",
    "samstag sonnabend saturday",
    "sonntag sunday",
)
_ORDINALS = ("erste first", "zweite second", "dritte third", "vierte fourth", "fünfte fifth", "sechste sixth")
_SHORT_MONTHS = "jan feb mar mär apr may jun jul aug sep sept oct okt nov dec dez"
_MONTHS_OF_SHORT = dict(
    zip(_SHORT_MONTHS.split(), (1, 2, 3, 3, 4, 5, 6, 7, 8, 9, 9, 10, 10, 11, 12, 12), strict=True)
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_WEEKDAYS_OF_SHORT = dict(
    zip(
        ["mo", "mon", "di", "tue", "mi", "wed", "do", "thu", "fr", "fri", "sa", "sat", "so", "sun"],
        (1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7),
        strict=True,
    )
)
_NAMED = (
    {name: f"month {number}" for name, number in _MONTH_OF.items()}
    | {name: f"weekday {number}" for number, names in enumerate(_WEEKDAYS, 1) for name in names.split()}
    | {name: f"weekday {number}" for name, number in _WEEKDAYS_OF_SHORT.items()}
    | {
        name + ending: f"ordinal {number}"
        for number, names in enumerate(_ORDINALS, 1)
        for name in names.split()
        for ending in (("", "r", "n", "m", "s") if name.endswith("e") else ("",))
    }
)

_ANY_MONTH = rf"(?:{'|'.join(_MONTH_OF)}|(?:{'|'.join(_MONTHS_OF_SHORT)})\b\.?)"
_DAY = r"\p{N}{1,2}(?!\p{N})"
_NAMES = "|".join(name for name in _NAMED if name not in _WEEKDAYS_OF_SHORT)
_BEFORE_NUMBER = r"(?=\.?,?\s\p{N}{1,2}(?!\p{N}))"  # there "Do" is a day; elsewhere it is a word
_HOUR = (
    r"(?::\p{N}{2})?(?:\s?[-–]\s?\p{N}{1,2}(?::\p{N}{2})?)?\s?"
    r"(?:uhr|h\b|(?:am|pm)\b(?!\s\p{L})|[ap]\.m)|:\p{N}{2}(?!\p{N})"
)
_PRICE = r"(?:[.,]\p{N}{2})?\s?(?:€|euro\b|eur\b)"

# A number may end in letters (18h, 2nd), yet does not stand inside a word, where it is read as a letter.
# A day with its month is one figure, so that 12. Mai and 12.5. are the same.
_FIGURE = regex.compile(
    rf"""(?<![\w€$:])(?:
        (?P<date>
            (?P<day>{_DAY})(?:st|nd|rd|th|\.)?\s?(?P<month>{_ANY_MONTH})(?!\w)
          | (?P<month>{_ANY_MONTH})\s(?P<day>{_DAY})(?:st|nd|rd|th)?+(?![\w:])
          | (?P<day>{_DAY})\.\s?(?P<month>{_DAY})\.
          | \p{{N}}{{4}}-(?P<month>{_DAY})-(?P<day>{_DAY})
        )
      | (?P<aside>\p{{N}}++(?={_HOUR}|{_PRICE}))
      | \p{{N}}++(?=\p{{L}}{{0,2}}\b)
      | (?:{_NAMES})\b
      | (?:{"|".join(_WEEKDAYS_OF_SHORT)}){_BEFORE_NUMBER}
    )|(?<=[€$:])(?P<aside>\p{{N}}++)(?!\w)""",
    regex.IGNORECASE | regex.VERBOSE,
)


class Kind(IntEnum):
    """What a figure says: the more it tells one event of a series from the next, the higher."""

    ASIDE = 0
    """An hour or a price: the same for all of a series, as a rule."""
    NUMBER = 1
    DATE = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """A date, number, month or weekday, and which letters of the text it is."""

    start: int
    end: int
    value: str
    kind: Kind = Kind.NUMBER

    def crosses(self, *places: int) -> bool:
        """Whether it began before one of these places and goes on after it."""
        return any(self.start < place < self.end for place in places)


def within(figures: Sequence[Figure], start: int, end: int) -> list[Figure]:
    """The figures of which something stands in a stretch of letters."""
    return [each for each in figures if each.start < end and start < each.end]


def ending_at(figures: Sequence[Figure], end: int, start: int) -> list[Figure]:
    """The figures that end or begin where a stretch of letters begins or ends."""
    return [each for each in figures if each.end == end or each.start == start]


@lru_cache(maxsize=64)
def _read(text: str) -> tuple[tuple[int, int, str, Kind], ...]:
    found = (match for _, match in zip(range(MOST), _FIGURE.finditer(text), strict=False))
    return tuple((match.start(), match.end(), *_meaning(match)) for match in found)


def _meaning(match: regex.Match[str]) -> tuple[str, Kind]:
    if match["date"]:
        return f"{_plain(match['day'])} of {_month(_plain(match['month']))}", Kind.DATE
    plain = _plain(match[0])
    return _NAMED.get(plain, plain), Kind.ASIDE if match["aside"] else Kind.NUMBER


def _plain(written: str) -> str:
    return normalize("NFKC", written).casefold().rstrip(".").lstrip("0")


def _month(plain: str) -> int | str:
    return _MONTH_OF.get(plain) or _MONTHS_OF_SHORT.get(plain) or (int(plain) if plain.isdecimal() else plain)


def figures(text: str, letters: Letters) -> Sequence[Figure]:
    """The dates and numbers of a text, in order; those in links are none."""
    return tuple(_placed(text, letters))


def _placed(text: str, letters: Letters) -> Iterator[Figure]:
    for start, end, value, kind in _read(text):
        first, last = bisect_left(letters.at, start), bisect_left(letters.at, end)
        if first < last:
            yield Figure(first, last, value, kind)
