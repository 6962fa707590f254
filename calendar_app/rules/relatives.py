"""Candidates for a comparison, found by fingerprint instead of by reading everything.

This index lives in memory, for a plan that is checked as a whole. A workspace keeps the same fingerprints in
its database.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from calendar_app.rules.facts import Variant
from calendar_app.rules.fingerprints import asked, kept
from calendar_app.rules.kinship import wording

MOST_RELATIVES = 30
"""Of the own channel, and again of all others."""

LEAST_SHARED = 0.1
"""Of the fingerprints of the text that has fewer. A copy with every seventh word exchanged shares more."""

MOST_PER_FINGERPRINT = 100
"""Holders of one fingerprint that are looked at where many texts are compared at once."""

_UNDATED = datetime.max.replace(tzinfo=UTC)


class RelativesIndex:
    """Variants by the fingerprints of their text, and by their pictures. About 100 bytes for a variant."""

    def __init__(self, variants: Iterable[Variant], near: timedelta) -> None:
        self._variants = sorted(variants, key=_when)
        self._dated = bisect_left(self._variants, _UNDATED, key=_when)
        self._near = near
        self._sizes = array("I")
        self._pictures: defaultdict[str, list[int]] = defaultdict(list)
        marks: list[int] = []
        for place, variant in enumerate(self._variants):
            numbers = kept(wording(variant))
            self._sizes.append(len(numbers))
            marks += (_mark(number, place) for number in numbers)
            for picture in _pictures(variant):
                self._pictures[picture].append(place)
        marks.sort()
        self._marks = array("Q", marks)

    def of(self, variant: Variant) -> tuple[Variant, ...]:
        """The variants nearby most likely alike, never the variant itself: those of its channel, best first,
        then those of all others, so that neither hides the other; at most thirty of each.
        """
        ranked = (self._variants[place] for place in self._ranked(variant))
        found = [other for other in ranked if other.id != variant.id]
        here = [other for other in found if other.channel_id == variant.channel_id]
        elsewhere = [other for other in found if other.channel_id != variant.channel_id]
        return (*here[:MOST_RELATIVES], *elsewhere[:MOST_RELATIVES])

    def _ranked(self, variant: Variant) -> Sequence[int]:
        """Places of those that share enough with a variant, the likeliest first."""
        middle = bisect_left(self._variants, _when(variant), key=_when)
        nearby = self._nearby(variant)
        shared: Counter[int] = Counter()
        for number in asked(wording(variant)):
            for places in nearby:
                shared.update(self._holders(number, places, middle))
        for picture in _pictures(variant):
            shared.update(_around(self._pictures.get(picture, ()), middle))
        size = len(kept(wording(variant)))
        shares = {place: count / max(1, min(size, self._sizes[place])) for place, count in shared.items()}
        return sorted(
            (place for place, share in shares.items() if share >= LEAST_SHARED),
            key=lambda place: (-shares[place], abs(place - middle), place),
        )

    def _nearby(self, variant: Variant) -> tuple[range, ...]:
        """Places in time around a variant, and those of the undated ones, which are near to everything."""
        at, end = variant.effective_at, len(self._variants)
        if at is None:
            return (range(end),)
        around = range(
            bisect_left(self._variants, at - self._near, hi=self._dated, key=_when),
            bisect_right(self._variants, at + self._near, hi=self._dated, key=_when),
        )
        return tuple(filter(None, (around, range(self._dated, end))))

    def _holders(self, number: int, places: range, middle: int) -> Iterable[int]:
        """Places of the variants that keep a number, those nearest to a place."""
        first = bisect_left(self._marks, _mark(number, places.start))
        beyond = _mark(number, places.stop)
        if first == len(self._marks) or self._marks[first] >= beyond:
            return ()
        end = bisect_left(self._marks, beyond, first)
        if end - first > MOST_PER_FINGERPRINT:
            here = bisect_left(self._marks, _mark(number, middle), first, end)
            first = max(first, min(here - MOST_PER_FINGERPRINT // 2, end - MOST_PER_FINGERPRINT))
        return [mark & _PLACE for mark in self._marks[first : min(end, first + MOST_PER_FINGERPRINT)]]


_PLACE = (1 << 32) - 1


def _mark(number: int, place: int) -> int:
    """A number and who keeps it as one number: in order, the holders of each stand together, by time."""
    return (number + (1 << 31)) << 32 | place


def _around(places: Sequence[int], middle: int) -> Sequence[int]:
    start = max(0, bisect_left(places, middle) - MOST_PER_FINGERPRINT // 2)
    return places[start : start + MOST_PER_FINGERPRINT]


def _when(variant: Variant) -> datetime:
    return variant.effective_at or _UNDATED


def _pictures(variant: Variant) -> Iterable[str]:
    """What else a variant is found by. Pictures count only beside little text, where they decide."""
    return set(variant.media) if len(kept(wording(variant))) <= 1 else ()
