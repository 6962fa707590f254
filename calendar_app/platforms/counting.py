"""How long a text is, as each platform counts. Every count is linear in the length of the text."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from unicodedata import normalize

import regex

from calendar_app.platforms.characters import EMOJI, GRAPHEME
from calendar_app.platforms.dialects import BLUESKY, MASTODON
from calendar_app.platforms.entities import Dialect, Kind
from calendar_app.platforms.links import links, rewritten
from calendar_app.platforms.short_links import short_link
from calendar_app.wording import Text

_A_LINK = "x" * 23
"""What every link counts as on X and Mastodon, whatever its length."""

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
    text = rewritten(text, ((start, end, _A_LINK) for start, end in links(text)))
    without_emoji, emoji = EMOJI.subn("", text)
    light = sum(1 for _ in _LIGHT_CHARACTERS.finditer(without_emoji))
    return 2 * emoji + 2 * len(without_emoji) - light


def graphemes(text: str) -> int:
    return sum(1 for _ in GRAPHEME.finditer(text))


def mastodon(text: str) -> int:
    """Graphemes; a link with its protocol counts 23, `@name@server` counts as `@name`."""
    return graphemes(
        _with_entities(text, MASTODON, {Kind.LINK: lambda _: _A_LINK, Kind.MENTION: _local_name})
    )


def _local_name(mention: str) -> str:
    return "@" + mention.split("@")[1]


def as_bluesky_shows(text: str) -> str:
    """The text with links in the short form the app stores: host, and 13 characters of a long path."""
    return _with_entities(text, BLUESKY, {Kind.LINK: short_link})


def _with_entities(text: str, dialect: Dialect, rewrite: Mapping[Kind, Callable[[str], str]]) -> str:
    found = (entity for entity in dialect.entities(text) if entity.kind in rewrite)
    return rewritten(text, ((each.start, each.end, rewrite[each.kind](each.written)) for each in found))


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
        Unit.WEIGHTED: Text("weighted characters", "Zeichen (gewichtet)"),
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
