"""Hashtags in a text: which there are, and the text without some of them."""

from collections.abc import Collection, Sequence

from calendar_app.platforms.entities import Entity, Kind
from calendar_app.platforms.platform import Platform


def hashtags(platform: Platform, text: str) -> Sequence[Entity]:
    """As the platform recognises them, from left to right."""
    return tuple(each for each in platform.entities(text) if each.kind is Kind.HASHTAG)


def distinct(platform: Platform, text: str) -> Sequence[Entity]:
    """Each hashtag once, where it stands first."""
    return tuple({each.key: each for each in reversed(hashtags(platform, text))}.values())[::-1]


def without(platform: Platform, text: str, written: Collection[str]) -> str:
    """The text without some hashtags, however they are spelt.

    Those in the row at the end go; within a sentence the word stays and only its sign goes.
    """
    found = hashtags(platform, text)
    keys = {each.key for each in found if each.written in written}
    row = _row_at_the_end(text, found)
    for tag in reversed(found):
        if tag.key in keys:
            before, after = text[: tag.start], text[tag.end :]
            text = before.rstrip() + after if tag.start >= row else before + tag.name + after
    return text


def _row_at_the_end(text: str, found: Sequence[Entity]) -> int:
    """From where on there is nothing but hashtags."""
    start = len(text)
    for tag in reversed(found):
        if text[tag.end : start].strip():
            break
        start = tag.start
    return start
