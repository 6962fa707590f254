"""What a team decided about a rule: how strict it is, and its numbers, everywhere or in some places."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from calendar_app.rules.facts.spans import ItemId


class Strictness(StrEnum):
    """How far a rule may go."""

    OFF = "off"  # it says nothing
    ADVISE = "advise"  # it warns where it would block
    BLOCK = "block"  # it blocks what its numbers tell it to


@dataclass(frozen=True, slots=True)
class Tuning:
    """Decisions about one rule: on one channel, on all of one platform, or, naming neither, everywhere.

    What it does not speak of stays as it is otherwise; the narrower place wins.
    """

    rule: str
    platform: str | None = None
    channel_id: ItemId | None = None
    strictness: Strictness | None = None
    values: Mapping[str, int] = field(default_factory=dict)

    def holds_on(self, channel_id: ItemId | None, platform: str) -> bool:
        """Whether it speaks of a channel; without one, whether it speaks of the whole platform."""
        if self.channel_id is not None:
            return self.channel_id == channel_id
        return self.platform in {None, platform}

    @property
    def rank(self) -> int:
        """Grows as the place gets narrower: everywhere, a platform, a channel."""
        return 2 if self.channel_id is not None else int(self.platform is not None)
