"""What a platform will make clickable in a variant: shown below the text while somebody writes."""

from collections.abc import Iterable
from dataclasses import dataclass

from calendar_app.channels.models import Channel
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.platforms.directory import platform
from calendar_app.platforms.entities import Entity, Kind

MOST_SHOWN = 12

_WORDS = {Kind.HASHTAG: mark("Hashtags"), Kind.MENTION: mark("Mentions"), Kind.LINK: mark("Links")}


@dataclass(frozen=True, slots=True)
class Recognised:
    """The different entities of one kind as they are written, in order; `more` are not shown."""

    kind: Kind
    name: str
    written: tuple[str, ...]
    more: int


def recognised(channel: Channel, title: str, text: str) -> list[Recognised]:
    """One entry for each kind that occurs. A content warning is plain text, a title is not."""
    profile = platform(channel.platform)
    found = profile.entities(f"{title}\n{text}" if profile.has_title else text)
    return [_of(kind, (each for each in found if each.kind is kind)) for kind in _kinds(found)]


def _kinds(found: Iterable[Entity]) -> list[Kind]:
    occurring = {entity.kind for entity in found}
    return [kind for kind in _WORDS if kind in occurring]


def _of(kind: Kind, found: Iterable[Entity]) -> Recognised:
    different = [*{entity.key: entity.written for entity in found}.values()]
    shown = tuple(different[:MOST_SHOWN])
    return Recognised(kind, gettext(_WORDS[kind]), shown, len(different) - len(shown))
