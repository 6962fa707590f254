"""Labelled pairs of texts: copies by kind of edit, and texts that are rightly different, by kind.

Every second story is held out: methods and thresholds are chosen on the others alone.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.originality.edits import EDITS, combined

TELLINGS = ("short", "chatty", "formal")
ROUNDS = 3
"""Combined edits of each text."""

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, how the second came about, and whether a person calls them the same."""

    kind: str
    one: str
    other: str
    is_copy: bool
    is_held_out: bool


@dataclass(frozen=True, slots=True)
class Story:
    """One subject told three times from scratch; `close` is a paraphrase of the first telling, or ""."""

    subject: str
    language: str
    tellings: tuple[str, ...]
    close: str
    is_held_out: bool


def stories() -> list[Story]:
    return [story for language in ("de", "en") for story in _stories(language)]


def _stories(language: str) -> Iterator[Story]:
    for number, each in enumerate(_read(f"stories_{language}.toml")["story"]):
        tellings = tuple(each[kind] for kind in TELLINGS)
        yield Story(each["subject"], language, tellings, each.get("close", ""), number % 2 == 1)


def pairs(seed: int) -> list[Pair]:
    """All pairs; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 reproducible, not secret
    told = stories()
    return [*_copies(told, chance), *_rewrites(told), *_translations(told), *_frames(told, chance)]


def _copies(told: Sequence[Story], chance: random.Random) -> Iterator[Pair]:
    for story in told:
        others = _others(story, told)
        for text in story.tellings:
            for kind, edit in EDITS.items():
                if (edited := edit(text, chance, others)) != text:
                    yield Pair(kind, text, edited, True, story.is_held_out)
            for _ in range(ROUNDS):
                edited = combined(text, chance, others)
                yield Pair("combined", text, edited, True, story.is_held_out)


def _others(story: Story, told: Sequence[Story]) -> list[str]:
    """Texts on other subjects in the same language and the same half of the stories."""
    return [
        text
        for other in told
        if other.subject != story.subject
        and (other.language, other.is_held_out) == (story.language, story.is_held_out)
        for text in other.tellings
    ]


def _rewrites(told: Sequence[Story]) -> Iterator[Pair]:
    for story in told:
        for one, other in combinations(story.tellings, 2):
            yield Pair("rewrite", one, other, False, story.is_held_out)
        if story.close:
            yield Pair("paraphrase", story.tellings[0], story.close, False, story.is_held_out)


def _translations(told: Sequence[Story]) -> Iterator[Pair]:
    for one, other in combinations(told, 2):
        if one.subject == other.subject:
            for german, english in zip(one.tellings, other.tellings, strict=True):
                yield Pair("translation", german, english, False, one.is_held_out)


def _frames(told: Sequence[Story], chance: random.Random) -> Iterator[Pair]:
    frames = _read("frames.toml")
    for story in told:
        for one, other in combinations(story.tellings, 2):
            yield from _framed(one, other, frames, story.is_held_out, chance)
        stranger = chance.choice(_others(story, told))
        yield Pair("other subject", story.tellings[0], stranger, False, story.is_held_out)
    for kind in ("series", "announcements"):
        for number, frame in enumerate(frames[kind]):
            texts = [frame["text"].format(*filling) for filling in frame["fillings"]]
            for one, other in combinations(texts, 2):
                yield Pair(kind, one, other, False, number % 2 == 1)
    for number, (one, other) in enumerate(frames["shorts"]["same"]):
        yield Pair("short, same", one, other, True, number % 2 == 1)
    for number, (one, other) in enumerate(frames["shorts"]["different"]):
        yield Pair("short, different", one, other, False, number % 2 == 1)


def _framed(
    one: str, other: str, frames: dict[str, Any], is_held_out: bool, chance: random.Random
) -> Iterator[Pair]:
    opener, call, signature = (chance.choice(frames[kind]) for kind in ("openers", "calls", "signatures"))
    tail = "https://example.org/aktuell/2026 #Stadt #OffeneWerkstatt #2026"
    yield Pair("shared signature", f"{one}\n{signature}", f"{other}\n{signature}", False, is_held_out)
    yield Pair(
        "shared opener, call", f"{opener} {one} {call}", f"{opener} {other} {call}", False, is_held_out
    )
    yield Pair("shared link, tags", f"{one} {tail}", f"{other} {tail}", False, is_held_out)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / name).read_text(encoding="utf-8"))
