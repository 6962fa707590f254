"""A text cut where another text says the same, and where nobody looked, so that a page can mark both."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from calendar_app.rules.rule import Passage

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: shared with the other one, or left out of the comparison, or neither."""

    text: str
    is_shared: bool
    is_left_out: bool = False


_LONGEST_HALF = 40  # characters of a word that is cut; some scripts have no blanks to look for


def here(text: str, passages: Iterable[Passage], left_out: Iterable[Range] = ()) -> list[Piece]:
    """The judged text, cut at the whole words of its shared passages and at what was left out."""
    return cut(text, (_whole_words(text, each.start, each.end) for each in passages), left_out)


def there(text: str, passages: Iterable[Passage], left_out: Iterable[Range] = ()) -> list[Piece]:
    """The other text, cut at the same passages and at what was left out of it."""
    return cut(text, (_whole_words(text, each.other_start, each.other_end) for each in passages), left_out)


def _whole_words(text: str, start: int, end: int) -> Range:
    """A range without the halves of words at its ends, which nobody would call shared."""
    firsts = range(start, min(end, start + _LONGEST_HALF))
    lasts = range(end, max(start, end - _LONGEST_HALF), -1)
    return (
        next((at for at in firsts if not (text[at].isspace() or _is_within_word(text, at))), start),
        next((at for at in lasts if not (text[at - 1].isspace() or _is_within_word(text, at))), end),
    )


def _is_within_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def cut(text: str, shared: Iterable[Range], left_out: Iterable[Range] = ()) -> list[Piece]:
    """The whole text as pieces; ranges that overlap or leave the text do no harm.

    What was left out in the middle of a shared passage is not shared.
    """
    marked, away = _Stretches(shared), _Stretches(left_out)
    edges = {edge for edge in (*marked.edges, *away.edges) if 0 < edge < len(text)}
    pieces = (
        Piece(text[start:end], start in marked and start not in away, start in away)
        for start, end in pairwise(sorted({0, len(text), *edges}))
    )
    return [
        replace(first, text="".join(piece.text for piece in (first, *rest)))
        for _, (first, *rest) in groupby(pieces, lambda piece: (piece.is_shared, piece.is_left_out))
    ]


class _Stretches:
    """Ranges, overlapping or not, that can be asked quickly whether a position lies in one."""

    def __init__(self, ranges: Iterable[Range]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(each for each in ranges if each[0] < each[1]):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    @property
    def edges(self) -> tuple[int, ...]:
        return (*self._starts, *self._ends)

    def __contains__(self, position: int) -> bool:
        place = bisect_right(self._starts, position) - 1
        return place >= 0 and position < self._ends[place]
