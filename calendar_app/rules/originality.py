"""When are two texts the same? Score and shared passages.

The score begins as the containment of runs of five letters: a truncated or embedded copy scores 1, own
wording on the same subject stays far below 0.55. Then the two texts are laid beside each other. Words
exchanged one for one, in step, cost their own letters and not also the runs that touch them. And where it is
the dates and numbers that were exchanged, two events or issues are announced with the same words: that is for
a person to decide, and is no copy by itself.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining

from calendar_app.rules.alignment import Match, joints, matches
from calendar_app.rules.figures import MOST, Figure, Kind, ending_at, figures, within
from calendar_app.rules.letters import Letters, normalise
from calendar_app.rules.rule import Passage

RUN = 5
"""Letters in one compared run."""

SHORTEST_PASSAGE = 12
"""Letters of a passage that is shown as shared, about two words."""

_SHORT = 60  # letters; a text shorter than this inside one at least twice as long may be a quoted title
_LONG_BESIDE = 3  # times as long: within a sentence of such a text a short one is a quoted title for sure
_ENDS_SENTENCE = re.compile(r"[.!?…\n]")
_QUOTE_UNTIL, _COPY_FROM = 0.85, 0.70

_WARN_FROM, _WARN_UNTIL = 0.55, 0.69
_WORTH_ALIGNING = 0.35  # below, nothing that is learned from the order of the runs makes it a copy
_LONGEST_WORD = 16  # letters of a word exchanged for another
_IN_STEP = 2 / 3  # of all that differs must be words exchanged one for one: else sentences were rewritten
_LETTERS_PER_FIGURE = 200  # beyond, one changed number does not make another announcement
_LONGEST_EDGE = 24  # letters before or after all that is shared within which a date or number tells an event
_LONGEST_ALIGNED = MOST * _LETTERS_PER_FIGURE  # beyond, no number of figures makes another announcement
_MONOTONOUS = 20  # different runs; a text with fewer says the same again and again: how often counts then


def wording(title: str, text: str) -> str:
    """Which of a variant's two parts is held against other texts: the one that says more, in letters."""
    return title if title and len(normalise(title)) > len(normalise(text)) else text


def score(one: str, other: str) -> float:
    """How much of the shorter text stands in the other, 0 to 1; symmetric, 1 for equal letters.

    Texts without letters have nothing in common.
    """
    shorter, longer = sorted((one, other), key=_order)
    first, second = normalise(shorter), normalise(longer)
    if first.plain == second.plain:
        return 1.0 if first.plain else 0.0
    shared, fewest = _in_common(shorter, longer)
    if shared < _WORTH_ALIGNING * fewest or not fewest:
        return shared / max(1, fewest)
    found = matches(first.plain, second.plain, RUN) if len(first) <= _LONGEST_ALIGNED else []
    if _may_be_quote(first, second):
        share = _as_quote(shared / fewest)
        if _is_quoted(first, _Text(longer, second), found):
            return _as_warning(share)
    else:
        exchanged = _exchanges(found, _Text(shorter, first), _Text(longer, second)) if found else 0
        share = min(1.0, (shared + (RUN - 1) * exchanged) / fewest)
    mine, theirs = figures(shorter, first), figures(longer, second)
    return _as_warning(share) if _exchanged_figures(found, mine, theirs, (len(first), len(second))) else share


def _in_common(shorter: str, longer: str) -> tuple[int, int]:
    """How many runs two texts share, and how many the one has that has fewer.

    A run counts once however often it is said, except where a text has hardly another: "hahaha" in a post is
    no copy of a page of laughter.
    """
    runs, others = _runs(shorter), _runs(longer)
    fewest = min(len(runs), len(others))
    if fewest >= _MONOTONOUS:
        return len(runs & others), fewest
    often, other_often = (Counter(_each_run(normalise(text).plain)) for text in (shorter, longer))
    return (often & other_often).total(), min(often.total(), other_often.total())


@dataclass(frozen=True, slots=True)
class _Text:
    """A text and its letters."""

    text: str
    letters: Letters

    def before(self, place: int) -> str:
        """What stands between a letter and the one before it."""
        return self.text[self.letters.at[place - 1] + 1 : self.letters.at[place]]

    def is_word(self, start: int, end: int) -> bool:
        return start < end and self.is_about_a_word(start, end)

    def is_about_a_word(self, start: int, end: int) -> bool:
        """Whether a stretch of letters is at most one word."""
        if end - start > _LONGEST_WORD:
            return False
        return (
            start >= end or len(self.text[self.letters.at[start] : self.letters.at[end - 1] + 1].split()) == 1
        )


def _order(text: str) -> tuple[int, str, str]:
    plain = normalise(text).plain
    return len(plain), plain, text


def _may_be_quote(first: Letters, second: Letters) -> bool:
    return len(first) < _SHORT and len(second) >= 2 * len(first)


def _is_quoted(first: Letters, other: _Text, found: Sequence[Match]) -> bool:
    """Whether a short text stands within a sentence of a much longer one, as a title does that is quoted.

    At the beginning or end of the other text, or as a sentence of its own, it is a copy.
    """
    if not found or len(first) >= _SHORT or len(other.letters) < _LONG_BESIDE * len(first):
        return False
    start, end = found[0].other, found[-1].other_end
    if min(start, len(other.letters) - end) < SHORTEST_PASSAGE:
        return False
    return not (_ENDS_SENTENCE.search(other.before(start)) and _ENDS_SENTENCE.search(other.before(end)))


def _as_quote(share: float) -> float:
    """Bends the scale so that a short text inside a long one counts as a copy from 0.85 of its letters."""
    if share <= _QUOTE_UNTIL:
        return share * _COPY_FROM / _QUOTE_UNTIL
    return _COPY_FROM + (share - _QUOTE_UNTIL) * (1 - _COPY_FROM) / (1 - _QUOTE_UNTIL)


def _as_warning(share: float) -> float:
    """Bends the scale so that what would be a copy is only warned of, in the same order."""
    if share <= _WARN_FROM:
        return share
    return _WARN_FROM + (share - _WARN_FROM) * (_WARN_UNTIL - _WARN_FROM) / (1 - _WARN_FROM)


def _exchanges(found: Sequence[Match], one: _Text, other: _Text) -> int:
    """How many words were exchanged one for one; none where more of what differs was rewritten instead."""
    first, last = found[0], found[-1]
    between = [
        one.is_word(match.end, then.start) and other.is_word(match.other_end, then.other)
        for match, then in joints(found)
    ]
    rewritten = between.count(False) + (not one.is_about_a_word(0, first.start))
    rewritten += not one.is_about_a_word(last.end, len(one.letters))
    exchanged = between.count(True)
    return exchanged if exchanged >= _IN_STEP * (exchanged + rewritten) else 0


def _exchanged_figures(
    found: Sequence[Match], mine: Sequence[Figure], theirs: Sequence[Figure], lengths: tuple[int, int]
) -> bool:
    """Whether most dates and numbers in what is shared were exchanged for others.

    An exchanged date is not outvoted by numbers that stayed, nor an exchanged number by hours and prices.
    """
    kinds = [_exchanged(match, then, mine, theirs) for match, then in _gaps(found, lengths)]
    exchanged = [kind for kind in kinds if kind is not None]
    if not exchanged or len(exchanged) * _LETTERS_PER_FIGURE < lengths[0]:
        return False
    strongest = max(exchanged)
    dates = {each.value for each in theirs if each.kind is Kind.DATE}
    kept = [
        each.kind
        for each in mine
        if each.value in dates or any(match.start <= each.start and each.end <= match.end for match in found)
    ]
    if strongest is Kind.ASIDE and max(kept, default=Kind.ASIDE) is not Kind.ASIDE:
        return False  # the same day, its hour written in another way
    return exchanged.count(strongest) >= sum(kind >= strongest for kind in kept)


def _gaps(found: Sequence[Match], lengths: tuple[int, int]) -> Iterator[tuple[Match, Match]]:
    """What neighbours a stretch that is not shared; a short one at either end of both texts counts too."""
    if not found:
        return
    first, last = found[0], found[-1]
    if max(first.start, first.other) <= _LONGEST_EDGE:
        yield Match(0, 0, 0), first
    yield from joints(found)
    if max(lengths[0] - last.end, lengths[1] - last.other_end) <= _LONGEST_EDGE:
        yield last, Match(*lengths, 0)


def _exchanged(match: Match, then: Match, mine: Sequence[Figure], theirs: Sequence[Figure]) -> Kind | None:
    """The strongest kind of figure that another one stands for in a stretch between what is shared."""
    here, there = within(mine, match.end, then.start), within(theirs, match.other_end, then.other)
    if not here and any(each.crosses(match.other_end, then.other) for each in there):
        here = ending_at(mine, match.end, then.start)  # 3 became 13: of the three itself nothing changed
    if not there and any(each.crosses(match.end, then.start) for each in here):
        there = ending_at(theirs, match.other_end, then.other)
    values, other_values = {each.value for each in here}, {each.value for each in there}
    gone, come = (
        [each.kind for each in here if each.value not in other_values],
        [each.kind for each in there if each.value not in values],
    )
    return min(max(gone), max(come)) if gone and come else None


def _runs(text: str) -> frozenset[str]:
    return _remembered_runs(text) if len(text) <= 4_000 else _remembered_long_runs(text)


def _runs_of(text: str) -> frozenset[str]:
    return frozenset(_each_run(normalise(text).plain))


def _each_run(plain: str) -> Iterator[str]:
    return (plain[start : start + RUN] for start in range(len(plain) - RUN + 1))


_remembered_runs = lru_cache(maxsize=256)(_runs_of)  # up to 280 kB: what one check compares, and more
_remembered_long_runs = lru_cache(maxsize=2)(_runs_of)  # up to 10 MB; one text is held against many


def shared_passages(one: str, other: str) -> tuple[Passage, ...]:
    """Passages of at least twelve letters that stand in both texts, as ranges in both originals.

    Passages are in the order of the first text and do not overlap there. Links, emoji or signs inside a
    passage belong to its range.
    """
    first, second = normalise(one), normalise(other)
    return tuple(
        Passage(
            *_range(one, first, match.start, match.length), *_range(other, second, match.other, match.length)
        )
        for match in matches(first.plain, second.plain, SHORTEST_PASSAGE)
    )


def _range(text: str, letters: Letters, start: int, length: int) -> tuple[int, int]:
    end = letters.at[start + length - 1] + 1
    while end < len(text) and combining(text[end]):  # an accent belongs to its letter
        end += 1
    return letters.at[start], end


def content_fingerprint(*parts: str) -> str:
    """A short name for exactly this content (title, text, media, mode …): any change gives another one."""
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        digest.update(len(content).to_bytes(8, "big"))
        digest.update(content)
    return digest.hexdigest()[:32]
