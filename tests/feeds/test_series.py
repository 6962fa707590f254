"""A series' rule and its dates."""

from datetime import UTC, datetime
from itertools import islice

import pytest

from calendar_app.feeds.series import meets_double_hour, occurrence_uid, occurrences, set_apart, written_rule
from tests.feeds.samples import moved, series, wall


def test_a_rule_is_written_in_one_order() -> None:
    assert written_rule(series(rrule="BYDAY=MO;INTERVAL=2;FREQ=WEEKLY")) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"


@pytest.mark.parametrize(
    ("until", "written"),
    [
        ("20260630", "20260630T215959Z"),
        ("20260630T090000", "20260630T070000Z"),
        ("20260630T070000Z", "20260630T070000Z"),
    ],
)
def test_until_is_written_in_utc_whatever_it_came_as(until: str, written: str) -> None:
    weekly = series(rrule=f"FREQ=WEEKLY;UNTIL={until};BYDAY=MO")

    assert written_rule(weekly) == f"FREQ=WEEKLY;UNTIL={written};BYDAY=MO"


def test_an_ended_series_reaches_to_just_before_its_end() -> None:
    ended = series(ends=wall(2026, 3, 23, 9))

    assert list(occurrences(ended)) == [wall(2026, 3, day, 9) for day in (2, 9, 16)]
    assert written_rule(ended) == "FREQ=WEEKLY;UNTIL=20260323T075959Z;BYDAY=MO"


def test_of_two_ends_the_earlier_counts() -> None:
    ended = series(rrule="FREQ=WEEKLY;UNTIL=20260401;BYDAY=MO", ends=wall(2026, 3, 10))

    assert list(occurrences(ended)) == [wall(2026, 3, 2, 9), wall(2026, 3, 9, 9)]


def test_a_counted_series_that_ended_early_keeps_a_count_and_gets_no_until() -> None:
    ended = series(rrule="FREQ=WEEKLY;COUNT=10;BYDAY=MO", ends=wall(2026, 3, 20))

    assert written_rule(ended) == "FREQ=WEEKLY;COUNT=3;BYDAY=MO"


@pytest.mark.parametrize("rrule", ["", "FREQ=WEEKLY\r\nX:1", "FREQ=WEEKLY;X-EVIL=1", "FREQ=weekly", "FREQ"])
def test_what_is_no_rule_is_refused(rrule: str) -> None:
    with pytest.raises(ValueError, match="RRULE"):
        written_rule(series(rrule=rrule))


def test_dates_in_the_missing_and_in_the_double_hour_are_set_apart_in_utc() -> None:
    night = series(rrule="FREQ=WEEKLY;BYDAY=SU", starts=wall(2026, 3, 22, 2, 30))

    apart = set_apart(night, until=wall(2026, 12, 31))

    assert [(date.occurrence, date.starts_at) for date in apart.moved] == [
        (wall(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (wall(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ]


def test_a_skipped_or_moved_date_is_not_set_apart_again() -> None:
    night = series(
        rrule="FREQ=WEEKLY;BYDAY=SU",
        starts=wall(2026, 3, 22, 2, 30),
        skipped=frozenset({wall(2026, 3, 29, 2, 30)}),
        moved=(moved(wall(2026, 10, 25, 2, 30), wall(2026, 10, 26, 9)),),
    )

    assert set_apart(night, until=wall(2026, 12, 31)) == night


def test_the_uid_of_a_date_is_made_of_the_series_and_the_date() -> None:
    assert occurrence_uid("slot-7@host", wall(2026, 3, 30, 9)) == "slot-7-20260330T090000@host"


def test_an_endless_series_is_read_lazily() -> None:
    assert len(list(islice(occurrences(series()), 1000))) == 1000


@pytest.mark.parametrize(("hour", "meets"), [(1, False), (2, True), (3, False)])
def test_a_series_that_meets_the_double_hour_is_known(hour: int, meets: bool) -> None:
    sundays = series(rrule="FREQ=WEEKLY;BYDAY=SU", starts=wall(2026, 3, 1, hour, 30), minutes=15)

    assert meets_double_hour(sundays, wall(2026, 12, 31)) is meets
    assert not meets_double_hour(sundays, wall(2026, 10, 1))


def test_a_date_that_ends_in_the_double_hour_is_set_apart() -> None:
    sundays = series(rrule="FREQ=WEEKLY;BYDAY=SU", starts=wall(2026, 3, 1, 1, 15), minutes=90)

    apart = set_apart(sundays, wall(2026, 12, 31))

    assert [date.occurrence for date in apart.moved] == [wall(2026, 3, 29, 1, 15), wall(2026, 10, 25, 1, 15)]
