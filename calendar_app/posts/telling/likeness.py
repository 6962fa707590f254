"""How alike texts are, for a page: two of them side by side, or all variants of a post against each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from calendar_app.posts.facts import fact_of
from calendar_app.posts.models import Variant
from calendar_app.posts.telling import passages
from calendar_app.rules import kinship
from calendar_app.rules.boilerplate import leave_out
from calendar_app.rules.facts import Phrase
from calendar_app.rules.likeness import Kind, Likeness, likeness
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


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every variant of a post against every other one, each pair once."""

    variants: Sequence[Variant]
    pairs: Sequence[Pair]

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
    facts = fact_of(one), fact_of(other)
    shared = shared_passages(*(kinship.compared(phrases, each) for each in facts))
    mine, theirs = (kinship.wording(each) for each in facts)
    away = [leave_out(kinship.wording(each), kinship.phrases_on(phrases, each.channel_id)) for each in facts]
    return Beside(
        score=kinship.percent_alike(phrases, *facts),
        here=passages.here(mine, shared, away[0]),
        there=passages.there(theirs, shared, away[1]),
    )


def matrix(phrases: Sequence[Phrase], variants: Sequence[Variant]) -> Matrix | None:
    """None where fewer than two variants have a text."""
    told = [each for each in variants if each.title or each.text]
    facts = {each.id: fact_of(each) for each in told}
    pairs = [
        Pair(one, other, likeness(phrases, facts[one.id], facts[other.id]))
        for one, other in combinations(told, 2)
    ]
    return Matrix(told, pairs) if pairs else None
