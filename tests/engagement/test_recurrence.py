"""Dates of series: over clock changes, with exceptions, and far from the start."""

from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.engagement.models import Slot, SlotException, SlotKind
from calendar_app.engagement.recurrence import (
    expand,
    gives,
    read_key,
    take_place,
    wall_times,
)
from calendar_app.engagement.rhythm import weekly
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Role

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kolkata")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def series(starts: str, zone: str, rule: str, *, minutes: int = 30, ended: str | None = None) -> Slot:
    return Slot(
        id=7,
        person=Person(name="Alice", email="alice@example.org", role=Role.AUTHOR),
        channels=[],
        kind=SlotKind.VISIT,
        starts_wall=at(starts),
        zone=zone,
        minutes=minutes,
        rrule=rule,
        ended_wall=at(ended) if ended else None,
    )


def skipped(occurrence: str) -> SlotException:
    return SlotException(occurrence=at(occurrence))


def moved(occurrence: str, to: str, minutes: int | None = None) -> SlotException:
    return SlotException(occurrence=at(occurrence), moved_wall=at(to), minutes=minutes)


def starts_of(slot: Slot, exceptions: list[SlotException], first: str, last: str) -> list[str]:
    return [f"{each.start:%Y-%m-%dT%H:%M}" for each in expand(slot, exceptions, utc(first), utc(last))]


CLOCK_CHANGES = [
    # zone, wall time, days around the change, the UTC time of each of the three days
    ("Europe/Berlin", "02:30", "2026-03-28", ["01:30", "01:30", "00:30"]),  # missing on the 29th
    ("Europe/Berlin", "02:30", "2026-10-24", ["00:30", "00:30", "01:30"]),  # double on the 25th: the first
    ("Europe/Berlin", "09:00", "2026-03-28", ["08:00", "07:00", "07:00"]),
    ("America/New_York", "02:30", "2026-03-07", ["07:30", "07:30", "06:30"]),
    ("America/New_York", "01:30", "2026-10-31", ["05:30", "05:30", "06:30"]),
    # Half an hour: clocks go from 02:00 to 02:30 in October and from 02:00 back to 01:30 in April.
    ("Australia/Lord_Howe", "02:15", "2026-10-03", ["15:45", "15:45", "15:15"]),
    ("Australia/Lord_Howe", "01:45", "2026-04-04", ["14:45", "14:45", "15:15"]),
]


@pytest.mark.parametrize(("zone", "wall", "first_day", "expected"), CLOCK_CHANGES)
def test_the_wall_time_stays_when_the_clocks_change(
    zone: str, wall: str, first_day: str, expected: list[str]
) -> None:
    slot = series(f"{first_day}T{wall}", zone, "FREQ=DAILY")
    start = datetime.combine(date.fromisoformat(first_day), time(), ZoneInfo(zone))

    found = list(expand(slot, [], start, start + timedelta(days=3)))

    assert [f"{each.start:%H:%M}" for each in found] == expected
    assert [each.key[-5:] for each in found] == [wall] * 3


def test_a_missing_wall_time_is_shown_as_the_clock_shows_it() -> None:
    slot = series("2026-03-29T02:30", "Europe/Berlin", "")

    [only] = expand(slot, [], utc("2026-03-28"), utc("2026-03-30"))

    assert only.key == "2026-03-29T02:30"
    assert only.start_wall == at("2026-03-29T03:30")
    assert to_wall(only.end, only.zone) == at("2026-03-29T04:00")


def test_half_an_hour_across_the_clock_change_lasts_half_an_hour() -> None:
    slot = series("2026-03-29T01:45", "Europe/Berlin", "", minutes=30)

    [only] = expand(slot, [], utc("2026-03-28"), utc("2026-03-30"))

    assert only.end - only.start == timedelta(minutes=30)
    assert to_wall(only.end, only.zone) == at("2026-03-29T03:15")


def test_several_weekdays_come_in_order() -> None:
    slot = series("2026-04-06T09:00", "Europe/Berlin", weekly([4, 0, 2]))

    assert starts_of(slot, [], "2026-04-06", "2026-04-13") == [
        "2026-04-06T07:00",
        "2026-04-08T07:00",
        "2026-04-10T07:00",
    ]


def test_a_skipped_date_is_left_out_unless_asked_for() -> None:
    slot = series("2026-04-06T09:00", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO")
    window = utc("2026-04-06"), utc("2026-04-20")

    without = list(expand(slot, [skipped("2026-04-13T09:00")], *window))
    with_it = list(expand(slot, [skipped("2026-04-13T09:00")], *window, with_skipped=True))

    assert [each.key for each in without] == ["2026-04-06T09:00"]
    assert [each.skipped for each in with_it] == [False, True]


def test_a_moved_date_keeps_its_key_and_leaves_its_old_week() -> None:
    slot = series("2026-04-06T09:00", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO")
    exceptions = [moved("2026-04-06T09:00", "2026-04-22T15:00", 45)]

    old_week = list(expand(slot, exceptions, utc("2026-04-06"), utc("2026-04-13")))
    new_week = list(expand(slot, exceptions, utc("2026-04-21"), utc("2026-04-27")))

    assert old_week == []
    assert [(each.key, each.minutes, each.moved) for each in new_week] == [("2026-04-06T09:00", 45, True)]
    assert new_week[0].start == utc("2026-04-22T13:00")


def test_an_exception_of_a_date_that_the_rule_does_not_give_is_ignored() -> None:
    slot = series("2026-04-06T09:00", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO")

    found = starts_of(slot, [moved("2026-04-07T09:00", "2026-04-08T09:00")], "2026-04-07", "2026-04-12")

    assert found == []


def test_nothing_takes_place_once_the_series_has_ended() -> None:
    slot = series("2026-04-06T09:00", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO", ended="2026-04-20T09:00")
    beyond_the_end = [moved("2026-04-13T09:00", "2026-04-21T09:00")]

    assert starts_of(slot, [], "2026-04-01", "2026-06-01") == ["2026-04-06T07:00", "2026-04-13T07:00"]
    assert starts_of(slot, beyond_the_end, "2026-04-01", "2026-06-01") == ["2026-04-06T07:00"]


def test_what_was_brought_forward_before_the_end_stays() -> None:
    slot = series("2026-04-06T09:00", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO", ended="2026-04-10T09:00")

    kept = take_place(slot, at("2026-04-13T09:00"), moved("2026-04-13T09:00", "2026-04-09T09:00"))

    assert kept is not None


def test_an_end_and_a_count_in_the_rule_hold() -> None:
    counted = "FREQ=WEEKLY;BYDAY=MO;COUNT=3"
    until = "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260413T090000"
    start, window = at("2026-04-06T09:00"), (at("2026-04-10T00:00"), at("2027-01-01T00:00"))

    assert wall_times(start, counted, *window) == [at("2026-04-13T09:00"), at("2026-04-20T09:00")]
    assert wall_times(start, until, *window) == [at("2026-04-13T09:00")]


def test_every_second_week_stays_in_step_years_later() -> None:
    start = at("2020-01-06T09:00")
    naive = {start + timedelta(weeks=2 * number) for number in range(400)}

    found = wall_times(
        start, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", at("2030-01-01T00:00"), at("2031-01-01T00:00")
    )

    assert found == sorted(date for date in naive if date.year == 2030)


def test_a_key_is_read_only_in_its_one_form() -> None:
    assert read_key("2026-04-06T09:00") == at("2026-04-06T09:00")
    for key in (
        "2026-4-6T9:00",
        "2026-04-06",
        "2026-13-06T09:00",
        "0001-01-01T00:00",
        "9999-12-31T23:59",
        "",
        "x",
    ):
        assert read_key(key) is None


def test_only_dates_of_the_rule_are_given() -> None:
    slot = series("2026-04-06T09:00", "Europe/Berlin", "FREQ=WEEKLY;BYDAY=MO")

    assert gives(slot, at("2031-04-07T09:00"))
    assert not gives(slot, at("2026-03-30T09:00"))
    assert not gives(slot, at("2026-04-06T09:01"))


@given(
    zone=st.sampled_from(ZONES),
    first=st.datetimes(at("2019-01-01T00:00"), at("2026-01-01T00:00")),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    every=st.integers(1, 4),
    asked=st.integers(0, 4000),
    days=st.integers(1, 40),
)
def test_expansion_is_what_counting_days_on_the_wall_gives(
    zone: str, first: datetime, weekdays: set[int], every: int, asked: int, days: int
) -> None:
    starts = first.replace(second=0, microsecond=0)
    slot = series(f"{starts:%Y-%m-%dT%H:%M}", zone, weekly(weekdays) + f";INTERVAL={every}")
    start = starts.replace(tzinfo=UTC) + timedelta(days=asked)
    end = start + timedelta(days=days)

    found = [each.start for each in expand(slot, [], start, end)]

    assert found == _counted_by_days(starts, zone, weekdays, every, start, end)


def _counted_by_days(
    starts: datetime, zone: str, weekdays: set[int], every: int, start: datetime, end: datetime
) -> list[datetime]:
    """The naive way: look at each day of the window on the wall."""
    monday = starts.date() - timedelta(days=starts.weekday())
    found = []
    for number in range(-2, (end - start).days + 3):
        wall = datetime.combine(start.date() + timedelta(days=number), starts.time())
        is_week = (wall.date() - monday).days // 7 % every == 0
        instant = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if wall >= starts and wall.weekday() in weekdays and is_week and start <= instant < end:
            found.append(instant)
    return sorted(found)


@given(cut=st.integers(1, 59), zone=st.sampled_from(ZONES))
def test_two_windows_beside_each_other_hold_what_one_holds(cut: int, zone: str) -> None:
    slot = series("2026-02-28T02:15", zone, "FREQ=DAILY")
    exceptions = [moved("2026-03-10T02:15", "2026-04-20T02:15"), skipped("2026-03-29T02:15")]
    start = utc("2026-03-01T00:00")
    middle, end = start + timedelta(days=cut), start + timedelta(days=60)

    parts = [*expand(slot, exceptions, start, middle), *expand(slot, exceptions, middle, end)]

    whole = sorted(each.key for each in expand(slot, exceptions, start, end))
    assert sorted(each.key for each in parts) == whole
    assert "2026-03-29T02:15" not in whole


def test_a_far_window_costs_no_more_than_a_near_one() -> None:
    slot = series("2006-01-02T09:00", "Europe/Berlin", "FREQ=DAILY")

    def seconds(first: str, last: str) -> float:
        began = perf_counter()
        for number in range(20):
            list(expand(slot, [], utc(first) + timedelta(days=number), utc(last)))
        return perf_counter() - began

    near = min(seconds("2006-02-01", "2006-03-08") for _ in range(3))
    far = min(seconds("2046-02-01", "2046-03-08") for _ in range(3))
    assert far < 10 * near  # walking there would take some four hundred times as long
