"""Which part of the plan a feed shows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BACK = timedelta(days=30)
AHEAD = timedelta(days=365)
CANCELLED_STAYS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Window:
    """A span that moves with the day: within a day nothing enters or leaves it by itself."""

    day: datetime
    back: timedelta = BACK
    ahead: timedelta = AHEAD

    @classmethod
    def of(cls, now: datetime) -> "Window":
        """The window of the UTC day of an aware moment."""
        return cls(now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0))

    @property
    def key(self) -> str:
        return f"{self.day:%Y-%m-%d}"

    @property
    def start(self) -> datetime:
        return self.day - self.back

    @property
    def end(self) -> datetime:
        return self.day + self.ahead

    @property
    def cancelled_since(self) -> datetime:
        """What was cancelled before is not shown any more."""
        return self.day - CANCELLED_STAYS
