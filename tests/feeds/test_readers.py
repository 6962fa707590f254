"""Five independent readers show what stands in the database, row by row, over both clock changes."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import SlotException
from calendar_app.engagement.services import occurrences
from calendar_app.feeds.ical import write
from calendar_app.foundation.db import Database
from calendar_app.people.models import Role
from calendar_app.posts.models import Status, Variant
from tests.factories import make_channel, make_person, make_slot, make_variant, make_workspace
from tests.feeds import readers
from tests.feeds.reading import built
from tests.feeds.samples import CALENDAR, series, wall

Shown = list[tuple[datetime, datetime, str]]

NOW = datetime(2026, 3, 10, 7, tzinfo=UTC)
FIRST, LAST = datetime(2026, 2, 20, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC)
ZONES = ("Europe/Vienna", "America/New_York", "Australia/Lord_Howe")
# Wall times around the changes of all three zones: in the missing and double hours, beside them, and by day.
TIMES = ((0, 0), (1, 15), (1, 45), (2, 0), (2, 15), (2, 30), (3, 0), (9, 0), (23, 59))
# Three slots of the week with a skipped and two moved dates, one of them into a double hour.
SKIPPED = (wall(2026, 4, 6, 9), wall(2026, 10, 26, 9))
MOVED = {wall(2026, 3, 30, 9): wall(2026, 3, 29, 3, 30), wall(2026, 10, 29, 9): wall(2026, 11, 1, 1, 30)}


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
            made[zone] = _newsroom(path, zone)
        return made[zone]

    return newsroom


def _newsroom(path: Path, zone: str) -> tuple[bytes, Shown]:
    database = Database(f"sqlite:///{path}")
    with database.session() as session:
        make_workspace(session)
        reader = make_person(session, "Reader", Role.ADMIN)
        _fill(session, zone)
        found = built(session, reader, now=NOW), _planned(session)
    database.engine.dispose()
    return found


def _fill(session: Session, zone: str) -> None:
    for hour, minute in TIMES:
        person = make_person(session, f"Sunday {hour:02}.{minute:02}")
        starts = wall(2026, 3, 1, hour, minute)
        make_slot(
            session,
            person,
            [make_channel(session)],
            zone=zone,
            starts_wall=starts,
            rrule="FREQ=WEEKLY;BYDAY=SU",
            minutes=90,
        )
    week = make_slot(
        session,
        make_person(session, "Week"),
        [make_channel(session)],
        zone=zone,
        starts_wall=wall(2026, 3, 2, 9),
        rrule="FREQ=WEEKLY;BYDAY=MO,TH",
    )
    week.exceptions = [
        *(SlotException(occurrence=date, updated_at=NOW) for date in SKIPPED),
        *(SlotException(occurrence=date, moved_wall=to, updated_at=NOW) for date, to in MOVED.items()),
    ]
    channel = make_channel(session, zone=zone)
    for day, status in enumerate(Status):
        for start in (wall(2026, 3, 29 - day, 2, 15), wall(2026, 10, 25 - day, 2, 15)):
            make_variant(session, channel, text=f"{status} {start}", planned_wall=start, status=status)
    session.flush()


def _planned(session: Session) -> Shown:
    dates = (
        (date.start, date.end, f"Dialog time of {date.person.name}: {date.channels[0].name}")
        for date in occurrences(session, FIRST, LAST)
    )
    return sorted((*dates, *_posts(session)))


def _posts(session: Session) -> Iterator[tuple[datetime, datetime, str]]:
    for variant in session.scalars(select(Variant)):
        assert variant.planned_at is not None
        yield (
            variant.planned_at,
            variant.planned_at + timedelta(minutes=15),
            f"{variant.channel.name}: {variant.text}",
        )


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
