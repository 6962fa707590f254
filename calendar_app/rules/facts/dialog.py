"""Conversation: reserved time, and what came of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calendar_app.rules.facts.spans import ItemId, Span


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence of reserved dialog time.

    `id` and `occurrence` together are unique; `occurrence` is the original start as the calendar names it.
    `outcome_minutes` is what was logged afterwards: None while nothing is, 0 for "could not". `is_excused`
    says of cancelled time that nobody owes it: it was handed over, or whoever held it has left. `is_makeup`
    marks time that was booked instead of a missed one.
    """

    id: ItemId
    start: datetime
    end: datetime
    channel_ids: tuple[ItemId, ...]
    person_id: ItemId | None = None
    occurrence: str = ""
    is_cancelled: bool = False
    is_excused: bool = True
    outcome_minutes: int | None = None
    is_makeup: bool = False

    @property
    def key(self) -> ItemId:
        """What tells this occurrence from every other."""
        return f"{self.id} {self.occurrence}" if self.occurrence else self.id

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Interaction:
    """One logged human contribution.

    `is_outward` is what was said where others talk, not below an own post. `quality` is 0 to 3; `slot` names
    the occurrence in which it was made, None outside reserved time. What `is_off_topic` has nothing to do
    with what the team speaks about.
    """

    id: ItemId
    channel_id: ItemId
    at: datetime
    is_outward: bool = True
    quality: int = 1
    slot: str | None = None
    is_off_topic: bool = False


class InboundKind(StrEnum):
    """What somebody came with."""

    COMPLAINT = "complaint"
    QUESTION = "question"
    PRAISE = "praise"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class InboundItem:
    """What somebody asked or said on a channel. `closed_at` is when a human did something about it."""

    id: ItemId
    channel_id: ItemId
    at: datetime
    kind: InboundKind = InboundKind.OTHER
    closed_at: datetime | None = None
