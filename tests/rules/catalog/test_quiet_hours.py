"""R22."""

from datetime import date, time
from typing import Any

import pytest

from calendar_app.rules.facts import Calendar, Mode, Tuning, Variant, Workday, WorkingHours
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import at, channel, facts, person, severity, slot, variant, verdict

MAY_DAY = Calendar(holidays={date(2027, 5, 1): "Tag der Arbeit"})


def post(when: str, mode: Mode = Mode.SCHEDULED, **more: Any) -> Variant:
    return variant(at=at(when), mode=mode, **more)


def test_sunday_morning_unattended_warns() -> None:
    found = verdict("R22", facts(), post("2027-03-07 10:00"))

    assert found.severity is Severity.WARN
    assert found.message("en") == (
        "Sun 7 Mar 2027 is a day of rest and nobody answers. Move it or attend it."
    )
    assert {fix.kind for fix in found.fixes} >= {FixKind.GO_LIVE, FixKind.BOOK_SLOT, FixKind.MOVE_TO}


def test_live_from_an_event_on_saturday_night_passes() -> None:
    assert severity("R22", facts(), post("2027-03-06 22:00", Mode.LIVE)) is Severity.PASS


def test_a_feed_on_a_holiday_warns() -> None:
    found = verdict("R22", facts(calendar=MAY_DAY), post("2027-05-01 10:00", Mode.FEED))

    assert found.severity is Severity.WARN
    assert "ein Feiertag (Tag der Arbeit), niemand antwortet" in found.message("de")


@pytest.mark.parametrize(
    ("time", "expected"),
    [
        ("06:59", Severity.WARN),
        ("07:00", Severity.PASS),
        ("19:59", Severity.PASS),
        ("20:00", Severity.WARN),
        ("00:00", Severity.WARN),
    ],
)
def test_the_exact_limits_of_the_night(time: str, expected: Severity) -> None:
    assert severity("R22", facts(), post(f"2027-03-03 {time}")) is expected


def test_quiet_time_may_lie_within_one_day() -> None:
    siesta = Tuning("quiet-hours", values={"from_hour": 13, "to_hour": 15})

    assert severity("R22", facts(tunings=(siesta,)), post("2027-03-03 14:00")) is Severity.WARN
    assert severity("R22", facts(tunings=(siesta,)), post("2027-03-03 21:00")) is Severity.PASS


def test_the_clock_is_the_channels() -> None:
    early = post("2027-03-03 12:00")

    assert severity("R22", facts(channel(zone="America/New_York")), early) is Severity.WARN  # 06:00 there


def test_somebody_who_answers_makes_it_all_right() -> None:
    world = facts(slot("2027-03-07 10:00", 30))

    assert severity("R22", world, post("2027-03-07 10:00")) is Severity.PASS


def test_a_sensitive_date_asks_even_those_who_post_by_hand() -> None:
    mourning = Calendar(sensitive={date(2027, 3, 3): "Gedenktag"})

    found = verdict("R22", facts(calendar=mourning), post("2027-03-03 10:00", Mode.LIVE))

    assert found.severity is Severity.WARN
    assert "Gedenktag" in found.message("en")


def test_who_answers_outside_their_hours_is_named() -> None:
    anna = person(hours=WorkingHours(time(9), time(17)))
    booked = slot("2027-03-03 18:00", 60)

    found = verdict("R22", facts(anna, booked), post("2027-03-03 18:00"))

    assert found.severity is Severity.WARN
    assert "outside their working hours: Anna" in found.message("en")
    assert severity("R22", facts(booked), post("2027-03-03 18:00")) is Severity.PASS


def test_hours_of_a_single_weekday_count_instead_of_the_usual_ones() -> None:
    late_wednesdays = (Workday(2, time(12), time(20)),)
    anna = person(hours=WorkingHours(time(9), time(17), days=late_wednesdays))

    evening = facts(anna, slot("2027-03-03 18:00", 60))

    assert severity("R22", evening, post("2027-03-03 18:00")) is Severity.PASS
    assert "Anna" in verdict(
        "R22", facts(anna, slot("2027-03-03 09:00", 60)), post("2027-03-03 09:00")
    ).message("en")


def test_a_day_without_an_hour_can_still_be_a_sunday() -> None:
    assert severity("R22", facts(), post("2027-03-07 23:00", has_time=False)) is Severity.WARN
    assert severity("R22", facts(), post("2027-03-03 23:00", has_time=False)) is Severity.PASS


def test_sundays_may_be_days_like_others() -> None:
    working = Tuning("quiet-hours", values={"sundays": 0})

    assert severity("R22", facts(tunings=(working,)), post("2027-03-07 10:00")) is Severity.PASS
