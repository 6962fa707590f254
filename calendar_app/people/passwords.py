"""Passwords: how they are kept, and which ones are refused.

Length is asked for and nothing else (NIST SP 800-63B, OWASP ASVS 5.0 6.2.x): no composition rules, no change
by calendar, pasting allowed. What is refused is what is guessed first.
"""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn.frequency_lists import FREQUENCY_LISTS

SHORTEST = 8
LONGEST = 200

# Beside zxcvbn's list of leaked passwords: what people in German newsrooms think of first.
_OWN_WORDS = Path(__file__).with_name("guessed_words.txt")

_hasher = PasswordHasher()  # argon2id with the parameters the library keeps up to date


def hash_password(password: str) -> str:
    return _hasher.hash(_normal(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether the password fits. Without a hash it never does, and takes as long to say so."""
    try:
        fits = _hasher.verify(password_hash or _nobodys_hash(), _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return fits and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def is_guessable(password: str, known: Iterable[str] = ()) -> bool:
    """Whether it is tried early: a leaked password, a plain word or a `known` one with digits around it.

    `known` are words that stand beside the password: name, address, workspace.
    """
    plain = _normal(password).casefold()
    core = "".join(letter for letter in plain if letter.isalpha())
    if len(set(plain)) < 4 or plain in _common() or _is_repeated(plain):
        return True
    decorated = len(plain) - len(core) <= 6
    return decorated and (core in _common() or core in _pieces(known))


@cache
def _common() -> frozenset[str]:
    return frozenset((*FREQUENCY_LISTS["passwords"], *_OWN_WORDS.read_text("utf-8").split()))


def _pieces(known: Iterable[str]) -> set[str]:
    """ "Ada Bell" and "ada@example.org" → adabell, ada, bell, example, org …"""
    pieces = set()
    for text in known:
        words = "".join(letter if letter.isalpha() else " " for letter in _normal(text).casefold()).split()
        pieces |= {*words, "".join(words)}
    return pieces


def _is_repeated(text: str) -> bool:
    """ "abcabcabc": found again inside its own double before the end."""
    return 0 < (text + text).find(text, 1) < min(len(text), 5)


def _normal(password: str) -> str:
    """The same letters typed on two keyboards must be the same password (ü as one sign or as u with dots)."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody")
