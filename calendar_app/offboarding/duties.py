"""A duty: one thing that hangs on a person, and who would hold it instead."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from calendar_app.engagement.recurrence import Occurrence
from calendar_app.people.models import Person


@dataclass(frozen=True, slots=True)
class Handing:
    """Who leaves, from when on others hold what they held, and who sees to it."""

    session: Session
    leaver: Person
    since: datetime
    by: Person
    now: datetime


@dataclass(frozen=True, slots=True)
class Sort:
    """One kind of thing that can hang on a person.

    `find` gives the rows, `heirs` who may be wanted instead in this order, `unwanted` who cannot be, and
    `give` puts one into other hands; `taken` is what somebody already has at its times. `endpoint` with the
    row's `argument` is where the thing is shown.
    """

    key: str
    words: str
    find: Callable[[Handing], Iterable[Any]]
    called: Callable[[Any], str]
    heirs: Callable[[Any], Sequence[Person | None]]
    give: Callable[[Handing, Any, Person], None]
    endpoint: str
    argument: str
    shown: Callable[[Any], int] = lambda row: int(row.id)
    unwanted: Callable[[Any], Person | None] = lambda row: None
    taken: Callable[[Handing, Any, Person], Sequence[Occurrence]] = lambda handing, row, to: ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One row that hangs on the person; `heir` is who is proposed, among those who `may_have` it."""

    sort: Sort
    row: Any
    may_have: tuple[Person, ...]
    heir: Person | None

    @property
    def key(self) -> str:
        return f"{self.sort.key}-{self.row.id}"

    @property
    def called(self) -> str:
        return self.sort.called(self.row)


@dataclass(frozen=True, slots=True)
class Clash:
    """What somebody already has at the times of a duty that they are to hold."""

    duty: Duty
    to: Person
    taken: Sequence[Occurrence]


def duties(handing: Handing, sorts: Iterable[Sort], team: Sequence[Person]) -> list[Duty]:
    """All that hangs on the person, by sort; proposed is a deputy, else whoever sees to it, else anybody."""
    able = [each for each in team if each.is_here and each.id != handing.leaver.id and each.leaves_on is None]
    return [_duty(handing, sort, row, able) for sort in sorts for row in sort.find(handing)]


def _duty(handing: Handing, sort: Sort, row: Any, able: Sequence[Person]) -> Duty:
    unwanted = sort.unwanted(row)
    may_have = tuple(each for each in able if unwanted is None or each.id != unwanted.id)
    wanted = (each for each in (*sort.heirs(row), handing.by, *may_have) if each is not None)
    return Duty(sort, row, may_have, next((each for each in wanted if each in may_have), None))
