"""Days and times as spreadsheets write them."""

import re
from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_DOTTED = re.compile(r"(?:[^\W\d]+\.?,?\s*)?(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2,4})")
_SLASHED = re.compile(r"(?:[^\W\d]+\.?,?\s*)?(\d{1,2})[/-](\d{1,2})[/-](\d{2,4})")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(am|pm|uhr|h)?", re.IGNORECASE)


class Order(StrEnum):
    """Which of two numbers with a slash is the day."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class AmbiguousOrderError(ValueError):
    """No date of the plan tells whether the day or the month stands first."""


def order_of(cells: Iterable[str]) -> Order | None:
    """What the plan's own dates tell of their order; None when none of them needs it.

    Raises AmbiguousOrderError when dates with a slash fit both orders or contradict each other.
    """
    pairs = [(int(match[1]), int(match[2])) for cell in cells if (match := _SLASHED.fullmatch(cell.strip()))]
    if not pairs:
        return None
    day_first = any(first > 12 for first, _ in pairs)
    month_first = any(second > 12 for _, second in pairs)
    if day_first == month_first:
        raise AmbiguousOrderError
    return Order.DAY_FIRST if day_first else Order.MONTH_FIRST


def read_date(cell: str, order: Order | None) -> date:
    """The day a cell names. Raises ValueError when it names none."""
    word = cell.strip()
    if match := _ISO.fullmatch(word):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _DOTTED.fullmatch(word):
        return date(_year(match[3]), int(match[2]), int(match[1]))
    if match := _SLASHED.fullmatch(word):
        first, second = int(match[1]), int(match[2])
        day, month = (second, first) if order is Order.MONTH_FIRST else (first, second)
        return date(_year(match[3]), month, day)
    raise ValueError(word)


def read_time(cell: str) -> time | None:
    """The wall time a cell names, None for an empty one. Raises ValueError for anything else."""
    word = cell.strip()
    if not word:
        return None
    match = _TIME.fullmatch(word)
    if match is None:
        raise ValueError(word)
    hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
    if half in {"am", "pm"}:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute)


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)
