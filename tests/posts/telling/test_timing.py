"""What is told of wall times at a change of clocks."""

from datetime import datetime

import pytest

from calendar_app.foundation.i18n import speaking
from calendar_app.posts.telling.timing import remark_on

GAP = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 wall time
DOUBLE = datetime(2026, 10, 25, 2, 30)  # noqa: DTZ001 wall time


def test_a_missing_time_names_the_one_that_is_used() -> None:
    with speaking("en"):
        remark = remark_on(GAP, "Europe/Berlin")

    assert remark == "02:30 does not exist on 29 March 2026 in Europe/Berlin; 03:30 is used."


def test_a_missing_time_is_told_in_german() -> None:
    with speaking("de"):
        remark = remark_on(GAP, "Europe/Berlin")

    assert remark == "02:30 Uhr gibt es am 29. März 2026 in Europe/Berlin nicht; es gilt 03:30 Uhr."


def test_a_double_time_is_the_first_one() -> None:
    with speaking("en"):
        remark = remark_on(DOUBLE, "Europe/Berlin")

    assert remark is not None
    assert "comes twice" in remark


@pytest.mark.parametrize("wall", [None, datetime(2026, 4, 8, 2, 30)])  # noqa: DTZ001 wall time
def test_other_times_need_no_remark(wall: datetime | None) -> None:
    assert remark_on(wall, "Europe/Berlin") is None


def test_half_an_hour_on_lord_howe_counts_too() -> None:
    with speaking("en"):
        remark = remark_on(datetime(2026, 10, 4, 2, 15), "Australia/Lord_Howe")  # noqa: DTZ001 wall time

    assert remark is not None
    assert "02:45 is used" in remark
