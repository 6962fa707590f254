"""Independent readers show the rows that zoneinfo gives, over both clock changes.

Readers prefer their own data for a zone they know by name. So each calendar is also read with the zone's name
replaced by one that nobody knows: then there is nothing but our VTIMEZONE to go by.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events  # type: ignore[import-untyped]
import vobject
from dateutil.rrule import rrulestr

from calendar_app.feeds.entries import TimedEvent, WallTimeSeries
from calendar_app.feeds.ical import write
from calendar_app.feeds.series import set_apart
from tests.feeds.samples import CALENDAR, event, moved, series, wall

Row = tuple[str, datetime, datetime]
Reader = Callable[[bytes], set[Row]]

FIRST, LAST = datetime(2026, 2, 20, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC)
ZONES = ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe"]
# Wall times around the changes of all three zones: in the missing and double hours, beside them, and by day.
TIMES = [(0, 0), (1, 15), (1, 45), (2, 0), (2, 15), (2, 30), (3, 0), (9, 0), (23, 59)]


def read_by_icalendar(octets: bytes) -> set[Row]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(octets)).between(
        FIRST, LAST - timedelta(seconds=1)
    )
    return {(str(row["UID"]), row.start.astimezone(UTC), row.end.astimezone(UTC)) for row in found}


def read_by_vobject(octets: bytes) -> set[Row]:
    calendar = vobject.readOne(octets.decode())
    return {row for vevent in calendar.vevent_list for row in _rows_of_vobject(vevent)}


def _rows_of_vobject(vevent: Any) -> Iterator[Row]:
    start = vevent.dtstart.value
    length = vevent.duration.value if hasattr(vevent, "duration") else vevent.dtend.value - start
    # vobject expands on the wall and leaves the zone to the caller
    walls = vevent.getrruleset(addRDate=True) or [start]
    for moment in walls:
        instant = moment.replace(tzinfo=moment.tzinfo or start.tzinfo).astimezone(UTC)
        if instant >= LAST:
            return
        if instant >= FIRST:
            yield vevent.uid.value, instant, instant + length


def read_by_icalendar_and_our_zones(octets: bytes) -> set[Row]:
    return read_by_icalendar(renamed(octets))


def read_by_vobject_and_our_zones(octets: bytes) -> set[Row]:
    return read_by_vobject(renamed(octets))


def renamed(octets: bytes) -> bytes:
    return re.sub(rb"TZID([:=])(?:\w+/)?(\w+)", rb"TZID\1Nowhere/\2", octets)


READERS = [read_by_icalendar, read_by_icalendar_and_our_zones, read_by_vobject_and_our_zones]


def expected(weekly: WallTimeSeries, posts: list[TimedEvent]) -> set[Row]:
    """What a person with a calendar and a clock would write down, without the product's own expansion."""
    gone = {*weekly.skipped, *(date.occurrence for date in weekly.moved)}
    there = ZoneInfo(weekly.zone)
    rows = {(post.uid, post.starts_at, post.ends_at) for post in posts}
    rows |= {(_uid(weekly, date.occurrence), date.starts_at, date.ends_at) for date in weekly.moved}
    for wall_time in rrulestr(weekly.rrule, dtstart=weekly.starts).between(
        weekly.starts, wall(2027, 1, 9), inc=True
    ):
        if wall_time in gone:
            continue
        instant = wall_time.replace(tzinfo=there).astimezone(UTC)
        end = instant + timedelta(minutes=weekly.minutes)
        offsets = {wall_time.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1)}
        is_plain = offsets == {end.astimezone(there).utcoffset()}
        rows.add((weekly.uid if is_plain else _uid(weekly, wall_time), instant, end))
    return {row for row in rows if FIRST <= row[1] < LAST}


def _uid(weekly: WallTimeSeries, occurrence: datetime) -> str:
    return weekly.uid.replace("@", f"-{occurrence:%Y%m%dT%H%M%S}@")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(("hour", "minute"), TIMES)
def test_readers_show_a_sundays_series_at_the_right_instants_all_year(
    reader: Reader, zone: str, hour: int, minute: int
) -> None:
    weekly = series(
        zone=zone, rrule="FREQ=WEEKLY;BYDAY=SU", starts=wall(2026, 3, 1, hour, minute), minutes=90
    )
    octets = write(CALENDAR, [set_apart(weekly, wall(2027, 2, 1))], last_year=2027)

    assert reader(octets) == expected(weekly, [])


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("zone", ZONES)
def test_readers_show_posts_skips_and_moves_once_and_in_their_place(reader: Reader, zone: str) -> None:
    weekly = series(
        zone=zone,
        rrule="FREQ=WEEKLY;BYDAY=MO,TH",
        skipped=frozenset({wall(2026, 4, 6, 9), wall(2026, 10, 26, 9)}),
        moved=(
            moved(wall(2026, 3, 30, 9), wall(2026, 3, 29, 3, 30), zone),
            moved(wall(2026, 10, 29, 9), wall(2026, 11, 3, 18), zone, minutes=45),
        ),
    )
    posts = [
        event(f"post-{number}@test", starts_at=datetime(2026, month, day, hour, 30, tzinfo=UTC))
        for number, (month, day, hour) in enumerate(
            [(3, 29, 0), (3, 29, 1), (10, 25, 0), (10, 25, 1), (11, 1, 6)]
        )
    ]
    octets = write(CALENDAR, [set_apart(weekly, wall(2027, 2, 1)), *posts], last_year=2027)

    assert reader(octets) == expected(weekly, posts)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "zone", ["Africa/Cairo", "Africa/Casablanca", "America/Santiago", "Europe/Dublin", "UTC"]
)
def test_readers_understand_zones_with_odd_rules_and_with_none(reader: Reader, zone: str) -> None:
    daily = series(zone=zone, rrule="FREQ=DAILY;COUNT=300", starts=wall(2026, 3, 1, 12))
    octets = write(CALENDAR, [daily], last_year=2027)

    assert reader(octets) == expected(daily, [])
