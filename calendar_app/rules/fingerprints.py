"""Fingerprints: by which numbers a text is found again, so that a check does not read the archive.

A text keeps few and is asked for by many. Every run of twelve letters has a number; kept is the smallest of
every window of neighbouring runs (winnowing, after Schleimer, Wilkerson and Aiken 2003). The smallest of a
wide window is also the smallest of every narrower one it lies in, so texts may choose windows of different
width and still meet: the archive keeps one run in about 30 letters, the draft asks for nearly all it has.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from calendar_app.rules.letters import normalise

RUN = 12
"""Letters that make one number. Texts meet in a shared stretch of RUN + WIDEST - 1 letters at the latest."""

WIDEST = 60
"""Runs in a window of a text that is kept, when it is of some length."""

_KEPT_OF_SHORT = 5  # windows side by side in a short text: its ends and middle are all of what it says
_SHORT = 200  # runs; beyond, the windows widen soon, since a longer text has more places to be met at
_ASKED = 250  # runs that a draft of usual length asks for; a longer one takes wider windows
_BEGINNING = 14  # runs, 25 letters: whoever types the beginning of a text meets it there


def kept(text: str) -> frozenset[int]:
    """The numbers that a text is found by: about nine up to 300 letters, then one per 30 letters.

    They fit a signed column of four bytes and are the same in every process and release. Empty for a text
    without letters; a text of fewer than twelve has one, of the whole.
    """
    return _remembered(text) if len(text) <= 4_000 else _kept(text)


def _kept(text: str) -> frozenset[int]:
    runs = _runs(normalise(text).plain)
    return frozenset((*_smallest(runs, _window(len(runs))), *_smallest(runs[:_BEGINNING], _BEGINNING)))


def _window(runs: int) -> int:
    """Runs in a window of a text that is kept."""
    narrow = min(runs, _SHORT) // _KEPT_OF_SHORT
    return max(1, min(WIDEST, narrow + max(0, runs - _SHORT) // 2))


_remembered = lru_cache(maxsize=1024)(_kept)


def asked(text: str) -> frozenset[int]:
    """The numbers by which texts like this one are looked for; those it keeps itself are among them."""
    runs = _runs(normalise(text).plain)
    width = max(1, min(WIDEST, 2 * len(runs) // _ASKED))
    return frozenset(_smallest(runs, width)) | kept(text)


@lru_cache(maxsize=8)  # what a text keeps and what it asks for is made of the same runs
def _runs(plain: str) -> Sequence[int]:
    """A number for every run of twelve letters, in order; one for all of a shorter text."""
    letters = plain.encode("utf-32-le", "surrogatepass")
    if len(plain) < RUN:
        return [crc32(letters) - _SIGNED] if plain else []
    return [crc32(letters[at : at + 4 * RUN]) - _SIGNED for at in range(0, len(letters) - 4 * RUN + 1, 4)]


_SIGNED = 1 << 31


def _smallest(numbers: Sequence[int], width: int) -> Iterator[int]:
    """The smallest number of every window, given when it becomes the smallest; of equal ones the last."""
    width = max(1, min(width, len(numbers)))
    at, smallest = -1, None
    for end in range(width, len(numbers) + 1):
        newest = end - 1
        if at < end - width:
            window = numbers[end - width : end]
            at = newest - window[::-1].index(min(window))
        elif numbers[newest] <= numbers[at]:
            at = newest
        if numbers[at] != smallest:
            smallest = numbers[at]
            yield smallest
