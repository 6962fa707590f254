"""Two texts laid beside each other: which stretches of letters they share, in which order, and what differs.

Works on letters (see `letters`), for texts of any length in about linear time: a run of letters is looked for
at a few places only, so that a text which repeats itself costs no more than another.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_PLACES = 8  # of one run that are tried; more would be quadratic on a text that repeats itself
_STEP = 40  # letters skipped in both texts at most, when the second still follows the first
_SURELY = 12  # letters of a match that is believed wherever it stands


@dataclass(frozen=True, slots=True)
class Match:
    """Equal letters: `length` of them from `start` in the one text and from `other` in the other one."""

    start: int
    other: int
    length: int

    @property
    def end(self) -> int:
        return self.start + self.length

    @property
    def other_end(self) -> int:
        return self.other + self.length


def matches(plain: str, other: str, shortest: int) -> list[Match]:
    """Shared stretches of at least `shortest` letters, left to right in the first text, apart in it.

    Where a stretch stands several times in the other text, the place that carries on from the match before
    wins. Below twelve letters only such places count, since short runs are equal by chance.
    """
    places = _places(other, shortest)
    found: list[Match] = []
    start = 0
    while start <= len(plain) - shortest:
        at = places.get(plain[start : start + shortest])
        match = _best(plain, other, start, shortest, at, found) if at else None
        if match:
            found.append(match)
        start += match.length if match else 1
    return found


def _places(plain: str, size: int) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for start in range(len(plain) - size + 1):
        known = places[plain[start : start + size]]
        if len(known) < _PLACES:
            known.append(start)
    return places


def _best(
    plain: str, other: str, start: int, shortest: int, places: Sequence[int], found: Sequence[Match]
) -> Match | None:
    best, most = None, 0
    for place in places:
        match = Match(start, place, _common(plain, start, other, place, shortest))
        in_step = not found or follows(found[-1], match)
        weight = match.length + in_step * _SURELY
        if weight > max(most, _SURELY - 1):
            best, most = match, weight
    return best


def follows(match: Match, then: Match) -> bool:
    """Whether a match carries on from another one, in both texts after at most a few words."""
    return 0 <= then.other - match.other_end <= _STEP and then.start - match.end <= _STEP


def _common(plain: str, start: int, other: str, other_start: int, known: int) -> int:
    """How many letters agree from two positions on, of which the first are known; in doubling steps."""
    length, step = known, known
    while step:
        here, there = start + length, other_start + length
        if here + step <= len(plain) and plain[here : here + step] == other[there : there + step]:
            length += step
            step *= 2
        else:
            step //= 2
    return length


def joints(found: Sequence[Match]) -> Iterator[tuple[Match, Match]]:
    """Neighbouring matches, in the order of the first text."""
    return pairwise(found)
