"""What most posts do without: urgency, an embargo, words of a machine, what others made, a video."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a variant's author declares about it besides its words; nothing of it by default.

    `embargo_wall` hangs in the channel's zone. `is_human_reviewed` speaks for the words as they stand: with
    other words it falls.
    """

    urgent_because: str = ""
    embargo_wall: datetime | None = None
    embargo_because: str = ""
    source_channel_id: int | None = None
    is_machine_written: bool = False
    is_human_reviewed: bool = False
    borrowed: str = ""  # whose words or pictures they are
    permission: str = ""  # who allowed it, when and where that is on record
    has_video: bool = False
    has_captions: bool = False

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> "Circumstances":
        """From what a row keeps of them."""
        known = dict(row)
        if wall := known.get("embargo_wall"):
            known["embargo_wall"] = datetime.fromisoformat(wall)
        return cls(**known)

    @property
    def row(self) -> dict[str, Any]:
        """What a row keeps of them: most posts nothing."""
        set_ones = {each.name: getattr(self, each.name) for each in fields(self)}
        kept = {name: value for name, value in set_ones.items() if value}
        if self.embargo_wall is not None:
            kept["embargo_wall"] = self.embargo_wall.isoformat()
        return kept

    @property
    def lacks_permission(self) -> bool:
        return bool(self.borrowed) and not self.permission

    @property
    def approved_part(self) -> tuple[str, ...]:
        """What an approval and an exception speak for, a line for each; a review changes no content."""
        return tuple(f"{name} {value}" for name, value in self.row.items() if name != "is_human_reviewed")


NONE = Circumstances()
