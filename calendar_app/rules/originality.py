"""When are two texts the same? Score, shared passages and fingerprints.

The score is the containment of runs of five letters: a truncated or embedded copy scores 1, own wording on
the same subject stays below 0.55. Fingerprints (winnowing, after Schleimer, Wilkerson and Aiken 2003) find
candidates in a table, so that the cost of a check does not grow with the archive.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from unicodedata import combining

from calendar_app.rules.letters import Letters, normalise
from calendar_app.rules.rule import Passage

RUN = 5
"""Letters in one compared run."""

_SHORT = 60  # letters; a text shorter than this inside one at least twice as long may be a quoted title
_QUOTE_UNTIL, _COPY_FROM = 0.85, 0.70

_SHORTEST_PASSAGE = 12  # letters, about two words
_LARGEST_GAP = 3  # letters between two passages that are shown as one
_PLACES = 8  # of one run that are tried; more would be quadratic on a text that repeats itself


def wording(title: str, text: str) -> str:
    """Which of a variant's two parts is held against other texts: the one that says more, in letters."""
    return title if len(normalise(title)) > len(normalise(text)) else text


def score(one: str, other: str) -> float:
    """How much of the shorter text stands in the other, 0 to 1; symmetric, 1 for equal letters.

    Texts without letters have nothing in common.
    """
    first, second = normalise(one), normalise(other)
    if first.plain == second.plain:
        return 1.0 if first.plain else 0.0
    runs, others = _runs(one), _runs(other)
    if not runs or not others:
        return 0.0
    share = len(runs & others) / min(len(runs), len(others))
    return _as_quote(share) if _may_be_quote(first, second) else share


def _may_be_quote(first: Letters, second: Letters) -> bool:
    shorter, longer = sorted((len(first), len(second)))
    return shorter < _SHORT and longer >= 2 * shorter


def _as_quote(share: float) -> float:
    """Bends the scale so that a short text inside a long one counts as a copy from 0.85 of its letters."""
    if share <= _QUOTE_UNTIL:
        return share * _COPY_FROM / _QUOTE_UNTIL
    return _COPY_FROM + (share - _QUOTE_UNTIL) * (1 - _COPY_FROM) / (1 - _QUOTE_UNTIL)


def _runs(text: str) -> frozenset[str]:
    return _remembered_runs(text) if len(text) <= 10_000 else _runs_of(text)


def _runs_of(text: str) -> frozenset[str]:
    plain = normalise(text).plain
    return frozenset(plain[start : start + RUN] for start in range(len(plain) - RUN + 1))


_remembered_runs = lru_cache(maxsize=512)(_runs_of)


# --- shared passages ---


def shared_passages(one: str, other: str) -> tuple[Passage, ...]:
    """Passages of at least twelve letters that stand in both texts, as ranges in both originals.

    Passages are in the order of the first text and do not overlap there. Links, emoji or signs inside a
    passage belong to its range.
    """
    first, second = normalise(one), normalise(other)
    matches = _joined(_matches(first.plain, second.plain))
    return tuple(
        Passage(*_range(one, first, start, length), *_range(other, second, other_start, other_length))
        for start, length, other_start, other_length in matches
    )


def _matches(plain: str, other: str) -> Iterator[tuple[int, int, int]]:
    """Longest common runs as (start, start in the other, length), left to right."""
    places = _places(other)
    start = 0
    while start <= len(plain) - _SHORTEST_PASSAGE:
        found = places.get(plain[start : start + _SHORTEST_PASSAGE], ())
        length, other_start = max(((_common(plain, start, other, at), -at) for at in found), default=(0, 0))
        if length:
            yield start, -other_start, length
        start += length or 1


def _places(plain: str) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for start in range(len(plain) - _SHORTEST_PASSAGE + 1):
        known = places[plain[start : start + _SHORTEST_PASSAGE]]
        if len(known) < _PLACES:
            known.append(start)
    return places


def _common(plain: str, start: int, other: str, other_start: int) -> int:
    """How many letters agree from two positions on, found in doubling steps."""
    length, step = _SHORTEST_PASSAGE, _SHORTEST_PASSAGE
    while step:
        here, there = start + length, other_start + length
        if here + step <= len(plain) and plain[here : here + step] == other[there : there + step]:
            length += step
            step *= 2
        else:
            step //= 2
    return length


def _joined(matches: Iterator[tuple[int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Matches that lie few letters apart in both texts become one: (start, length, other start, length)."""
    joined: list[tuple[int, int, int, int]] = []
    for start, other_start, length in matches:
        if joined:
            last, last_length, other_last, other_length = joined[-1]
            gap, other_gap = start - last - last_length, other_start - other_last - other_length
            if gap <= _LARGEST_GAP and 0 <= other_gap <= _LARGEST_GAP:
                joined[-1] = (last, start + length - last, other_last, other_start + length - other_last)
                continue
        joined.append((start, length, other_start, length))
    return joined


def _range(text: str, letters: Letters, start: int, length: int) -> tuple[int, int]:
    end = letters.at[start + length - 1] + 1
    while end < len(text) and combining(text[end]):  # an accent belongs to its letter
        end += 1
    return letters.at[start], end


# --- fingerprints ---

GRAM = 12
WINDOW = 12

_PRIME = (1 << 61) - 1
_RADIX = 0x1C6E_F372_FE94_F82B % _PRIME
_LEAVING = pow(_RADIX, GRAM, _PRIME)


def fingerprints(text: str) -> frozenset[int]:
    """Numbers below 2**61 of which two texts share at least one if they share 23 letters in a row.

    The same in every process and release, so that they may be stored. Empty for a text without letters; a
    text of fewer than twelve letters has one, of the whole.
    """
    plain = normalise(text).plain
    hashes = _hashes(plain, min(GRAM, len(plain)))
    return frozenset(
        min(hashes[start : start + WINDOW]) for start in range(max(1, len(hashes) - WINDOW + 1)) if hashes
    )


def _hashes(plain: str, size: int) -> Sequence[int]:
    """A rolling hash of every run of `size` letters."""
    hashes: list[int] = []
    value = 0
    for index, letter in enumerate(plain):
        value = (value * _RADIX + ord(letter) + 1) % _PRIME
        if index >= GRAM:
            value = (value - (ord(plain[index - GRAM]) + 1) * _LEAVING) % _PRIME
        if index >= size - 1:
            hashes.append(value)
    return hashes


def content_fingerprint(*parts: str) -> str:
    """A short name for exactly this content (title, text, media, mode …): any change gives another one."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()[:32]
