"""Five independent readers show what stands in the database, row by row, over both clock changes."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr

from tests.feeds import readers
from tests.feeds.newsroom import FIRST, LAST, Shown, newsroom_of
from tests.feeds.samples import CALENDAR, series, wall, write

ZONES = ("Europe/Vienna", "America/New_York", "Australia/Lord_Howe")


def by_icalendar_without_names(octets: bytes, first: datetime, last: datetime) -> list[readers.Row]:
    return readers.by_icalendar(readers.our_zones(octets), first, last)


def by_vobject_without_names(octets: bytes, first: datetime, last: datetime) -> list[readers.Row]:
    return readers.by_vobject(readers.our_zones(octets), first, last)


def by_home_assistant_without_names(octets: bytes, first: datetime, last: datetime) -> list[readers.Row]:
    return readers.by_home_assistant(readers.our_zones(octets), first, last)


# ical.js knows no zones but ours, node-ical none but its own. vobject keeps zones between calendars, by name.
READERS = (
    readers.by_icalendar,
    by_icalendar_without_names,
    by_vobject_without_names,
    readers.by_home_assistant,
    by_home_assistant_without_names,
    readers.by_ical_js,
    readers.by_node_ical,
)


@pytest.fixture(scope="module")
def newsrooms(
    tmp_path_factory: pytest.TempPathFactory, empty_database: bytes
) -> Callable[[str], tuple[bytes, Shown]]:
    """The team's feed of a zone's newsroom, and what its database says; each made once."""
    made: dict[str, tuple[bytes, Shown]] = {}

    def newsroom(zone: str) -> tuple[bytes, Shown]:
        if zone not in made:
            path = tmp_path_factory.mktemp("newsroom") / "parley.db"
            path.write_bytes(empty_database)
            made[zone] = newsroom_of(f"sqlite:///{path}", zone)
        return made[zone]

    return newsroom


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("zone", ZONES)
def test_a_reader_shows_what_stands_in_the_database(
    newsrooms: Callable[[str], tuple[bytes, Shown]], reader: readers.Reader, zone: str
) -> None:
    octets, planned = newsrooms(zone)

    shown = [row[1:] for row in reader(octets, FIRST, LAST)]

    assert sorted(shown) == planned
    assert len(planned) > 500


@pytest.mark.parametrize("reader", [each for each in READERS if each is not by_home_assistant_without_names])
@pytest.mark.parametrize(
    "zone", ["Africa/Cairo", "Africa/Casablanca", "America/Santiago", "Europe/Dublin", "UTC"]
)
def test_a_reader_understands_zones_with_odd_rules_and_with_none(reader: readers.Reader, zone: str) -> None:
    """Against zoneinfo, without the product's own expansion. Home Assistant knows them all by name."""
    daily = series(zone=zone, rrule="FREQ=DAILY;COUNT=300", starts=wall(2026, 3, 1, 12))
    octets = write(CALENDAR, [daily], last_year=2027)

    shown = [start for _, start, _, _ in reader(octets, FIRST, LAST)]

    there = ZoneInfo(zone)
    dates = rrulestr(daily.rrule, dtstart=daily.starts)
    assert shown == [date.replace(tzinfo=there).astimezone(UTC) for date in dates]
