"""What a calendar of 10,000 events costs to build, to change and to serve: `python -m benchmarks.feeds`.

All in one run, beside the icalendar library, nginx (Debian) and Radicale (PyPI), each where it is found
on PATH. Real calendars end at 1 MB; here the limit is lifted, so that sizes compare.
"""

import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import icalendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import feed_plan, feed_servers
from calendar_app import schema
from calendar_app.app import page_address
from calendar_app.feeds import services
from calendar_app.feeds.building import KINDS, bring_up_to_date, drafts_of
from calendar_app.feeds.composing import compose
from calendar_app.feeds.contents import Contents
from calendar_app.feeds.entries import TimedEvent, WallTimeSeries
from calendar_app.feeds.ical import write_entry
from calendar_app.feeds.post_entries import planned_posts, post_entries
from calendar_app.feeds.reader import Reader, names
from calendar_app.feeds.slot_entries import planned_slots, slot_entries
from calendar_app.feeds.window import Window
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import Person
from calendar_app.people.services import act_for, plan_changed
from calendar_app.posts.models import Variant

SIZES = (1_000, 10_000)
LIFTED = 50_000_000
BUILDS = 3
EDITS = 15
# So many subscriptions of one newsroom, asked in turn: the limit of requests stays as it is.
SUBSCRIPTIONS = 8

Row = dict[str, Any]


@dataclass
class House:
    """A newsroom of one size, in a database of its own."""

    folder: Path
    port: int
    database: Database
    workspace_id: int
    person_id: int
    feed_ids: list[int]
    paths: list[str]

    @cached_property
    def page(self) -> Callable[..., str]:
        return page_address(f"http://127.0.0.1:{self.port}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        houses = {size: _house(Path(folder) / str(size), size) for size in SIZES}
        largest = houses[SIZES[-1]]
        octets = _building(largest, houses[SIZES[0]])
        _serving(houses, octets)


def _house(folder: Path, size: int) -> House:
    folder.mkdir()
    database = Database(f"sqlite:///{folder / 'parley.db'}")
    schema.migrate(database.engine)
    with database.session() as session:
        person = feed_plan.fill(session, size)
        made = [services.subscribe(session, person, "team", now=feed_plan.NOW) for _ in range(SUBSCRIPTIONS)]
        session.commit()
        return House(
            folder,
            feed_servers.free_port(),
            database,
            person.workspace_id,
            person.id,
            [feed.id for feed, _ in made],
            [f"/feeds/{token}.ics" for _, token in made],
        )


def _building(house: House, small: House) -> bytes:
    """Building, beside the icalendar library; returns the calendar."""
    octets = _compose(house)
    rows = [_plain(event) for event in icalendar.Calendar.from_ical(octets).walk("VEVENT")]
    _must_say_the_same(octets, _with_icalendar(rows))
    entries = _entries(house)
    gc.freeze()  # what this program has collected for comparison would slow down both
    library = _median(lambda: _with_icalendar(rows))
    writing = _median(lambda: b"".join(map(write_entry, entries)))
    first = _median(lambda: _compose(house))
    joined, stored = _edit(house)
    print(f"{len(rows):,} events, {len(octets) / 1e6:.2f} MB; processor time")
    _say("icalendar, build and to_ical", library)
    _say("writing the same events", writing, f"1/{library / writing:.1f} of icalendar")
    _say("first build, with the database", first, f"1/{library / first:.1f}")
    _say("one edit to new bytes", joined, f"1/{library / joined:.0f}")
    _say("  and packed and stored", stored, f"1/{library / stored:.0f}")
    joined, stored = _edit(small)
    _say(f"one edit among {SIZES[0]:,} events", joined)
    _say("  and packed and stored", stored)
    return octets


def _entries(house: House) -> list[TimedEvent | WallTimeSeries]:
    """What stands in the calendar, before it is bytes."""
    with house.database.session() as session:
        person = _reader(session, house)
        reader, window = Reader.of(person, house.page, Contents()), Window.of(feed_plan.NOW)
        posts = planned_posts(session, KINDS["team"], person, Contents(), window)
        slots = planned_slots(session, KINDS["team"], person, Contents(), window)
        named = names(session, person.workspace)
        found = (
            *post_entries(session, reader, named, posts, list(posts.stamps)),
            *slot_entries(reader, named, slots, window, list(slots.stamps)),
        )
        return [entry for _, entry in found]


def _reader(session: Session, house: House) -> Person:
    """The feeds' person, through whose eyes the session sees from here on."""
    scope_to(session, house.workspace_id)
    person = session.get_one(Person, house.person_id)
    act_for(session, person)
    return person


def _compose(house: House, *, anew: bool = True) -> bytes:
    """From rows to bytes; anew: with nothing kept from the last build."""
    with house.database.session() as session:
        person = _reader(session, house)
        kept = None if anew else drafts_of(session, house.feed_ids[0])
        kind, contents = KINDS["team"], Contents()
        made = compose(session, kind, person, contents, feed_plan.NOW, house.page, kept=kept, most=LIFTED)
        return made.octets


def _plain(event: icalendar.Component) -> Row:
    """What an event says, as values that the library takes."""
    return {name: _value(event, name) for name in event}


def _value(event: icalendar.Component, name: str) -> Any:
    if name == "CATEGORIES":
        return [str(word) for word in cast(icalendar.vCategory, event[name]).cats]
    return event.decoded(name) if name in _TIMES else event[name]


_TIMES = {"DTSTAMP", "CREATED", "LAST-MODIFIED", "DTSTART", "DTEND", "DURATION"}


def _with_icalendar(rows: list[Row]) -> bytes:
    """The same events, built and written by the library, without any zones."""
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Parley//Parley//EN")
    for row in rows:
        event = icalendar.Event()
        for name, value in row.items():
            event.add(name, value)
        calendar.add_component(event)
    octets: bytes = calendar.to_ical()
    return octets


def _must_say_the_same(ours: bytes, theirs: bytes) -> None:
    """Every property of every event, as the library reads it, is the same in both."""
    said = [_events(octets) for octets in (ours, theirs)]
    if said[0] != said[1]:
        raise SystemExit("the two calendars differ")


def _events(octets: bytes) -> list[bytes]:
    calendar = icalendar.Calendar.from_ical(octets)
    if any(part.errors for part in calendar.walk()):
        raise SystemExit("icalendar finds errors")
    return [event.to_ical() for event in calendar.walk("VEVENT")]


def _edit(house: House) -> tuple[float, float]:
    """Seconds from an edit to the calendar's new bytes, and until a request can be answered with them."""
    (feed_id, *_) = house.feed_ids
    _build(house, feed_id)
    joined, stored = [], []
    for number in range(EDITS):
        _change(house, f"Edited for the {number}th time")
        joined.append(_seconds(lambda: _compose(house, anew=False)))
        _change(house, f"Edited once more, for the {number}th time")
        stored.append(_seconds(lambda: _build(house, feed_id)))
    return statistics.median(joined), statistics.median(stored)


def _change(house: House, text: str) -> None:
    with house.database.session() as session:
        scope_to(session, house.workspace_id)
        variant = session.scalars(select(Variant).order_by(Variant.planned_at).limit(1)).one()
        variant.text = text
        plan_changed(session)
        session.commit()


def _build(house: House, feed_id: int) -> None:
    with house.database.session() as session:
        bring_up_to_date(session, feed_id, feed_plan.NOW, house.page, most=LIFTED)
        session.commit()


def _serving(houses: dict[int, House], octets: bytes) -> None:
    """Answers over loopback: ours, nginx's with the same bytes in a file, Radicale's with the same events."""
    for house in houses.values():
        for feed_id in house.feed_ids:
            _build(house, feed_id)
    full, unchanged = _ask_parley(houses)
    with tempfile.TemporaryDirectory() as folder:
        beside = _ask_nginx(Path(folder), octets)
    with tempfile.TemporaryDirectory() as folder:
        other = _ask_radicale(Path(folder), octets)
    largest, small = SIZES[-1], SIZES[0]
    print("over loopback, one connection")
    growth = unchanged[largest] / unchanged[small]
    _say(f"GET, {largest:,} events", full)
    if beside:
        _say("nginx, the same bytes", beside, f"Parley: {beside / full:.2f} of its pace")
    _say(f"304, {largest:,} events", unchanged[largest], f"{growth:.2f} of that for {small:,}")
    if other:
        _say("Radicale's answer", other, f"{other / unchanged[largest]:.0f} times a 304")


def _say(what: str, seconds: float, beside: str = "") -> None:
    print(f"{what:32} {seconds * 1000:9.2f} ms   {beside}")


def _ask_parley(houses: dict[int, House]) -> tuple[float, dict[int, float]]:
    """Seconds for a whole answer of the largest, and for "not modified" of each size."""
    unchanged, full = {}, 0.0
    for size, house in houses.items():
        with feed_servers.parley(house.folder, house.port):
            client = feed_servers.Client(house.port)
            tags = [client.get(path, {}, 200)[1]["ETag"] for path in house.paths]
            full = feed_servers.median(client, house.paths, {}, 200, 6 * SUBSCRIPTIONS)
            same = {"If-None-Match": tags[0], "Cache-Control": "no-cache"}
            unchanged[size] = feed_servers.median(client, house.paths, same, 304, 15 * SUBSCRIPTIONS)
    return full, unchanged


def _ask_nginx(folder: Path, octets: bytes) -> float:
    (folder / "calendar.ics").write_bytes(octets)
    port = feed_servers.free_port()
    with feed_servers.nginx(folder, port) as is_there:
        return (
            feed_servers.median(feed_servers.Client(port), ["/calendar.ics"], {}, 200, 50)
            if is_there
            else 0.0
        )


def _ask_radicale(folder: Path, octets: bytes) -> float:
    port = feed_servers.free_port()
    with feed_servers.radicale(folder, port, octets) as is_there:
        if not is_there:
            return 0.0
        client, path = feed_servers.Client(port), ["/bench/calendar/"]
        login = {"Authorization": "Basic YmVuY2g6YmVuY2g="}
        client.get(path[0], login, 200)  # it fills its own cache
        return feed_servers.median(client, path, login, 200, 3)


def _median(act: Callable[[], object]) -> float:
    return statistics.median(_seconds(act) for _ in range(BUILDS))


def _seconds(act: Callable[[], object]) -> float:
    """Processor time: it tells more than the clock where a machine is shared."""
    began = time.process_time()
    act()
    return time.process_time() - began


if __name__ == "__main__":
    main()
