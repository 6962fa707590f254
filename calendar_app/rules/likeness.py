"""How alike two texts are, in the three words a person needs: own wording, close, copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from calendar_app.rules.catalog import near_identical_cross_post as near_identical
from calendar_app.rules.facts import Phrase, Variant
from calendar_app.rules.kinship import (
    MIN_LETTERS,
    are_other_languages,
    is_exempt,
    letters_of,
    percent_alike,
    say_the_same,
)

_LIMITS = {parameter.name: parameter.default for parameter in near_identical.RULE.parameters}
COPY_FROM, CLOSE_FROM = _LIMITS["block"], _LIMITS["warn"]


class Kind(StrEnum):
    """What two texts are to each other. NOT_COMPARED: too short, prescribed, or in other languages."""

    COPY = "copy"
    CLOSE = "close"
    OWN = "own"
    NOT_COMPARED = "na"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of the shorter text stands in the longer one, in percent, and what that means."""

    kind: Kind
    percent: int
    is_same: bool = False


NOT_COMPARED = Likeness(Kind.NOT_COMPARED, 0)


def likeness(phrases: Sequence[Phrase], one: Variant, other: Variant) -> Likeness:
    """How alike two variants are, whenever and wherever they go out; the limits are those of R02."""
    if is_exempt(one) or is_exempt(other) or _is_too_short(phrases, one, other):
        return NOT_COMPARED
    if say_the_same(phrases, one, other):
        return Likeness(Kind.COPY, 100, is_same=True)
    if are_other_languages(one, other):
        return NOT_COMPARED
    percent = percent_alike(phrases, one, other)
    return Likeness(_kind(percent), percent)


def _is_too_short(phrases: Sequence[Phrase], *variants: Variant) -> bool:
    return any(letters_of(phrases, each) < MIN_LETTERS for each in variants)


def _kind(percent: int) -> Kind:
    if percent >= COPY_FROM:
        return Kind.COPY
    return Kind.CLOSE if percent >= CLOSE_FROM else Kind.OWN
