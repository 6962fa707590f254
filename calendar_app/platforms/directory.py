"""Finding a platform by key, or by what people call it in their sheets."""

from collections.abc import Mapping
from functools import cache

import regex

from calendar_app.catalog import catalogue
from calendar_app.platforms import catalog as folder
from calendar_app.platforms.platform import Platform

PLATFORMS: Mapping[str, Platform] = catalogue(folder, "PLATFORM", Platform)
"""Every platform by key, in alphabetical order."""

GENERAL = PLATFORMS["general"]

_WORD = regex.compile(r"[\p{L}\p{N}]+(?:\.[\p{L}\p{N}]+)*")


def platform(key: str) -> Platform:
    """The profile of a key; the general profile for a key that is not in the catalogue."""
    return PLATFORMS.get(key, GENERAL)


def recognise(name: str) -> Platform | None:
    """The platform that a heading or a channel's name means ("Twitter", "LinkedIn page DE"), None if unclear.

    A name that mentions two platforms is unclear; "Instagram chat" means the platform, not the place in
    general.
    """
    words = [word.casefold() for word in _WORD.findall(name[:200])]
    if exact := _known_names().get(" ".join(words)):
        return exact
    named = {found.key: found for word in words if (found := _known_names().get(word))}
    if len(named) > 1:
        named.pop(GENERAL.key, None)
    return next(iter(named.values())) if len(named) == 1 else None


@cache
def _known_names() -> Mapping[str, Platform]:
    return {
        spelling.casefold(): each
        for each in PLATFORMS.values()
        for spelling in (each.key, each.name.en, each.name.de, *each.aliases)
    }
