"""Whether the team has the minutes that a new channel asks for. Its weeks are known to the rooms above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from calendar_app.channels.gate.models import LaunchGate
from calendar_app.rules.rule import Severity


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the whole team, by its Monday, in minutes; judged with the new channel."""

    monday: date
    there: int
    taken: int
    severity: Severity

    @property
    def free(self) -> int:
        return max(0, self.there - self.taken)


@dataclass(frozen=True, slots=True)
class Room:
    """What a channel asks of the team each week, and the coming weeks; no weeks where no time is recorded."""

    asked: int
    weeks: Sequence[Week]

    @property
    def fullest(self) -> Week | None:
        """The week that decides: a channel asks every week, so the fullest has to have room for it."""
        return max(self.weeks, key=lambda week: (week.severity.rank, -week.free), default=None)

    @property
    def severity(self) -> Severity:
        return self.fullest.severity if self.fullest else Severity.NOT_APPLICABLE


def minutes_asked(gate: LaunchGate | None, today: date) -> int | None:
    """What the team itself has to find each week; None while nobody has said it, or an agency is paid."""
    if gate is None or gate.minutes is None:
        return None
    if gate.agency_until is not None and gate.agency_until >= today:
        return None
    return max(0, gate.minutes - (gate.given_minutes or 0))
