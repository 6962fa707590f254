"""Quarters are known by their first day and by their name."""

from datetime import date, timedelta

import pytest

from calendar_app.posts.themes.quarters import Quarter


@pytest.mark.parametrize(
    ("day", "name", "last"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 3, 31)),
        (date(2028, 2, 29), "2028-Q1", date(2028, 3, 31)),
        (date(2026, 6, 30), "2026-Q2", date(2026, 6, 30)),
        (date(2026, 12, 31), "2026-Q4", date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, name: str, last: date) -> None:
    quarter = Quarter.of(day)

    assert (quarter.name, quarter.last) == (name, last)
    assert Quarter.read(name) == quarter
    assert quarter.first <= day <= quarter.last


def test_quarters_follow_each_other_over_the_turn_of_a_year() -> None:
    autumn = Quarter(date(2026, 10, 1))

    assert autumn.shifted(1) == Quarter(date(2027, 1, 1))
    assert autumn.shifted(-4).name == "2025-Q4"
    assert autumn.shifted(1).first == autumn.last + timedelta(days=1)


@pytest.mark.parametrize(
    "name", ["", "2026", "2026-Q0", "2026-Q5", "2026-q1", "1999-Q1", "٢٠٢٦-Q1", "2026-Q1\n"]
)
def test_what_names_no_quarter_is_none(name: str) -> None:
    assert Quarter.read(name) is None
