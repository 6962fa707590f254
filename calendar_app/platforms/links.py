"""Links, handles and emoji as platforms recognise them in a text.

Links follow the behaviour that twitter-text documents in its conformance suite: at most 127 labels of 63
characters, a known top-level domain, trailing punctuation left outside, parentheses inside only in pairs.
Every pattern is bounded or possessive, so that a megabyte of hostile text costs linear time.
"""

from pathlib import Path

import regex

TOP_LEVEL_DOMAINS = frozenset(
    line
    for line in Path(__file__).with_name("top_level_domains.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
"""What may end a domain; `word.word` is a link on X only if the second word is one of these."""

_LABEL = r"[\p{L}\p{M}\p{N}\p{So}](?:[\p{L}\p{M}\p{N}\p{So}_-]{0,61}[\p{L}\p{M}\p{N}\p{So}])?"
_LATIN_LABEL = r"[0-9\p{Latin}](?:[0-9\p{Latin}_-]{0,61}[0-9\p{Latin}])?"
_KNOWN_END = r"\L<tlds>(?![a-z0-9@+])"
_IN_PATH = r"[a-z0-9\p{Latin}\p{Cyrillic}!*';:=+,.$/%#\[\]\-–_~&|@]"
_ENDS_PATH = r"[a-z0-9\p{Latin}\p{Cyrillic}=_#/+\-]"
_PAIR = r"\([^()\s]{0,200}\)"
_PATH = rf"(?:/(?:(?:{_IN_PATH}|{_PAIR})*(?:{_ENDS_PATH}|{_PAIR}))?)?"
_QUERY = r"(?:\?(?:[a-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@]*[a-z0-9_&=#/\-])?)?"
_REST = rf"(?::[0-9]{{1,5}})?{_PATH}{_QUERY}"
_NOT_AFTER = r"(?<![a-z0-9@＠$#＃\u202A-\u202E])"
_BARE_NOT_AFTER = r"(?<![a-z0-9@＠$#＃\u202A-\u202E_./\-])"

_WITH_PROTOCOL = rf"{_NOT_AFTER}https?://(?:{_LABEL}\.){{1,126}}{_KNOWN_END}{_REST}"
_BARE = rf"{_BARE_NOT_AFTER}(?:{_LATIN_LABEL}\.){{1,126}}{_KNOWN_END}{_REST}"

# Version 0 folds case letter by letter; version 1 also tries "ff" as a ligature: exponential on "ffffff".
_FLAGS = regex.IGNORECASE | regex.VERSION0

LINK = regex.compile(_WITH_PROTOCOL, _FLAGS, tlds=TOP_LEVEL_DOMAINS)
"""A link written with http:// or https://."""

LINK_OR_BARE = regex.compile(f"{_WITH_PROTOCOL}|{_BARE}", _FLAGS, tlds=TOP_LEVEL_DOMAINS)
"""A link with or without its protocol; without it, the domain is written in Latin letters."""

REMOTE_HANDLE = regex.compile(
    r"(?<![=/\w])@([a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)@\w+(?:[.-]+\w+)*+", regex.IGNORECASE
)
"""`@name@server`, as the Fediverse writes the handle of another server. Group 1 is the name."""

_EMOJI_BODY = (
    r"(?:\p{RI}\p{RI}"
    r"|[0-9#*]\uFE0F?\u20E3"
    r"|[©®]\uFE0F"
    r"|[\p{Emoji}--[0-9#*©®]--\p{RI}](?:\p{EMod}|\uFE0F\u20E3?|[\U000E0020-\U000E007E]++\U000E007F)?)"
)

EMOJI = regex.compile(rf"{_EMOJI_BODY}(?:\u200D{_EMOJI_BODY})*+", regex.VERSION1)
"""A whole emoji: flag, keycap, skin tone, tag sequence or several joined into one picture."""

# Flags are taken in pairs first: left to itself, \X looks back over the whole run of flags at each of them.
GRAPHEME = regex.compile(r"\p{RI}\p{RI}[\p{Grapheme_Extend}\p{Mc}\u200D]*+|\X")
"""What a reader takes for one character (Unicode extended grapheme cluster)."""
