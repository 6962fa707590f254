"""Weeks on the clocks of the places people live in."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.rules.weeks import days_back, iso_week, local, midnight, monday_of, week_from, week_of
from tests.rules.newsroom import at

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago")
MOMENTS = st.integers(0, 2**31).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("day", "zone", "week", "hours"),
    [
        ("2027-03-24", "Europe/Berlin", "2027-W12", 167),
        ("2027-10-27", "Europe/Berlin", "2027-W43", 169),
        ("2027-03-10", "America/New_York", "2027-W10", 167),
        ("2027-11-03", "America/New_York", "2027-W44", 169),
        ("2027-04-01", "Australia/Lord_Howe", "2027-W13", 168.5),
        ("2027-10-01", "Australia/Lord_Howe", "2027-W39", 167.5),
        ("2027-06-09", "Europe/Berlin", "2027-W23", 168),
        ("2026-12-31", "Europe/Berlin", "2026-W53", 168),
        ("2027-01-03", "Europe/Berlin", "2026-W53", 168),
        ("2027-01-04", "Europe/Berlin", "2027-W01", 168),
        ("2025-12-29", "Europe/Berlin", "2026-W01", 168),
    ],
)
def test_a_week_is_as_long_as_the_clocks_make_it(day: str, zone: str, week: str, hours: float) -> None:
    noon = at(f"{day} 12:00", zone)

    assert iso_week(noon, zone) == week
    assert week_of(noon, zone).length == timedelta(hours=hours)


def test_a_midnight_that_the_clocks_jump_over_is_the_moment_of_the_jump() -> None:
    began = midnight(date(2027, 9, 5), "America/Santiago")

    assert local(began, "America/Santiago").isoformat() == "2027-09-05T01:00:00-03:00"


def test_an_unknown_zone_is_judged_in_the_default_one() -> None:
    noon = at("2027-06-09 12:00")

    for nonsense in ("Europe/Nowhere", "", "../etc", "\0"):
        assert week_of(noon, nonsense) == week_of(noon, "Europe/Berlin")


@given(MOMENTS, st.sampled_from(ZONES))
def test_every_moment_lies_in_exactly_its_week(moment: datetime, zone: str) -> None:
    week = week_of(moment, zone)

    assert moment in week
    assert local(week.start, zone).weekday() == 0
    assert week_of(week.end, zone).start == week.end
    assert week_of(week.start - timedelta(seconds=1), zone).end == week.start


@given(MOMENTS, st.sampled_from(ZONES), st.integers(1, 28))
def test_days_back_are_local_days(moment: datetime, zone: str, days: int) -> None:
    end = week_of(moment, zone).end

    back = days_back(end, days, zone)

    assert (local(end, zone).date() - local(back, zone).date()).days == days


@given(MOMENTS, st.sampled_from(ZONES))
def test_a_year_has_52_or_53_weeks_without_gap(moment: datetime, zone: str) -> None:
    monday = monday_of(moment, zone)

    weeks = [week_from(monday + timedelta(weeks=n), zone) for n in range(53)]

    assert all(earlier.end == later.start for earlier, later in pairwise(weeks))
