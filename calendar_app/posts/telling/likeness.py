"""How alike texts are, for a page: two of them side by side, or all variants of a post against each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

from calendar_app.posts.facts import fact_of
from calendar_app.posts.models import Variant
from calendar_app.posts.telling import passages
from calendar_app.posts.telling.same_pictures import SamePictures, same_pictures
from calendar_app.rules import facts, kinship
from calendar_app.rules.boilerplate import leave_out
from calendar_app.rules.facts import Phrase, Tuning
from calendar_app.rules.likeness import Kind, Likeness, Limits, likeness, limits
from calendar_app.rules.originality import shared_passages


@dataclass(frozen=True, slots=True)
class Beside:
    """Two texts next to each other, cut at what they share and at what was left out of the comparison."""

    score: int
    here: list[passages.Piece]
    there: list[passages.Piece]

    @property
    def leaves_out(self) -> bool:
        return any(piece.is_left_out for piece in (*self.here, *self.there))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two variants of a post and how alike they are."""

    one: Variant
    other: Variant
    likeness: Likeness
    pictures: SamePictures


MOST_COMPARED, LEAST_COMPARED = 300_000, 1_000
"""Characters compared for a matrix, all its pairs together, and of each text at least."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every variant of a post against every other one, each pair once.

    Where a post has very long variants, only the first `read` characters of each were compared.
    """

    variants: Sequence[Variant]
    pairs: Sequence[Pair]
    read: int

    @property
    def is_cut(self) -> bool:
        return any(len(each.title) > self.read or len(each.text) > self.read for each in self.variants)

    @property
    def rows(self) -> list[tuple[Variant, list[Pair]]]:
        """The lower half of the table: each variant with the pairs of those before it."""
        return [(each, [pair for pair in self.pairs if pair.other is each]) for each in self.variants[1:]]

    @property
    def closest_first(self) -> list[Pair]:
        return sorted(self.pairs, key=lambda pair: -pair.likeness.percent)

    @property
    def copies(self) -> int:
        return sum(pair.likeness.kind is Kind.COPY for pair in self.pairs)


def beside(phrases: Sequence[Phrase], one: Variant, other: Variant) -> Beside:
    sides = fact_of(one), fact_of(other)
    shared = shared_passages(*(kinship.compared(phrases, each) for each in sides))
    mine, theirs = (kinship.wording(each) for each in sides)
    away = [leave_out(kinship.wording(each), kinship.phrases_on(phrases, each.channel_id)) for each in sides]
    return Beside(
        score=kinship.percent_alike(phrases, *sides),
        here=passages.here(mine, shared, away[0]),
        there=passages.there(theirs, shared, away[1]),
    )


def matrix(
    phrases: Sequence[Phrase], variants: Sequence[Variant], tunings: Sequence[Tuning] = ()
) -> Matrix | None:
    """None where fewer than two variants have a text or a picture."""
    told = [each for each in variants if each.title or each.text or each.media]
    read = max(LEAST_COMPARED, MOST_COMPARED // max(1, comb(len(told), 2)))
    compared = [_beginning(fact_of(each), read) for each in told]
    pairs = [
        Pair(
            one,
            other,
            likeness(phrases, here, there, between(tunings, one, other)),
            same_pictures(one, other),
        )
        for (one, here), (other, there) in combinations(zip(told, compared, strict=True), 2)
    ]
    return Matrix(told, pairs, read) if pairs else None


def between(tunings: Sequence[Tuning], one: Variant, other: Variant) -> Limits:
    """From when on two variants count as a copy on their channels."""
    return limits(tunings, *((each.channel_id, each.channel.platform) for each in (one, other)))


def _beginning(fact: facts.Variant, most: int) -> facts.Variant:
    return replace(fact, title=fact.title[:most], text=fact.text[:most])
