"""What stands in very many of a team's posts: signatures, imprint lines, the opening of a series.

A team registers such phrases; they are left out of both sides of a comparison as long as enough text
remains. The engine suggests them: runs of letters that very many posts have in common.
"""

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from calendar_app.rules.letters import Letters, normalise

LEAST_LEFT = 25
"""Letters that must remain: a text that is little more than boilerplate is compared whole."""

SHORTEST = 15
"""Letters of a phrase, about three words: shorter ones are the language's, not a team's."""

LONGEST = 500
"""Characters of a phrase: what is longer is a text and no phrase."""

_RUN = 12  # letters that are counted together
_BUCKETS = 1 << 20  # more than a twentieth of all texts cannot meet in one by chance
_MOST_PHRASES = 500  # that are looked for in every text, those that stand alone most often
_POSTS_OF_SERIES = 3  # that begin or end alike: two may be a copy and its original
_MOST_OF_FRAME = 3

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class OftenSaid:
    """A phrase as one text writes it, and in how many posts it stands."""

    text: str
    posts: int


def leave_out(text: str, phrases: Sequence[str]) -> tuple[Range, ...]:
    """Where registered phrases stand in a text, decorated or not: ranges of the original, in order.

    Empty when less than 25 letters would remain.
    """
    letters = normalise(text)
    return tuple((letters.at[start], letters.at[end - 1] + 1) for start, end in _left_out(letters, phrases))


def _left_out(letters: Letters, phrases: Sequence[str]) -> list[Range]:
    """Ranges of letters, in order and apart."""
    found = _joined(sorted(each for phrase in phrases for each in _places(letters.plain, phrase)))
    left = len(letters) - sum(end - start for start, end in found)
    return found if left >= LEAST_LEFT else []


def _places(plain: str, phrase: str) -> Iterator[Range]:
    sought = normalise(phrase).plain
    start = plain.find(sought) if sought else -1
    while start >= 0:
        yield start, start + len(sought)
        start = plain.find(sought, start + len(sought))


def _joined(ranges: Iterable[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in ranges:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# --- suggestions ---


def often_said(posts: Collection[Sequence[str]], least: int) -> tuple[OftenSaid, ...]:
    """Phrases that stand in at least `least` posts, the most frequent first.

    `posts` are the texts of each post's variants: what a post says on three channels counts once. Time grows
    with the letters of all texts, memory with those of what is frequent; give it hundreds or a few thousand
    posts, not an archive.
    """
    often = _often(posts, least)
    found = Counter(phrase for texts in posts for phrase in {*_phrases_of(texts, often)})
    holders = {phrase: _count(posts, phrase) for phrase in _one_of_each(found)}
    said = [OftenSaid(phrase, count) for phrase, count in holders.items() if count >= least]
    return tuple(sorted(_without_parts(said), key=lambda each: (-each.posts, each.text)))


def frame(text: str, others: Collection[Sequence[str]]) -> tuple[str, ...]:
    """What a series says each time: phrases of a text that stand in two of the other posts at least.

    The longest first, three at most, and no more than leave enough of the text to compare: whoever changes a
    word or two of the same text tells no new issue of a series. `others` are the texts of each post's
    variants.
    """
    letters, chosen = normalise(text), list[str]()
    said = often_said([[text], *others], _POSTS_OF_SERIES)
    for each in sorted(said, key=lambda each: -len(normalise(each.text))):
        if _covered(letters, [*chosen, each.text]) > _covered(letters, chosen):
            chosen.append(each.text)
    return tuple(chosen[:_MOST_OF_FRAME])


def _covered(letters: Letters, phrases: Sequence[str]) -> int:
    return sum(end - start for start, end in _left_out(letters, phrases))


def _often(posts: Collection[Sequence[str]], least: int) -> Collection[str]:
    """Runs that stand in so many posts. Counted in buckets first: nearly all runs stand in one post only."""
    crowd = array("I", [0]) * _BUCKETS
    for texts in posts:
        for bucket in {hash(run) % _BUCKETS for run in _runs_of(texts)}:
            crowd[bucket] += 1
    runs = Counter(run for texts in posts for run in _runs_of(texts) if crowd[hash(run) % _BUCKETS] >= least)
    return {run for run, count in runs.items() if count >= least}


def _runs_of(texts: Sequence[str]) -> set[str]:
    return {run for text in texts for run in _runs(normalise(text).plain)}


def _phrases_of(texts: Sequence[str], often: Collection[str]) -> Iterator[str]:
    return (phrase for text in texts for phrase in _phrases(text, often))


def _runs(plain: str) -> Iterator[str]:
    return (plain[start : start + _RUN] for start in range(len(plain) - _RUN + 1))


def _phrases(text: str, often: Collection[str]) -> Iterator[str]:
    """The longest stretches of whole words in which every run is frequent."""
    letters = normalise(text)
    frequent = [(start, start + _RUN) for start, run in enumerate(_runs(letters.plain)) if run in often]
    for start, end in _joined(frequent):
        phrase = _whole_words(text, letters.at[start], letters.at[end - 1] + 1)
        if len(phrase) <= LONGEST and len(normalise(phrase)) >= SHORTEST:
            yield phrase


def _whole_words(text: str, start: int, end: int) -> str:
    """The stretch without the halves of words at its ends."""
    while start < end and start > 0 and text[start - 1].isalnum():
        start += 1
    while end > start and end < len(text) and text[end].isalnum():
        end -= 1
    return text[start:end].strip()


def _one_of_each(found: Counter[str]) -> list[str]:
    """One spelling of each phrase, the same whatever order the phrases come in."""
    spellings: dict[str, str] = {}
    posts: Counter[str] = Counter()
    for phrase in sorted(found):
        letters = normalise(phrase).plain
        spellings[letters] = phrase
        posts[letters] += found[phrase]
    most = sorted(posts, key=lambda letters: (-posts[letters], letters))[:_MOST_PHRASES]
    return [spellings[letters] for letters in most]


def _count(posts: Collection[Sequence[str]], phrase: str) -> int:
    sought = normalise(phrase).plain
    return sum(any(sought in normalise(text).plain for text in texts) for texts in posts)


def _without_parts(said: list[OftenSaid]) -> Iterator[OftenSaid]:
    """A part of a longer phrase is named only where it stands in clearly more posts than that."""
    plains = [(normalise(each.text).plain, each.posts) for each in said]
    for each in said:
        plain = normalise(each.text).plain
        if not any(plain != other and plain in other and 1.5 * count > each.posts for other, count in plains):
            yield each
