"""The people of a team."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from calendar_app.rules.facts.days import WorkingHours
from calendar_app.rules.facts.spans import ItemId, Span


class Role(StrEnum):
    """What a person may do in a workspace. Each may what the one before may, and more."""

    EXTERNAL = "external"  # writes like an author, on some channels only
    TRAINEE = "trainee"
    AUTHOR = "author"
    APPROVER = "approver"
    LEAD = "lead"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the team. `is_trained` is true while a training record is valid."""

    id: ItemId
    name: str
    role: Role = Role.AUTHOR
    is_trained: bool = True
    absences: tuple[Span, ...] = ()
    hours: WorkingHours | None = None  # on the clock of the channel; None: not recorded

    @property
    def may_answer_alone(self) -> bool:
        return self.is_trained and self.role != Role.TRAINEE


@dataclass(frozen=True, slots=True)
class AccessEntry:
    """Somebody who can get into a channel's account. `ends_at` is when they left or their right runs out.

    A tool that holds a token gets in too, and is nobody who could stand in for a person.
    """

    channel_id: ItemId
    name: str
    ends_at: datetime | None = None
    reviewed_on: date | None = None
    has_two_factor: bool = True
    is_tool: bool = False
