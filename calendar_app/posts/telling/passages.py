"""A text cut where another text says the same, so that a page can mark it in both."""

from collections.abc import Iterable
from dataclasses import dataclass

from calendar_app.rules.rule import Passage

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text, shared with the other text or not."""

    text: str
    is_shared: bool


def here(text: str, passages: Iterable[Passage]) -> list[Piece]:
    """The judged text, cut at its shared passages."""
    return cut(text, ((each.start, each.end) for each in passages))


def there(text: str, passages: Iterable[Passage]) -> list[Piece]:
    """The other text, cut at the same passages."""
    return cut(text, ((each.other_start, each.other_end) for each in passages))


def cut(text: str, ranges: Iterable[Range]) -> list[Piece]:
    """The whole text as pieces; ranges that overlap or leave the text do no harm."""
    pieces: list[Piece] = []
    done = 0
    for first, last in sorted(ranges):
        start, end = max(first, done), min(last, len(text))
        if start >= end:
            continue
        pieces += [Piece(text[done:start], False), Piece(text[start:end], True)]
        done = end
    pieces.append(Piece(text[done:], False))
    return [piece for piece in pieces if piece.text]
