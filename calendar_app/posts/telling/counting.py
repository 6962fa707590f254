"""How long a text is for the counter below it, as the variant's platform counts."""

from dataclasses import dataclass

from calendar_app.channels.models import Channel
from calendar_app.foundation.i18n import current_language
from calendar_app.platforms.counting import UNIT_WORDS
from calendar_app.platforms.directory import platform
from calendar_app.platforms.platform import PART_WORDS, Limit, Part, Platform

NEAR = 0.95


@dataclass(frozen=True, slots=True)
class Count:
    """The length of one part of a variant against its limit."""

    part: Part
    length: int
    most: int
    name: str
    unit: str

    @property
    def left(self) -> int:
        return self.most - self.length

    @property
    def level(self) -> str:
        if self.left < 0:
            return "over"
        return "near" if self.length > NEAR * self.most else "fine"


def counts(channel: Channel, title: str, text: str) -> list[Count]:
    """One count for each limit that the channel's platform sets for what a variant carries."""
    profile = platform(channel.platform)
    found = (_count(profile, limit, channel, (title, text)) for limit in profile.limits)
    return [count for count in found if count is not None]


def _count(profile: Platform, limit: Limit, channel: Channel, wording: tuple[str, str]) -> Count | None:
    measured = limit.measure(*wording)
    if measured is None:
        return None
    own_limit = channel.text_limit if limit is profile.text_limit else None
    language = current_language()
    return Count(
        part=limit.part,
        length=measured,
        most=own_limit or limit.most,
        name=PART_WORDS[limit.part].plain(language),
        unit=UNIT_WORDS[limit.unit].plain(language),
    )
