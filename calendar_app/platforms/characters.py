"""Emoji and graphemes: what a reader takes for one character."""

import regex

# The sign for "as a picture" (FE0F) belongs to what would else be drawn as a letter, and to the pictures that
# had a form as a letter when X drew up its list.
_BOTH_FORMS = (
    r"\u231A\u231B\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26D4"
    r"\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2757\u2B1B\u2B1C\u2B50\u2B55\U0001F004\U0001F21A\U0001F22F"
)
_EMOJI_BODY = (
    r"(?:\p{RI}\p{RI}"
    r"|[0-9#*]\uFE0F?\u20E3"
    r"|[©®]\uFE0F"
    rf"|[{_BOTH_FORMS}]\uFE0F"
    r"|[\p{Emoji_Presentation}--\p{RI}](?:\p{EMod}|[\U000E0020-\U000E007E]++\U000E007F)?"
    r"|[\p{Emoji}--\p{Emoji_Presentation}--[0-9#*©®]--\p{RI}](?:\p{EMod}|\uFE0F\u20E3?)?)"
)

EMOJI = regex.compile(rf"{_EMOJI_BODY}(?:\u200D{_EMOJI_BODY})*+", regex.VERSION1)
"""A whole emoji: flag, keycap, skin tone, tag sequence or several joined into one picture."""

# Flags are taken in pairs first: left to itself, \X looks back over the whole run of flags at each of them.
GRAPHEME = regex.compile(r"\p{RI}\p{RI}[\p{Grapheme_Extend}\p{Mc}\u200D]*+|\X")
"""What a reader takes for one character (Unicode extended grapheme cluster)."""
