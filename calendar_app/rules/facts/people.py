"""The people of a team."""

from dataclasses import dataclass
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
