"""Dates and numbers in a text: what tells one event or issue of a series from the next."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
# A month is its number, so that 12. Mai and 12.5. are the same day.
_NAMED = {name: str(number) for number, names in enumerate(_MONTHS, start=1) for name in names.split()} | {
    name: f"weekday {number}" for number, names in enumerate(_WEEKDAYS, start=1) for name in names.split()
}

# A number may end in letters (18h, 2nd), yet does not stand inside a word, where it is read as a letter.
_FIGURE = regex.compile(
    rf"(?<!\w)(?:\p{{N}}++(?=\p{{L}}{{0,2}}\b)|(?:{'|'.join(_NAMED)})\b)", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, month or weekday, and which letters of the text it is."""

    start: int
    end: int
    value: str

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
def _read(text: str) -> tuple[tuple[int, int, str], ...]:
    found = (match for _, match in zip(range(MOST), _FIGURE.finditer(text), strict=False))
    return tuple((match.start(), match.end(), _value(match[0])) for match in found)


def _value(written: str) -> str:
    plain = normalize("NFKC", written).casefold()
    return _NAMED.get(plain) or plain.lstrip("0")


def figures(text: str, letters: Letters) -> Sequence[Figure]:
    """The dates and numbers of a text, in order; those in links are none."""
    return tuple(_placed(text, letters))


def _placed(text: str, letters: Letters) -> Iterator[Figure]:
    for start, end, value in _read(text):
        first, last = bisect_left(letters.at, start), bisect_left(letters.at, end)
        if first < last:
            yield Figure(first, last, value)
