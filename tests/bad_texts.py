"""Texts that nobody should write and somebody will, each in any length."""

from collections.abc import Callable

from tests.rules.newsroom import STUDY_SHORT

FEW_WORDS = [f"w{number * 7919 % 9_973:x}" for number in range(50)]


def distinct(letters: int) -> str:
    """Words of which none returns."""
    return " ".join(f"{number * 7919 % 100_003:x}w" for number in range(letters // 6))[:letters]


BAD: dict[str, Callable[[int], str]] = {
    "long": distinct,
    "one word": lambda size: "werkstatt " * (size // 10),
    "few words": lambda size: " ".join(FEW_WORDS[at * at * 7 % 97 % 50] for at in range(size // 6)),
    "signs for many letters": lambda size: "\ufdfa" * size,
    "one letter": lambda size: "a" * size,
    "laughter": lambda size: "ha" * (size // 2),
    "emoji": lambda size: "🎉👩‍👩‍👧" * (size // 6),
    "links": lambda size: "https://example.org/a?b=1 " * (size // 26),
    "bare links": lambda size: "example.org/a " * (size // 14),
    "half links": lambda size: "http://" * (size // 7),
    "handles": lambda size: "@a " * (size // 3),
    "hashtags": lambda size: "#a " * (size // 3),
    "lines of hashtags": lambda size: "#a\n" * (size // 3),
    "dates": lambda size: "12.3.2025 " * (size // 10),
    "invisible": lambda size: "\u200b\u200d\ufeff" * (size // 3),
    "right to left": lambda size: "مرحبا بكم في الورشة اليوم " * (size // 26),
    "half characters": lambda size: "\ud800\udfff" * (size // 2),
    "marks": lambda size: "a" + "\u0301" * size,
    "zalgo": lambda size: "".join(letter + "\u0301\u0322\u0489" * 5 for letter in STUDY_SHORT)[:size],
}

HAS_WORDS = {"long", "few words", "one word", "laughter", "dates", "right to left", "zalgo"}
"""Those that say something: told twice, they are copies."""
