"""Links, mentions and hashtags in a text, as one platform recognises them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from calendar_app.platforms.links import Stretch

Finder = Callable[[str], Iterator[Stretch]]
"""Finds stretches from left to right; they do not overlap each other."""


class Kind(StrEnum):
    """What readers can follow from within a text."""

    LINK = "link"
    MENTION = "mention"
    HASHTAG = "hashtag"


@dataclass(frozen=True, slots=True)
class Entity:
    """One link, mention or hashtag: `text[start:end]` of the text it was found in, signs included."""

    kind: Kind
    start: int
    end: int
    written: str

    @property
    def name(self) -> str:
        """Without the sign in front: `Graz` of `#Graz`, `anna@chaos.social` of `@anna@chaos.social`."""
        return self.written if self.kind is Kind.LINK else self.written.lstrip("@＠#＃/").removeprefix("u/")

    @property
    def key(self) -> str:
        """Equal for two spellings that lead to the same place: case is no difference."""
        return normalize("NFKC", self.name).casefold()


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a platform recognises what it makes clickable."""

    links: Finder
    mentions: Finder
    hashtags: Finder

    def entities(self, text: str) -> tuple[Entity, ...]:
        """What the platform recognises, from left to right; where two overlap, the one that begins first."""
        found = [
            *_entities(Kind.LINK, self.links, text),
            *_entities(Kind.MENTION, self.mentions, text),
            *_entities(Kind.HASHTAG, self.hashtags, text),
        ]
        return tuple(_apart(sorted(found, key=lambda entity: entity.start)))


def _entities(kind: Kind, finder: Finder, text: str) -> Iterator[Entity]:
    return (Entity(kind, start, end, text[start:end]) for start, end in finder(text))


def _apart(found: Iterable[Entity]) -> Iterator[Entity]:
    reached = 0
    for entity in found:
        if entity.start >= reached:
            yield entity
            reached = entity.end
