"""How long a text is for the counter below it, as the variant's platform counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from calendar_app.channels.models import Channel
from calendar_app.foundation.forms import LONGEST_PASSAGE
from calendar_app.foundation.i18n import current_language
from calendar_app.platforms.counting import UNIT_WORDS
from calendar_app.platforms.directory import platform
from calendar_app.platforms.platform import PART_WORDS, Limit, Part

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


def counts(channel: Channel, title: str, text: str, alts: Sequence[str] = ()) -> list[Count]:
    """One count for each limit that the channel's platform sets for what a variant carries.

    `alts` are the image descriptions there are; the longest is counted. None for a text that no form takes.
    """
    if max(len(title), len(text)) > LONGEST_PASSAGE:
        return []
    profile = platform(channel.platform)
    found = (_count(limit, channel, limit.measure(title, text, alts)) for limit in profile.limits)
    return [count for count in found if count is not None]


def _count(limit: Limit, channel: Channel, measured: int | None) -> Count | None:
    if measured is None:
        return None
    own_limit = channel.text_limit if limit is platform(channel.platform).text_limit else None
    language = current_language()
    return Count(
        part=limit.part,
        length=measured,
        most=own_limit or limit.most,
        name=PART_WORDS[limit.part].plain(language),
        unit=UNIT_WORDS[limit.unit].plain(language),
    )
