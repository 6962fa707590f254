"""How long a text is, as each platform counts. Every count is linear in the length of the text."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from unicodedata import normalize
from urllib.parse import urlsplit

import regex

from calendar_app.platforms.links import EMOJI, GRAPHEME, LINK, LINK_OR_BARE, REMOTE_HANDLE
from calendar_app.wording import Text

LINK_WEIGHT = 23
"""X and Mastodon count every link as this many characters, whatever its length."""

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Ranges of code points that weigh 1 on X, all others weigh 2 (twitter-text configuration v3)."""

_LIGHT_CHARACTERS = regex.compile(
    "[" + "".join(f"{chr(a)}-{chr(b)}" for a, b in _LIGHT).replace("[", r"\[") + "]"
)


class Unit(StrEnum):
    """What one step of a platform's counter is."""

    WEIGHTED = "weighted"
    MASTODON = "mastodon"
    BLUESKY_GRAPHEMES = "bluesky_graphemes"
    BLUESKY_BYTES = "bluesky_bytes"
    EMOJI_AS_BYTES = "emoji_as_bytes"
    UTF16 = "utf16"
    CODE_POINTS = "code_points"
    UTF8_BYTES = "utf8_bytes"


def length(text: str, unit: Unit) -> int:
    """The length of a text in a unit. Any string is accepted, lone surrogates too."""
    return _COUNTERS[unit](text)


def weighted(text: str) -> int:
    """X: links weigh 23, a whole emoji 2, other code points 1 or 2, after NFC."""
    text = normalize("NFC", text)
    without_links, links = LINK_OR_BARE.subn("", text)
    without_emoji, emoji = EMOJI.subn("", without_links)
    light = sum(1 for _ in _LIGHT_CHARACTERS.finditer(without_emoji))
    return LINK_WEIGHT * links + 2 * emoji + 2 * len(without_emoji) - light


def graphemes(text: str) -> int:
    return sum(1 for _ in GRAPHEME.finditer(text))


def mastodon(text: str) -> int:
    """Graphemes; a link with its protocol counts 23, `@name@server` counts as `@name`."""
    return graphemes(REMOTE_HANDLE.sub(r"@\1", LINK.sub("x" * LINK_WEIGHT, text)))


def as_bluesky_shows(text: str) -> str:
    """The text with links in the short form the app stores: host, and 13 characters of a long path."""
    return LINK.sub(lambda match: _short_link(match[0]), text)


def _short_link(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:  # brackets that look like a broken IPv6 address
        return link
    path = parts.path if parts.path != "/" else ""
    path += f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
    return parts.netloc + (path[:13] + "..." if len(path) > 15 else path)


def emoji_as_bytes(text: str) -> int:
    """Threads: characters, but each emoji counts as many as it has UTF-8 bytes."""
    without_emoji = EMOJI.sub("", text)
    return len(without_emoji) + utf8_bytes(text) - utf8_bytes(without_emoji)


def utf8_bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def utf16_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_COUNTERS: Mapping[Unit, Callable[[str], int]] = MappingProxyType(
    {
        Unit.WEIGHTED: weighted,
        Unit.MASTODON: mastodon,
        Unit.BLUESKY_GRAPHEMES: lambda text: graphemes(as_bluesky_shows(text)),
        Unit.BLUESKY_BYTES: lambda text: utf8_bytes(as_bluesky_shows(text)),
        Unit.EMOJI_AS_BYTES: emoji_as_bytes,
        Unit.UTF16: utf16_units,
        Unit.CODE_POINTS: len,
        Unit.UTF8_BYTES: utf8_bytes,
    }
)

UNIT_WORDS: Mapping[Unit, Text] = MappingProxyType(
    {
        Unit.WEIGHTED: Text("weighted characters", "gewichtete Zeichen"),
        Unit.MASTODON: Text("characters", "Zeichen"),
        Unit.BLUESKY_GRAPHEMES: Text("characters", "Zeichen"),
        Unit.BLUESKY_BYTES: Text("bytes", "Bytes"),
        Unit.EMOJI_AS_BYTES: Text(
            "characters (emoji count their bytes)", "Zeichen (Emojis zählen ihre Bytes)"
        ),
        Unit.UTF16: Text("characters (most emoji count 2)", "Zeichen (die meisten Emojis zählen 2)"),
        Unit.CODE_POINTS: Text("characters", "Zeichen"),
        Unit.UTF8_BYTES: Text("bytes", "Bytes"),
    }
)
