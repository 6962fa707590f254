"""Fingerprints: by which numbers a text is found again, so that a check does not read the archive.

A text keeps few and is asked for by many. Every run of twelve letters has a number; kept is the smallest of
every window of neighbouring runs (winnowing, after Schleimer, Wilkerson and Aiken 2003). The smallest of a
wide window is also the smallest of every narrower one it lies in, so texts may choose windows of different
width and still meet: the archive keeps one run in about 23 letters, the draft asks for nearly all it has.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from zlib import crc32

from calendar_app.rules.letters import normalise

RUN = 12
"""Letters that make one number. Texts meet in a shared stretch of RUN + WIDEST - 1 letters at the latest."""

WIDEST = 45
"""Runs in a window of a text that is kept, when it is of some length."""

_KEPT_OF_SHORT = 5  # windows side by side in a short text: its ends and middle are all of what it says
_ASKED = 250  # runs that a draft of usual length asks for; a longer one takes wider windows
_BEGINNING = 14  # runs, 25 letters: whoever types the beginning of a text meets it there


@lru_cache(maxsize=1024)
def kept(text: str) -> frozenset[int]:
    """The numbers that a text is found by: about ten up to 250 letters, then one per 23 letters.

    They fit a signed column of four bytes and are the same in every process and release. Empty for a text
    without letters; a text of fewer than twelve has one, of the whole.
    """
    runs = _runs(normalise(text).plain)
    narrow = max(1, min(WIDEST, len(runs) // _KEPT_OF_SHORT))
    return frozenset((*_smallest(runs, narrow), *_smallest(runs[:_BEGINNING], _BEGINNING)))


def asked(text: str) -> frozenset[int]:
    """The numbers by which texts like this one are looked for; those it keeps itself are among them."""
    runs = _runs(normalise(text).plain)
    width = max(1, min(WIDEST, 2 * len(runs) // _ASKED))
    return frozenset(_smallest(runs, width)) | kept(text)


def _runs(plain: str) -> Sequence[int]:
    """A number for every run of twelve letters, in order; one for all of a shorter text."""
    letters = plain.encode("utf-32-le", "surrogatepass")
    if len(plain) < RUN:
        return [_number(letters)] if plain else []
    return [_number(letters[at : at + 4 * RUN]) for at in range(0, len(letters) - 4 * RUN + 1, 4)]


def _number(letters: bytes) -> int:
    return crc32(letters) - (1 << 31)


def _smallest(numbers: Sequence[int], width: int) -> Iterator[int]:
    """The smallest number of every window, given when it becomes the smallest."""
    width = max(1, min(width, len(numbers)))
    at = -1
    for end in range(width, len(numbers) + 1):
        newest = end - 1
        if at < end - width:
            at = min(range(end - width, end), key=lambda place: (numbers[place], place))
        elif numbers[newest] < numbers[at]:
            at = newest
        else:
            continue
        yield numbers[at]
