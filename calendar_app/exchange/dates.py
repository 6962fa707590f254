"""Days and times as spreadsheets write them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from enum import StrEnum

from calendar_app.exchange.headings import fold

_WEEKDAY = r"(?:[^\W\d]{2,}\.?,?\s+)?"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DOTTED = re.compile(_WEEKDAY + r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})")
_SLASHED = re.compile(_WEEKDAY + r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_DAY_NAMED = re.compile(_WEEKDAY + r"(?P<day>\d{1,2})\.?\s+(?P<month>[^\W\d]{3,})\.?,?\s+(?P<year>\d{4})")
_MONTH_NAMED = re.compile(_WEEKDAY + r"(?P<month>[^\W\d]{3,})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "mai may", "jun", "jul", "aug", "sep", "okt oct", "nov", "dez dec"),
        start=1,
    )
    for name in names.split()
}
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?::\d{2}(?:\.\d+)?)?)?\s*(a\.?m\.?|p\.?m\.?|uhr|h)?", re.IGNORECASE
)
_DAY_AND_TIME = re.compile(r"(?P<day>.*\d)(?:T|,?\s+|,)(?P<time>\d{1,2}[:.h]\d{2}(?![.\d]).*)")

_YEARS = range(1970, 2200)  # others are slips, and too near the end of the calendar to compute with


class Order(StrEnum):
    """Which of two numbers with a slash is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class AmbiguousOrderError(ValueError):
    """No date of the plan tells whether the day or the month stands first; carries one that needs it."""


def order_of(cells: Iterable[str]) -> Order | None:
    """What the plan's own dates tell of their order; None when none of them needs it.

    Raises AmbiguousOrderError when dates with a slash fit both orders or contradict each other.
    """
    doubtful = ""
    orders = set()
    for cell in cells:
        match = _SLASHED.fullmatch(day_and_time(cell)[0])
        if match is None or match[1] == match[2]:
            continue
        doubtful = doubtful or cell
        if int(match[1]) > 12:
            orders.add(Order.DAY_FIRST)
        if int(match[2]) > 12:
            orders.add(Order.MONTH_FIRST)
    if doubtful and len(orders) != 1:
        raise AmbiguousOrderError(doubtful)
    return next(iter(orders), None)


def day_and_time(cell: str) -> tuple[str, str]:
    """The parts of a cell that may hold a day alone or a day and a time."""
    word = cell.strip()[:100]
    match = _DAY_AND_TIME.fullmatch(word)
    return (match["day"], match["time"]) if match else (word, "")


def read_instant(cell: str) -> datetime | None:
    """The moment of an ISO 8601 cell that names its offset from UTC ("2026-04-06T09:00Z"), else None."""
    try:
        moment = datetime.fromisoformat(cell.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo and moment.year in _YEARS else None


def read_date(cell: str, order: Order | None) -> date:
    """The day a cell names. Raises ValueError when it names none."""
    word = cell.strip()
    if match := _ISO.fullmatch(word):
        return _day(match[1], match[2], match[3])
    if match := _DOTTED.fullmatch(word):
        return _day(match[3], match[2], match[1])
    if match := _SLASHED.fullmatch(word):
        first, second = match[1], match[2]
        day, month = (second, first) if order is Order.MONTH_FIRST else (first, second)
        return _day(match[3], month, day)
    if match := _DAY_NAMED.fullmatch(word) or _MONTH_NAMED.fullmatch(word):
        return _day(match["year"], str(_MONTHS.get(fold(match["month"])[:3], 0)), match["day"])
    raise ValueError(word)


def read_time(cell: str) -> time | None:
    """The wall time a cell names, None for an empty one. Raises ValueError for anything else."""
    word = cell.strip()
    if not word:
        return None
    match = _TIME.fullmatch(word)
    if match is None:
        raise ValueError(word)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower().replace(".", "")
    if half in {"am", "pm"}:
        if hour not in range(1, 13):
            raise ValueError(word)
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _day(year: str, month: str, day: str) -> date:
    full = int(year) + 2000 if len(year) == 2 else int(year)
    if full not in _YEARS:
        raise ValueError(year)
    return date(full, int(month), int(day))
