"""Holidays of the places where teams work."""

from datetime import date

import pytest

from calendar_app.foundation.holidays import REGIONS, holidays_around
from calendar_app.foundation.i18n import speaking

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("region", "holiday"),
    [
        ("DE-BE", date(2026, 3, 8)),  # only in Berlin and Mecklenburg-Vorpommern
        ("DE-BY", date(2026, 1, 6)),
        ("AT", date(2026, 10, 26)),
        ("CH-TI", date(2026, 3, 19)),
        ("CH-ZH", date(2026, 8, 1)),
        ("DE-NW", date(2027, 1, 1)),  # the plan reaches into the next year
    ],
)
def test_a_region_has_its_own_days(region: str, holiday: date) -> None:
    assert holiday in holidays_around(region, DAY)


def test_days_of_elsewhere_are_no_holidays() -> None:
    assert date(2026, 3, 8) not in holidays_around("DE-BY", DAY)
    assert holidays_around("", DAY) == {}
    assert holidays_around("Mars", DAY) == {}


def test_every_region_is_known_to_the_library() -> None:
    assert [region for region in REGIONS if not holidays_around(region, DAY)] == []


def test_days_are_named_in_the_readers_language() -> None:
    with speaking("de"):
        assert holidays_around("AT", DAY)[date(2026, 10, 26)] == "Nationalfeiertag"
    assert holidays_around("AT", DAY)[date(2026, 10, 26)] == "National Day"
