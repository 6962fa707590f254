"""A newsroom whose plan lies on all the hours that clocks skip and repeat."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import SlotException
from calendar_app.engagement.services import occurrences
from calendar_app.foundation.db import Database
from calendar_app.people.models import Role
from calendar_app.posts.models import Status, Variant
from tests.factories import make_channel, make_person, make_slot, make_variant, make_workspace
from tests.feeds.reading import built
from tests.feeds.samples import wall

Shown = list[tuple[datetime, datetime, str]]

NOW = datetime(2026, 3, 10, 7, tzinfo=UTC)
FIRST, LAST = datetime(2026, 2, 20, tzinfo=UTC), datetime(2027, 1, 6, tzinfo=UTC)
# Wall times around the changes of all three zones: in the missing and double hours, beside them, and by day.
TIMES = ((0, 0), (1, 15), (1, 45), (2, 0), (2, 15), (2, 30), (3, 0), (9, 0), (23, 59))
# Three slots of the week with a skipped and two moved dates, one of them into a double hour.
SKIPPED = (wall(2026, 4, 6, 9), wall(2026, 10, 26, 9))
MOVED = {wall(2026, 3, 30, 9): wall(2026, 3, 29, 3, 30), wall(2026, 10, 29, 9): wall(2026, 11, 1, 1, 30)}


def newsroom_of(database_url: str, zone: str) -> tuple[bytes, Shown]:
    """The team's feed of a new newsroom in an empty database, and what the database then says."""
    database = Database(database_url)
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
        mark = "Held – " if variant.status == Status.HELD else ""
        yield (
            variant.planned_at,
            variant.planned_at + timedelta(minutes=15),
            f"{mark}{variant.channel.name}: {variant.text}",
        )
