"""Conversation: reserved time, and what came of it."""

from dataclasses import dataclass
from datetime import datetime

from calendar_app.rules.facts.spans import ItemId, Span


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence of reserved dialog time.

    `id` and `occurrence` together are unique; `occurrence` is the original start as the calendar names it.
    `outcome_minutes` is what was logged afterwards: None while nothing is, 0 for "could not".
    """

    id: ItemId
    start: datetime
    end: datetime
    channel_ids: tuple[ItemId, ...]
    person_id: ItemId | None = None
    occurrence: str = ""
    is_cancelled: bool = False
    outcome_minutes: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)
