"""Telling a secret from the name of the place where it lies."""

import re

# "password: …", and what a person calls it in a hurry.
_NAMED = re.compile(r"\b(pass(word|wort|wd)?|pw|kennwort|pin|secret|token)\s*[:=]\s*\S", re.IGNORECASE)
_SIGNS = re.compile(r"[!$%^&*?~+=#<>|\\]")
_DIGIT_WITHIN = re.compile(r"[A-Za-z]\d+[A-Za-z]")
_APART = re.compile(r"[\s/:.,;@()\[\]_-]+")
_IN_ADDRESS = re.compile(r"://[^\s/@]+:[^\s/@]+@")

SHORTEST = 8
LONG = 20


def looks_like_secret(text: str) -> bool:
    """Whether a text looks as if a password or a token stood in it. Names of safes and addresses do not."""
    if _NAMED.search(text) or _IN_ADDRESS.search(text):
        return True
    plain = " ".join(word for word in text.split() if "://" not in word)
    return any(_is_jumbled(part) for part in _APART.split(plain))


def _is_jumbled(part: str) -> bool:
    """Letters and digits mixed as nobody mixes them in a name."""
    has_letter, has_digit = any(map(str.isalpha, part)), any(map(str.isdigit, part))
    if len(part) < SHORTEST or not (has_letter and has_digit):
        return False
    has_both_cases = part != part.lower() and part != part.upper()
    is_mixed = bool(_DIGIT_WITHIN.search(part)) and has_both_cases
    return is_mixed or bool(_SIGNS.search(part)) or len(part) >= LONG
