"""Days and times as spreadsheets write them."""

from datetime import UTC, date, datetime, time

import pytest

from calendar_app.exchange.dates import (
    AmbiguousOrderError,
    Order,
    day_and_time,
    order_of,
    read_date,
    read_instant,
    read_time,
)

MAY_4 = date(2026, 5, 4)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-05-04",
        "2026-5-4",
        "04.05.2026",
        "4.5.26",
        "4. 5. 2026",
        "Mo, 04.05.2026",
        "Montag, 4.5.2026",
        "Mon 04/05/2026",
        "4/5/2026",
        "04-05-2026",
        "4. Mai 2026",
        "Mo., 4. Mai 2026",
        "4 May 2026",
        "May 4, 2026",
        "Monday, May 4, 2026",
    ],
)
def test_a_day_is_understood_in_many_forms(cell: str) -> None:
    assert read_date(cell, Order.DAY_FIRST) == MAY_4


def test_with_the_month_first_the_numbers_change_places() -> None:
    assert read_date("5/4/2026", Order.MONTH_FIRST) == MAY_4


def test_march_is_march_with_and_without_umlaut() -> None:
    assert read_date("1. März 2026", None) == read_date("1 Mar 2026", None) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "cell",
    ["", "soon", "31.04.2026", "2026-13-01", "4.5.", "0001-01-01", "9999-12-31", "4. Foo 2026", "1" * 5000],
)
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the cell is all there is to say
        read_date(cell, None)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", None),
        ("09:00", time(9)),
        ("9", time(9)),
        ("9.30", time(9, 30)),
        ("9h30", time(9, 30)),
        ("17:45:10", time(17, 45)),
        ("9 Uhr", time(9)),
        ("9:05 pm", time(21, 5)),
        ("12 a.m.", time(0)),
        ("12:00 PM", time(12)),
    ],
)
def test_a_time_is_understood_in_many_forms(cell: str, expected: time | None) -> None:
    assert read_time(cell) == expected


@pytest.mark.parametrize("cell", ["25:00", "9:75", "noon", "24:00", "13 pm", "0.375", "-1"])
def test_what_is_no_time_is_refused(cell: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the cell is all there is to say
        read_time(cell)


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("04.05.2026 09:00", ("04.05.2026", "09:00")),
        ("2026-05-04T09:00:00", ("2026-05-04", "09:00:00")),
        ("May 4, 2026 9:05 pm", ("May 4, 2026", "9:05 pm")),
        ("4. 5. 2026", ("4. 5. 2026", "")),
        ("04.05.2026", ("04.05.2026", "")),
    ],
)
def test_a_time_may_stand_beside_the_day(cell: str, parts: tuple[str, str]) -> None:
    assert day_and_time(cell) == parts


def test_an_offset_makes_it_a_moment_of_its_own() -> None:
    assert read_instant("2026-05-04T09:00:00+02:00") == datetime(2026, 5, 4, 7, 0, tzinfo=UTC)
    assert read_instant("2026-05-04T09:00") is None
    assert read_instant("2026-05-04") is None
    assert read_instant("0001-01-01T00:00:00+14:00") is None


def test_one_telling_date_decides_for_all() -> None:
    assert order_of(["4/5/2026", "13/5/2026"]) is Order.DAY_FIRST
    assert order_of(["4/5/2026 10:00", "4/13/2026"]) is Order.MONTH_FIRST


def test_dates_that_need_no_order_leave_it_open() -> None:
    assert order_of(["2026-05-04", "04.05.2026", "5/5/2026", "soon"]) is None


@pytest.mark.parametrize("cells", [["2026-05-04", "4/5/2026"], ["13/5/2026", "5/13/2026"]])
def test_doubtful_or_contradicting_dates_are_not_guessed(cells: list[str]) -> None:
    with pytest.raises(AmbiguousOrderError, match=r"/5/2026"):
        order_of(cells)
