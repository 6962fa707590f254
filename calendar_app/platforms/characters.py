"""Emoji and graphemes: what a reader takes for one character."""

import regex

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
