"""Candidates for a comparison, found by fingerprint instead of by reading everything.

This index lives in memory, for a plan that is checked as a whole. A workspace keeps the same fingerprints in
its database.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from calendar_app.rules.facts import ItemId, Variant
from calendar_app.rules.kinship import wording
from calendar_app.rules.originality import fingerprints

PER_FINGERPRINT = 100
"""Holders of one fingerprint that are looked at, the nearest in time: more would be boilerplate, and slow."""

CANDIDATES = 30
LEAST_SHARE = 0.2
"""Of the smaller set of fingerprints that a candidate must have in common."""

_UNDATED = datetime.max.replace(tzinfo=UTC)


class RelativesIndex:
    """Variants by the fingerprints of their text, and by their pictures."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        self._holders: defaultdict[int | str, list[Variant]] = defaultdict(list)
        self._sizes: dict[ItemId, int] = {}
        for variant in sorted(variants, key=_when):
            marks = _marks(variant)
            self._sizes[variant.id] = len(marks)
            for mark in marks:
                self._holders[mark].append(variant)

    def of(self, variant: Variant) -> tuple[Variant, ...]:
        """The variants most likely alike, best first, at most 30, never the variant itself."""
        marks = _marks(variant)
        found: dict[ItemId, Variant] = {}
        shared: Counter[ItemId] = Counter()
        for mark in marks:
            for other in self._near(mark, variant):
                found[other.id] = other
                shared[other.id] += 1
        shares = {key: count / min(len(marks), self._sizes[key]) for key, count in shared.items()}
        best = sorted(shares, key=lambda key: -shares[key])[:CANDIDATES]
        return tuple(found[key] for key in best if shares[key] >= LEAST_SHARE)

    def _near(self, mark: int | str, variant: Variant) -> Iterator[Variant]:
        holders = self._holders.get(mark, [])
        middle = bisect_left(holders, _when(variant), key=_when)
        first = max(0, middle - PER_FINGERPRINT // 2)
        for other in holders[first : first + PER_FINGERPRINT]:
            if other.id != variant.id:
                yield other


def _when(variant: Variant) -> datetime:
    return variant.effective_at or _UNDATED


def _marks(variant: Variant) -> frozenset[int | str]:
    """What a variant is found by. Pictures count only beside little text, where they decide."""
    numbers = fingerprints(wording(variant))
    return numbers | frozenset(variant.media) if len(numbers) <= 1 else numbers
