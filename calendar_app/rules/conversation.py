"""What invites an answer, and what only looks like it."""

import re

from calendar_app.rules.facts import Label, Variant

OPENING_LABELS = frozenset({Label.QUESTION, Label.POLL, Label.INVITATION})

# No quote holds its own opening sign, and no gap is long: a text of nothing but signs takes no longer for it.
_QUOTED = re.compile(r"„[^„“”]*[“”]|“[^“”]*”|«[^«»]*»|»[^«»]*«|‚[^‚‘’]*[‘’]|\"[^\"]*\"")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)

_START = r"(?:^|(?<=[.!?:…\n]))[^\w„“\"]{0,20}+"
_SOME = r"(?:\d+|a|an|one|two|three|your|eine[nr]?|zwei|drei|vier|fünf|deine?n?|eure?n?)"
_PEOPLE = r"(?:friends?|freund\w*|person(?:en|s)?|people|leute|mensch(?:en)?)"
_TAG = r"(?:markier(?:e|t|en)|verlink(?:e|t|en)|erwähn(?:e|t|en))"
_PATTERNS = (
    # "Like, wenn …", "Share if …": a reaction as an answer
    _START + r"(?:likt?e?n?|liket|teilt?e?n?|share|retweet|repost|vote|stimmt? ab)\b[^.!?\n]{0,20}?"
    r"\b(?:if|when|wenn|falls)\b[^.!?\n]*",
    # "markiere 3 Freunde", "3 Freunde markieren"
    rf"\b{_TAG}\b[^.!?\n]{{0,20}}?\b{_SOME}\b[^.!?\n]{{0,20}}?\b{_PEOPLE}\b",
    rf"\b{_SOME} {_PEOPLE} {_TAG}\b",
    rf"{_START}tag {_SOME}\b[^.!?\n]{{0,20}}?\b{_PEOPLE}\b",
    # "Schreibt „JA“ in die Kommentare": a word put into people's mouths
    _START + r"(?:comment|kommentier(?:e|t|en)|schreib(?:e|t|en)?)\b[^.!?\n]{0,12}?"
    r"[„“\"‚'][^“”\"‘’'\n]{1,12}[“”\"‘’']"
    r"[^.!?\n]{0,20}?\b(?:below|darunter|in (?:die|den) kommentaren?)\b",
)
_BAITS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _PATTERNS)


def bait_in(text: str) -> str | None:
    """The first phrase that asks for a reaction instead of an answer ("Like, if …"); None without one."""
    for pattern in _BAITS:
        if found := pattern.search(text):
            return found[0].strip(" \n\r\t,.!–-")
    return None


def asks(text: str) -> bool:
    """Whether a text asks its readers: a question mark outside quotes and links, and no bait."""
    own = _LINK.sub(" ", _QUOTED.sub(" ", text))
    return "?" in own and bait_in(text) is None


def invites_answers(variant: Variant) -> bool:
    """By its label, or by a question of its own."""
    return bool(variant.labels & OPENING_LABELS) or asks(f"{variant.title}\n{variant.text}")
