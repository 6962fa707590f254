"""Weeks and months by name, and the instants of their days."""

from datetime import date, timedelta

import pytest

from calendar_app.board.periods import Month, Span, Week


@pytest.mark.parametrize(
    ("name", "monday"),
    [
        ("2026-W01", date(2025, 12, 29)),
        ("2026-W53", date(2026, 12, 28)),  # a year of 53 weeks
        ("2027-W01", date(2027, 1, 4)),
        ("2025-W52", date(2025, 12, 22)),  # a year of 52
        ("2000-W01", date(2000, 1, 3)),
    ],
)
def test_a_week_is_read_from_its_name(name: str, monday: date) -> None:
    assert Week.read(name) == Week(monday)


@pytest.mark.parametrize(
    "monday", [date(2025, 12, 29), date(2026, 12, 28), date(2027, 1, 4), date(2026, 4, 6)]
)
def test_the_name_of_a_week_leads_back_to_it(monday: date) -> None:
    assert Week.read(Week(monday).name) == Week(monday)


@pytest.mark.parametrize(
    "name",
    ["", "today", "2025-W53", "2026-W00", "2026-W54", "2026-15", "W15", "2026-W", "-W15", "1999-W01",
     "2100-W10", "99999-W01", "2026-W" + "1" * 5000, "2026-W15/../x", "2026-W1e1"],
)  # fmt: skip
def test_what_is_no_week_is_none(name: str) -> None:
    assert Week.read(name) is None


def test_weeks_follow_each_other_over_the_turn_of_the_year() -> None:
    assert [Week.of(date(2026, 12, 31)).shifted(step).name for step in (-1, 0, 1)] == [
        "2026-W52",
        "2026-W53",
        "2027-W01",
    ]


@pytest.mark.parametrize(
    "name", ["", "2026-13", "2026-00", "2026-4", "2026", "april", "1999-12", "2100-01", "2026-04-01"]
)
def test_what_is_no_month_is_none(name: str) -> None:
    assert Month.read(name) is None


@pytest.mark.parametrize(
    ("name", "first", "last", "weeks"),
    [
        ("2026-02", date(2026, 1, 26), date(2026, 3, 1), 5),
        ("2027-02", date(2027, 2, 1), date(2027, 2, 28), 4),
        ("2026-08", date(2026, 7, 27), date(2026, 9, 6), 6),
        ("2026-12", date(2026, 11, 30), date(2027, 1, 3), 5),
    ],
)
def test_a_month_is_shown_in_whole_weeks(name: str, first: date, last: date, weeks: int) -> None:
    month = Month.read(name)

    assert month is not None
    assert month.name == name
    assert month.span == Span(first, last)
    assert len(month.span.days) == weeks * 7


def test_months_follow_each_other_over_the_turn_of_the_year() -> None:
    assert [Month.of(date(2026, 12, 5)).shifted(step).name for step in (-12, -1, 0, 1)] == [
        "2025-12",
        "2026-11",
        "2026-12",
        "2027-01",
    ]


@pytest.mark.parametrize(
    ("name", "zone", "hours"),
    [
        ("2026-W13", "Europe/Berlin", 167),
        ("2026-W43", "Europe/Berlin", 169),
        ("2026-W15", "Europe/Berlin", 168),
        ("2026-W10", "America/New_York", 167),
        ("2026-W13", "UTC", 168),
        ("2026-W14", "Australia/Lord_Howe", 168.5),  # clocks there change by half an hour
        ("2026-W36", "America/Santiago", 167),  # midnight itself is skipped
    ],
)
def test_a_week_lasts_as_long_as_the_clocks_say(name: str, zone: str, hours: float) -> None:
    week = Week.read(name)

    assert week is not None
    start, end = week.span.instants(zone)
    assert end - start == timedelta(hours=hours)
