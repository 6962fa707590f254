"""What people choose, as a rule and back, and where its dates fall."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.engagement.recurrence import last_wall, wall_times
from calendar_app.engagement.rhythm import Cycle, Rhythm, weekly

MONDAY = datetime(2026, 4, 6, 9, 0)  # noqa: DTZ001 wall time
DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
ENDS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    st.just({}),
    st.dates(date(2026, 4, 6), date(2029, 1, 1)).map(lambda day: {"until": day}),
    st.integers(1, 200).map(lambda times: {"times": times}),
)


def test_no_weekday_is_once() -> None:
    assert weekly([]) == ""
    assert Rhythm.read("") == Rhythm()


@pytest.mark.parametrize(
    ("rhythm", "rule"),
    [
        (Rhythm((6, 1)), "FREQ=WEEKLY;BYDAY=TU,SU"),
        (Rhythm((0,), Cycle.TWO_WEEKS, times=5), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=5"),
        (Rhythm((0, 2), Cycle.THIRD), "FREQ=MONTHLY;BYDAY=3MO,3WE"),
        (Rhythm((4,), Cycle.LAST, until=date(2026, 7, 3)), "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260703T235959"),
    ],
)
def test_a_choice_is_written_as_a_rule(rhythm: Rhythm, rule: str) -> None:
    assert rhythm.rule == rule


@given(days=DAYS, cycle=st.sampled_from(Cycle), end=ENDS)
def test_a_choice_survives_its_rule(days: tuple[int, ...], cycle: Cycle, end: dict[str, Any]) -> None:
    chosen = Rhythm(days, cycle, **end)

    assert Rhythm.read(chosen.rule) == chosen


@given(
    days=DAYS, cycle=st.sampled_from(Cycle), end=ENDS, asked=st.integers(0, 2000), length=st.integers(1, 60)
)
def test_dates_far_ahead_are_those_that_walking_there_finds(
    days: tuple[int, ...], cycle: Cycle, end: dict[str, Any], asked: int, length: int
) -> None:
    rule = Rhythm(days, cycle, **end).rule
    first = MONDAY + timedelta(days=asked)
    last = first + timedelta(days=length)

    walked = [wall for wall in rrulestr(rule, dtstart=MONDAY).between(first, last, inc=True) if wall < last]

    assert wall_times(MONDAY, rule, first, last) == walked


def test_the_end_of_a_rule_is_its_last_date() -> None:
    assert last_wall(MONDAY, "") == MONDAY
    assert last_wall(MONDAY, weekly([0])) is None
    assert last_wall(MONDAY, Rhythm((0,), times=3).rule) == MONDAY + timedelta(weeks=2)
    assert last_wall(MONDAY, Rhythm((0,), until=date(2026, 4, 19)).rule) == MONDAY + timedelta(weeks=1)


def test_the_last_friday_of_each_month_is_the_last() -> None:
    rule = Rhythm((4,), Cycle.LAST).rule

    found = wall_times(MONDAY, rule, datetime(2026, 7, 1), datetime(2026, 10, 1))  # noqa: DTZ001 wall times

    assert [f"{wall:%m-%d}" for wall in found] == ["07-31", "08-28", "09-25"]
