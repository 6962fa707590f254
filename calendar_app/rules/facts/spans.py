"""Stretches of time, and how things are named."""

from dataclasses import dataclass
from datetime import datetime, timedelta

ItemId = int | str

DEFAULT_ZONE = "Europe/Berlin"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time, [start, end)."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def length(self) -> timedelta:
        return max(self.end - self.start, timedelta())

    def overlap(self, other: "Span") -> "Span | None":
        """The shared stretch, or None when the two only touch or lie apart."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None
