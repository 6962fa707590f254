"""Links as platforms recognise them in a text.

X documents its behaviour in twitter-text and its conformance suite, and others follow it: a domain ends in a
known top-level domain, labels have at most 63 characters, trailing punctuation stays outside, parentheses
inside only in pairs; without a protocol only the part in Latin letters is the link. Mastodon takes its own
set of characters behind the domain. All is bounded or possessive: hostile text costs linear time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import regex

TOP_LEVEL_DOMAINS = frozenset(
    line
    for line in Path(__file__).with_name("top_level_domains.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
"""What may end a domain; `word.word` is a link on X only if the second word is one of these."""

Stretch = tuple[int, int]
"""Half-open positions in a text, in code points."""

# Version 0 folds case letter by letter; version 1 also tries "ff" as a ligature: exponential on "ffffff".
_FLAGS = regex.IGNORECASE | regex.VERSION0

ACCENTED = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0253\u0254\u0256\u0257\u0259\u025b\u0263\u0268\u026f\u0272\u0289"
    r"\u028b\u02bb\u0300-\u036f\u1e00-\u1eff"
)
"""Latin letters beyond ASCII, as a set of a pattern."""

_UNSEEN = r"\ufffe\ufeff\uffff"
_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]\^_{|}~$"
_IN_DOMAIN = rf"[^{_PUNCTUATION}\s\u180e{_UNSEEN}{_DIRECTIONS}]"
_BEFORE_PROTOCOL = rf"(?:[^{_PUNCTUATION}\s\u180e{_UNSEEN}{_DIRECTIONS}hH]|[hH](?!ttps?://)|[_-])"

# A name begins where no other letter stands before it, where the last link ended (\G), and behind the first
# other letter of what a sign has made no name: X takes "example.com" in #"example.com" for a link.
_START = regex.compile(
    rf"(?:(?<![a-z0-9@＠$#＃{_UNSEEN}])|(?<=[{_DIRECTIONS}]))"
    rf"(?:(?P<protocol>https?://)|(?<!{_IN_DOMAIN})|(?<=[@＠$#＃][a-z0-9]{{0,63}}{_IN_DOMAIN})|\G)"
    rf"(?P<run>(?={_IN_DOMAIN}){_BEFORE_PROTOCOL}++\.(?:{_BEFORE_PROTOCOL}|\.)++)",
    _FLAGS,
)
_WITH_DOT = regex.compile(r"(?<!\S)[^\s.]*+\.\S++")  # no link without one: most words need no closer look
_OTHER_LETTER = regex.compile(rf"(?![a-z0-9＠＃]){_IN_DOMAIN}", _FLAGS)
_LABEL = regex.compile(rf"{_IN_DOMAIN}(?:[_-]|{_IN_DOMAIN}){{0,62}}+(?<![_-])")
_ENDING = r"(?:\L<tlds>(?![a-z0-9@+\-])|xn--[a-z0-9\-]++)"
_KNOWN_ENDING = regex.compile(_ENDING, _FLAGS, tlds=TOP_LEVEL_DOMAINS)
_PLAIN = regex.compile(r"[A-Za-z0-9\-]*+")
_ENCODED = regex.compile(r"xn--[a-z0-9\-]++")
_ALL_LATIN = regex.compile(rf"[\-a-z0-9{ACCENTED}]++(?:\.[\-a-z0-9{ACCENTED}]++)++", _FLAGS)
_LATIN_DOMAIN = regex.compile(
    rf"(?<![\-a-z0-9{ACCENTED}])(?<![\-a-z0-9{ACCENTED}]\.)(?:[\-a-z0-9{ACCENTED}]+\.)+{_ENDING}",
    _FLAGS,
    tlds=TOP_LEVEL_DOMAINS,
)


def _behind_domain(path: str, ends_path: str, query: str, ends_query: str) -> regex.Pattern[str]:
    """Port, path and query from the characters that a path or query may hold and may end in."""
    pair = rf"\((?:{path}|\({path}{{1,200}}\)){{1,200}}\)"
    return regex.compile(
        rf"(?::[0-9]++)?(?P<path>/(?:(?:{path}|{pair})*(?:{ends_path}|{pair}))?+)?+(?P<query>\?{query}*{ends_query})?+",
        _FLAGS,
    )


_BEHIND_DOMAIN = _behind_domain(
    path=rf"[a-z0-9\u0400-\u04ff{ACCENTED}!*';:=+,.$/%#\[\]\-–_~@|&]",
    ends_path=rf"[a-z0-9\u0400-\u04ff{ACCENTED}+\-=_#/]",
    query=r"[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]",
    ends_query=r"[a-z0-9\-_&=#/]",
)
_BEHIND_DOMAIN_ON_MASTODON = _behind_domain(
    path=r"[^\s<>()?]",
    ends_path=r"[^\s()?!*\"'「」<>;:=,.$%\[\]~&|]",
    query=r"[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@\^\u00a0-\U0010ffff]",
    ends_query=r"[a-z0-9_&=#/\-\u00a0-\U0010ffff]",
)
_SHORTENED = regex.compile(r"https?://t\.co/(?P<name>[a-z0-9]++)", _FLAGS)
_LONGEST_NAME = 40
_LONGEST = 4096
"""A domain beyond is none, and is not looked for."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A link with its domain; `domain` and `stretch` are positions."""

    domain: Stretch
    stretch: Stretch
    has_protocol: bool
    has_path: bool


def links(text: str) -> Iterator[Stretch]:
    """Links as X recognises them, with and without protocol."""
    for found in _found(text, _BEHIND_DOMAIN):
        if found.has_protocol:
            yield from _without_more_behind_shortened(text, *found.stretch)
        elif found.stretch[0] == 0 or text[found.stretch[0] - 1] not in "-_./":
            yield from _latin_links(text, found)


def mastodon_links(text: str) -> Iterator[Stretch]:
    """Links as Mastodon recognises them: only with a protocol."""
    return (found.stretch for found in _found(text, _BEHIND_DOMAIN_ON_MASTODON) if found.has_protocol)


def _found(text: str, behind_domain: regex.Pattern[str]) -> Iterator[_Found]:
    at = 1 if _OTHER_LETTER.match(text) else 0  # such a letter stands before the link, not in it
    for word in _WITH_DOT.finditer(text):
        at = max(at, word.start())
        while start := _START.search(text, at, word.end()):
            at = start.end()
            end = _end_of_domain(text, start.start("run"), min(start.end(), start.start() + _LONGEST))
            if end:
                rest = behind_domain.match(text, end)
                assert rest is not None  # noqa: S101 - every part of it may be missing
                yield _Found(
                    (start.start("run"), end),
                    (start.start(), rest.end()),
                    bool(start["protocol"]),
                    bool(rest["path"]),
                )
                at = rest.end() + 1  # between two links there is a character


def _end_of_domain(text: str, start: int, end: int) -> int | None:
    """Where the longest domain that begins at the start ends; None if none does."""
    found = None
    label = _LABEL.match(text, start, end)
    while label and label.end() < end and text[label.end()] == ".":
        if "_" not in label[0] and (ending := _end_of_known(text, label.end() + 1)):
            found = ending
        label = _LABEL.match(text, label.end() + 1, end)
    return found


def _end_of_known(text: str, start: int) -> int | None:
    """Where a known ending that begins at the start ends. Plain letters need no look at every ending."""
    plain = _PLAIN.match(text, start)
    assert plain is not None  # noqa: S101 - it may be empty
    name, following = plain[0].lower(), text[plain.end() : plain.end() + 1]
    if not following.isascii():  # may be a letter too
        ending = _KNOWN_ENDING.match(text, start)
        return ending.end() if ending else None
    is_known = name in TOP_LEVEL_DOMAINS and following not in {"@", "+"}
    return plain.end() if is_known or _ENCODED.fullmatch(name) else None


def _latin_links(text: str, found: _Found) -> Iterator[Stretch]:
    """The Latin parts of a domain; what stands behind the domain belongs to the last of them."""
    start, end = found.domain
    domain = text[start:end]
    latin = (
        [(0, len(domain))]
        if _ALL_LATIN.fullmatch(domain)
        else [each.span() for each in _LATIN_DOMAIN.finditer(domain)]
    )
    parts = [(start + first, start + last) for first, last in latin]
    if parts and found.has_path:
        parts[-1] = parts[-1][0], found.stretch[1]
    return iter(parts)


def _without_more_behind_shortened(text: str, start: int, end: int) -> Iterator[Stretch]:
    """X's own short links end with their name, and a name that is too long is none."""
    shortened = _SHORTENED.match(text, start, end)
    if shortened is None:
        yield start, end
    elif len(shortened["name"]) <= _LONGEST_NAME:
        yield shortened.span()


def rewritten(text: str, changes: Iterable[tuple[int, int, str]]) -> str:
    """The text with some stretches, from left to right, replaced."""
    pieces: list[str] = []
    reached = 0
    for start, end, instead in changes:
        pieces += text[reached:start], instead
        reached = end
    return "".join(pieces) + text[reached:]
