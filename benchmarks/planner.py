"""How long proposals take, and the expansion of many series: `python -m benchmarks.planner`.

A workspace made up from a printed seed: 15 people, 20 channels, 240 posts over four weeks. The expansion of
500 series over a year is compared with what the library does when each is walked from its start; both must
give the same dates.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from time import perf_counter
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from calendar_app.engagement.models import Slot, SlotKind
from calendar_app.engagement.recurrence import expand
from calendar_app.engagement.rhythm import Cycle, Rhythm
from calendar_app.people.models import Person, Role
from calendar_app.planner.needs import answer_needs, week_needs
from calendar_app.planner.proposing import propose
from tests.planner.newsroom import Newsroom

SEED = 20260413
SERIES = 500
YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def main(seed: int) -> None:
    print(f"seed {seed}")
    room = Newsroom(seed, people=15, channels=20, busy=10)
    plan = propose(
        room.facts,
        room.holders,
        room.near,
        answer_needs(room.facts, room.channels, room.span),
        week_needs(room.facts, room.channels, room.mondays),
    )
    print(f"proposals {len(plan.booked)}, weeks short {len(plan.short)}, unattended {len(plan.unattended)}")
    print(f"planner   {_seconds(lambda: _plan(room)) * 1000:7.1f} ms")
    slots = _series(Random(seed))  # noqa: S311 the same for the same seed
    if _expand(slots) != _walk(slots):
        raise SystemExit("the two ways give different dates")
    ours, naive = _seconds(lambda: _expand(slots)), _seconds(lambda: _walk(slots), times=1)
    print(f"expansion {ours * 1000:7.1f} ms, naively {naive * 1000:.1f} ms: {naive / ours:.1f} times as long")


def _plan(room: Newsroom) -> None:
    answers = answer_needs(room.facts, room.channels, room.span)
    propose(room.facts, room.holders, room.near, answers, week_needs(room.facts, room.channels, room.mondays))


def _series(chance: Random) -> list[Slot]:
    """Series of all kinds that began up to eight years ago."""
    holder = Person(id=1, name="Somebody", email="somebody@example.org", role=Role.AUTHOR)
    return [
        Slot(
            id=number,
            person=holder,
            channels=[],
            kind=SlotKind.VISIT,
            starts_wall=datetime(2018, 1, 1, 9) + timedelta(days=chance.randrange(2900)),  # noqa: DTZ001 wall time
            zone="Europe/Berlin",
            minutes=30,
            rrule=Rhythm(tuple(chance.sample(range(5), 2)), chance.choice(list(Cycle))).rule,
        )
        for number in range(SERIES)
    ]


def _expand(slots: list[Slot]) -> list[datetime]:
    return [each.start for slot in slots for each in expand(slot, (), *YEAR)]


def _walk(slots: list[Slot]) -> list[datetime]:
    """Each series from its start in the library, on the wall, and then into UTC."""
    found = []
    for slot in slots:
        for wall in rrulestr(slot.rrule, dtstart=slot.starts_wall):
            start = wall.replace(tzinfo=ZoneInfo(slot.zone)).astimezone(UTC)
            if start >= YEAR[1]:
                break
            if start >= YEAR[0]:
                found.append(start)
    return found


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    """The quickest of some runs."""
    found = []
    for _ in range(times):
        began = perf_counter()
        work()
        found.append(perf_counter() - began)
    return min(found)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEED)
