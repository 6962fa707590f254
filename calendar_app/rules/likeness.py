"""How alike two texts are, in the three words a person needs: own wording, close, copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from calendar_app.platforms.directory import platform
from calendar_app.rules.catalog import near_identical_cross_post as near_identical
from calendar_app.rules.facts import ItemId, Phrase, Tuning, Variant
from calendar_app.rules.kinship import (
    MIN_LETTERS,
    are_other_languages,
    is_exempt,
    is_wordless,
    letters_of,
    percent_alike,
    say_the_same,
    share_media,
)
from calendar_app.rules.parameters import layers_of, resolved


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

Place = tuple[ItemId, str]
"""A channel and its platform's key."""


@dataclass(frozen=True, slots=True)
class Limits:
    """From how many percent on two texts are a copy, and close."""

    copy: int
    close: int


def limits(tunings: Sequence[Tuning], *places: Place) -> Limits:
    """The limits of R02, as the team tuned them; of several places the strictest."""
    copy, close = (min(_value(tunings, name, *place) for place in places) for name in ("block", "warn"))
    return Limits(copy, min(copy, close))


def _value(tunings: Sequence[Tuning], name: str, channel_id: ItemId, platform_key: str) -> int:
    layers = layers_of(tunings, near_identical.RULE.key, platform_key, channel_id)
    parameter = next(each for each in near_identical.RULE.parameters if each.name == name)
    return resolved(layers, parameter, platform(platform_key)).value


def likeness(phrases: Sequence[Phrase], one: Variant, other: Variant, limits: Limits) -> Likeness:
    """How alike two variants are, whenever and wherever they go out. Without words the pictures speak."""
    if is_exempt(one) or is_exempt(other):
        return NOT_COMPARED
    if is_wordless(phrases, one) and is_wordless(phrases, other) and share_media(one, other):
        return Likeness(Kind.COPY, 100, is_same=True)
    if _is_too_short(phrases, one, other):
        return NOT_COMPARED
    if say_the_same(phrases, one, other):
        return Likeness(Kind.COPY, 100, is_same=True)
    if are_other_languages(one, other):
        return NOT_COMPARED
    percent = percent_alike(phrases, one, other)
    return Likeness(_kind(percent, limits), percent)


def _is_too_short(phrases: Sequence[Phrase], *variants: Variant) -> bool:
    return any(letters_of(phrases, each) < MIN_LETTERS for each in variants)


def _kind(percent: int, limits: Limits) -> Kind:
    if percent >= limits.copy:
        return Kind.COPY
    return Kind.CLOSE if percent >= limits.close else Kind.OWN
