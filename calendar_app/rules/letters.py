"""The letters of a text, without what people change from platform to platform.

Case, accents, layout, links, handles, trailing hashtags, emoji, lookalike letters of other scripts, fancy
fonts, letters of flags, invisible characters, digits for letters, spaced and stretched letters, "ue" for "ü":
all of it disappears, and every letter that stays remembers where it stood in the original. Digits are written
as the letters they look like, each as another one, so that h4llo is hallo and yet 2025 is not 2026.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from unicodedata import category, name, normalize

import regex
from confusable_homoglyphs import confusables

from calendar_app.platforms.links import links, rewritten

LONGEST = 100_000
"""Characters that are read of a text; what lies beyond is not compared. Longer than any platform's limit."""

_MOST_FOLDED = 2 * LONGEST  # one sign may stand for eighteen letters
_CACHED = 10_000  # longer texts are rare and would crowd the others out of the caches


@dataclass(frozen=True, slots=True)
class Letters:
    """Letters and digits of a text in their plainest form; `at[i]` is the original position of letter i.

    `is_cut` is true when the text, or what its signs stand for, was too long and only its beginning was read.
    """

    plain: str
    at: Sequence[int]
    is_cut: bool = False

    def __len__(self) -> int:
        return len(self.plain)


def normalise(text: str) -> Letters:
    """The letters of a text. Linear in its length, for any string."""
    return _remembered(text) if len(text) <= _CACHED else _remembered_long(text)


def _letters(text: str) -> Letters:
    read = _SENTENCE_END.sub(r"\1 ", text[:LONGEST])
    folded, at = _fold(read.translate(_FLAG_LETTERS) if _is_written_in_flags(read) else read)
    found = _said(_without_links(folded)) or _words(folded)  # one link, and nothing else, is a text
    joined = "".join(folded[start:end] for start, end in found)
    places = array("i", [place for start, end in found for place in at[start:end]])
    for dropped in (_UMLAUT_E, _STRETCHED):
        joined, places = _without(dropped, joined, places)
    return Letters(
        joined.translate(_ALIKE), places, is_cut=len(text) > LONGEST or len(folded) == _MOST_FOLDED
    )


def _said(folded: str) -> list[tuple[int, int]]:
    """The words without lines of hashtags and those at the end, unless hardly a word stands before these."""
    without_lines = _TAG_LINES.sub(_blank, folded)
    words = _words(_without_last_tags(without_lines))
    says_something = len(words) > 1 or any(end - start >= _LONG_WORD for start, end in words)
    return words if says_something else _words(without_lines) or _words(folded)


def _without(dropped: regex.Pattern[str], joined: str, places: "array[int]") -> tuple[str, "array[int]"]:
    kept = array("i")
    done = 0
    for found in dropped.finditer(joined):
        kept += places[done : found.start()]
        done = found.end()
    return dropped.sub("", joined), kept + places[done:]


_remembered = lru_cache(maxsize=2048)(_letters)
_remembered_long = lru_cache(maxsize=16)(_letters)  # up to 1 MB; a post's variants are compared in turn


def _fold(text: str) -> tuple[str, Sequence[int]]:
    """The text with every character folded, and for each folded character its original position."""
    folded = text.translate(_FOLDED)[:_MOST_FOLDED]
    lengths = {character: len(_plain(character)) for character in set(text)}
    if all(length == 1 for length in lengths.values()):
        return folded, range(len(text))
    places = (at for at, character in enumerate(text) for _ in range(lengths[character]))
    return folded, [*islice(places, _MOST_FOLDED)]


# --- letters of flags ---

_FLAG_LETTERS = {0x1F1E6 + number: ord("a") + number for number in range(26)}
_FLAG_RUN = regex.compile(r"\p{RI}++")
_LONGEST_FLAGS = 4  # letters of two flags side by side; longer runs are words, as a rule


def _is_written_in_flags(text: str) -> bool:
    """Whether a text is written in the letters that flags are made of: flags come in pairs, words do not."""
    return any(len(run[0]) % 2 or len(run[0]) > _LONGEST_FLAGS for run in _FLAG_RUN.finditer(text))


# --- one character ---

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")  # letters by category, yet nothing is seen
_INVISIBLE = frozenset({"Cf", "Mn", "Me", "Cc", "Cs"})


@cache
def _plain(character: str) -> str:
    """What one character is in plain letters; spaces and signs stay, invisible ones become nothing."""
    if character in "\n\r\t":
        return character
    if character in _FILLERS:
        return ""
    latin = _lookalikes().get(character)
    if latin:
        return latin
    parts = [part for part in normalize("NFKD", character) if category(part) not in _INVISIBLE]
    return "".join(_lookalikes().get(part, part) for part in parts).casefold()


class _Folding(dict[int, str]):
    """Every character with what it is in plain letters, found out when it first occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


_FOLDED = _Folding()


@cache
def _lookalikes() -> Mapping[str, str]:
    """Characters that are read as a Latin letter though they are another, each with that letter."""
    table = dict(_confusable_letters()) | _SMALL_GREEK
    for character in [*table]:  # where only one case looks Latin, the other follows it
        for other in (character.lower(), character.upper()):
            if len(other) == 1 and not other.isascii():
                table.setdefault(other, table[character])
    return table | dict(_decorated_letters())


_SMALL_GREEK = {
    "η": "n",
    "ω": "w",
}  # unlike their capitals; the Unicode table has none of plain Latin for them


def _confusable_letters() -> Iterator[tuple[str, str]]:
    for character, found in confusables.confusables_data.items():
        if len(character) != 1 or character.isascii() or not character.isalpha() or _is_latin(character):
            continue
        targets = [each["c"] for each in found if len(each["c"]) == 1 and each["c"].isascii()]
        letters = sorted(
            (each for each in targets if each.isalpha()), key=lambda each: not _same_case(each, character)
        )
        if letters:
            yield character, letters[0].lower()


def _is_latin(character: str) -> bool:
    return name(character, "").startswith("LATIN ")


def _same_case(one: str, other: str) -> bool:
    return one.isupper() == other.isupper()


_DECORATED = regex.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED) )?LATIN (?:(?:SMALL|CAPITAL) LETTER "
    r"(?:DOTLESS |OPEN |SCRIPT |TURNED |REVERSED |SIDEWAYS )?|LETTER SMALL CAPITAL )([A-Z])(?: WITH .+)?"
)
_DECORATED_BLOCKS = (
    range(0x00C0, 0x02B0),
    range(0x1D00, 0x1DC0),
    range(0x1E00, 0x1F00),
    range(0x2C60, 0x2C80),
    range(0xA720, 0xA800),
    range(0x1F130, 0x1F18A),
)


def _decorated_letters() -> Iterator[tuple[str, str]]:
    """Latin letters with strokes and hooks, small capitals, letters in dark circles and squares."""
    for block in _DECORATED_BLOCKS:
        for character in map(chr, block):
            match = _DECORATED.fullmatch(name(character, ""))
            if match:
                yield character, match[1].lower()


# --- what is left out ---

# "vorbei.So" is a missing blank, though .so ends domains; of the same length, so that positions stay.
_SENTENCE_END = regex.compile(r"(?<![\w/@.:-])(\p{L}*+(?<=\p{Ll}))\.(?=\p{Lu}\p{Ll}*+(?![\w./:@-]))")
_LINKS = regex.compile(r"(?:https?://|www\.)\S++", regex.IGNORECASE)
_HANDLES = regex.compile(r"(?<![\w/#])@[\w.-]+(?:@[\w.-]+)?+")
_TAG_TEXT = r"#[\w\"'][\w\"'@.\\-]*+"  # also what a careless export makes of #name@host.tld
_TAG_LINES = regex.compile(rf"^[^\w#\n]*+(?:{_TAG_TEXT}[^\w#\n]*+)++$", regex.MULTILINE)
_TAG = regex.compile(_TAG_TEXT)
_LETTER = regex.compile(r"\w")

_WORD = regex.compile(
    r"(?:(?<!\p{N})\$(?=\p{L}))?+[\p{L}\p{N}]++(?:@(?=\p{L})|(?<=\p{L})\$(?!\s?\p{N}++(?!\p{L})))?+"
)
_UMLAUT_E = regex.compile(r"(?<=[aou])e++")
_STRETCHED = regex.compile(r"(?<=(\p{L}))\1{2,}+")  # sooo; two of a letter are spelling
_LONG_WORD = 12  # letters; some scripts write a sentence without a blank
_ALIKE = str.maketrans("012345789l$@", "oizeastbgisa")  # l, I and 1 are told apart by nobody


def _without_links(folded: str) -> str:
    folded = _LINKS.sub(_blank, folded)
    return _HANDLES.sub(
        _blank, rewritten(folded, ((start, end, " " * (end - start)) for start, end in links(folded)))
    )


def _without_last_tags(folded: str) -> str:
    end = len(folded)
    for tag in reversed(list(_TAG.finditer(folded))):
        if _LETTER.search(folded, tag.end(), end):
            break
        end = tag.start()
    return folded[:end]


def _blank(match: regex.Match[str]) -> str:
    return " " * len(match[0])  # of the same length, so that positions stay


def _words(folded: str) -> list[tuple[int, int]]:
    """Where the letters and digits of a folded text stand, and the signs that stand for letters in a word."""
    return [word.span() for word in _WORD.finditer(folded)]
