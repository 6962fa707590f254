"""What counts as a link, a mention or a hashtag on which platform.

X: the behaviour that twitter-text documents in its conformance suite. Mastodon: the patterns of its server
since version 4.6 (accounts, tags, status length). Bluesky: the facet detection of its public client library,
and the lexicon app.bsky.richtext.facet. The others document little; theirs is what people there are used to.
Every pattern is possessive or bounded, so that a megabyte of hostile text costs linear time.
"""

from collections.abc import Iterator

import regex

from calendar_app.platforms.entities import Dialect, Finder
from calendar_app.platforms.links import ACCENTED, TOP_LEVEL_DOMAINS, Stretch, links, mastodon_links

_LETTER = r"\p{L}\p{M}"
_WORD = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}"
_SIGN_OF_TAG = r"[#＃](?![\ufe0f\u20e3])"  # not the keycap emoji


def _each(pattern: regex.Pattern[str], group: int | str = 0) -> Finder:
    return lambda text: (match.span(group) for match in pattern.finditer(text))


# --- X ---

_X_JOINERS = (
    r"_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"
)
_X_IN_TAG = rf"{_LETTER}\p{{Nd}}{_X_JOINERS}"

_X_TAG = regex.compile(
    rf"(?:(?<![{_X_IN_TAG}&])|(?<=[\ufe0e\ufe0f])){_SIGN_OF_TAG}"
    rf"[\p{{Nd}}{_X_JOINERS}]*+[{_LETTER}][{_X_IN_TAG}]*+(?![#＃]|://)"
)

_X_MENTION = regex.compile(
    r"(?:(?<![a-zA-Z0-9_!#$%&*@＠])|(?<=(?<![a-zA-Z0-9_+~.-])[rR][tT]))"
    r"(?P<name>[@＠][a-zA-Z0-9_]{1,20}+)(?:/[a-zA-Z][a-zA-Z0-9_-]{0,24}+)?+"  # then a list
    rf"(?![@＠]|://|[{ACCENTED}])"
)

X = Dialect(links=links, mentions=_each(_X_MENTION, "name"), hashtags=_each(_X_TAG))


# --- Mastodon ---

_MASTODON_JOINERS = r"\u00b7\u30fb\u200c"

_MASTODON_TAG = regex.compile(rf"(?<!\S)[#＃]([{_WORD}](?:[{_WORD}{_MASTODON_JOINERS}]*[{_WORD}])?+)")
_MASTODON_NOT_A_NUMBER = regex.compile(rf"[\p{{Alphabetic}}{_MASTODON_JOINERS}]|(?<=.)_(?=.)")

_MASTODON_MENTION = regex.compile(
    rf"(?<![=/{_WORD}])@[a-zA-Z0-9_]++(?:[.-]++[a-zA-Z0-9_]++)*+"
    rf"(?:@(?P<server>[{_WORD}]++(?:[.-]++[{_WORD}]++)*+))?+(?!@|://|[{ACCENTED}])"
)
_LONGEST_SERVER = 253


def _mastodon_tags(text: str) -> Iterator[Stretch]:
    return (match.span() for match in _MASTODON_TAG.finditer(text) if _MASTODON_NOT_A_NUMBER.search(match[1]))


def _mastodon_mentions(text: str) -> Iterator[Stretch]:
    for match in _MASTODON_MENTION.finditer(text):
        if len(match["server"] or "") <= _LONGEST_SERVER:
            yield match.span()


MASTODON = Dialect(links=mastodon_links, mentions=_mastodon_mentions, hashtags=_mastodon_tags)


# --- Bluesky ---

_BLUESKY_BREAKS = r"\s\u00ad\u2060\u200a-\u200d\u20e2"
_BLUESKY_TAG = regex.compile(rf"(?<!\S)[#＃](?!\ufe0f)([^{_BLUESKY_BREAKS}]*[^{_BLUESKY_BREAKS}\p{{P}}])")
_BLUESKY_NOT_A_NUMBER = regex.compile(r"[^0-9\p{P}]")
_LONGEST_BLUESKY_TAG = 64
"""UTF-16 units: the apps leave a longer one plain. (The lexicon allows 64 graphemes and 640 bytes.)"""

_BLUESKY_EDGE = r"(?:(?<=[a-zA-Z0-9])(?![a-zA-Z0-9_])|(?<![a-zA-Z0-9_])(?=[a-zA-Z0-9_]))"
_BLUESKY_MENTION = regex.compile(rf"(?<![^\s(])@(?P<domain>[a-zA-Z0-9.-]+){_BLUESKY_EDGE}")
_BLUESKY_LINK = regex.compile(
    r"(?<![^\s(])(?:https?://\S++|(?P<domain>[a-zA-Z][a-zA-Z0-9]*+(?:\.[a-zA-Z0-9]++)++)\S*+)"
)


def _bluesky_tags(text: str) -> Iterator[Stretch]:
    for match in _BLUESKY_TAG.finditer(text):
        tag = match[1]
        is_short = len(tag.encode("utf-16-le", "surrogatepass")) <= 2 * _LONGEST_BLUESKY_TAG
        if is_short and _BLUESKY_NOT_A_NUMBER.search(tag):
            yield match.span()


def _bluesky_mentions(text: str) -> Iterator[Stretch]:
    return (match.span() for match in _BLUESKY_MENTION.finditer(text) if _is_host(match["domain"]))


def _bluesky_links(text: str) -> Iterator[Stretch]:
    """Anything behind a protocol, and bare domains with a known ending; one sign after it stays outside."""
    for match in _BLUESKY_LINK.finditer(text):
        if match["domain"] is None or _is_host(match["domain"]):
            yield match.start(), _end_of_link(text, *match.span())


def _end_of_link(text: str, start: int, end: int) -> int:
    if text[end - 1] in ".,;:!?":
        end -= 1
    if text[end - 1] == ")" and "(" not in text[start:end]:
        end -= 1
    return end


def _is_host(domain: str) -> bool:
    _, dot, ending = domain.rpartition(".")
    return bool(dot) and ending in TOP_LEVEL_DOMAINS


BLUESKY = Dialect(links=_bluesky_links, mentions=_bluesky_mentions, hashtags=_bluesky_tags)


# --- the others ---

_TAG = regex.compile(rf"(?<![{_WORD}&/]){_SIGN_OF_TAG}[\p{{Nd}}\p{{Pc}}]*+[{_LETTER}][{_WORD}]*+")
_TAG_OR_NUMBER = regex.compile(rf"(?<![{_WORD}&/]){_SIGN_OF_TAG}[{_WORD}]++")
_DOTTED_NAME = regex.compile(r"(?<![\w@/.])@[a-zA-Z0-9_]++(?:\.[a-zA-Z0-9_]++)*+(?![\w@])")
_ANY_NAME = regex.compile(
    rf"(?<![\w@/.])@[{_WORD}]++(?:[.·-][{_WORD}]++)*+(?:@[{_WORD}]++(?:[.-][{_WORD}]++)*+)?+(?!@)"
)
_REDDIT_NAME = regex.compile(r"(?<![\w/])/?u/[a-zA-Z0-9_-]{3,20}+(?![\w-])")

GENERAL = Dialect(links=links, mentions=_each(_ANY_NAME), hashtags=_each(_TAG))
"""Where nothing is documented: a hashtag has a letter, a name may be of any script and carry its server."""

DOTTED_NAMES = Dialect(links=links, mentions=_each(_DOTTED_NAME), hashtags=_each(_TAG))
"""Names of Latin letters, digits, underscores and dots inside."""

NUMBERS_ARE_TAGS = Dialect(links=links, mentions=_each(_DOTTED_NAME), hashtags=_each(_TAG_OR_NUMBER))
"""The same, and `#2026` is a hashtag."""

REDDIT = Dialect(links=links, mentions=_each(_REDDIT_NAME), hashtags=_each(_TAG))
"""People are named as u/name. A hashtag leads nowhere there; it is recognised because readers mind it."""
