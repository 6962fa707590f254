"""Independent readers of calendars. Each gives the rows a subscriber sees: UID, start and end in UTC, title.

Readers prefer their own data for a zone they know by name. Read with `our_zones`, a calendar's zones have
names that nobody knows: then there is nothing but our VTIMEZONE to go by.
"""

import atexit
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events  # type: ignore[import-untyped]
import vobject
from ical.calendar_stream import IcsCalendarStream

Row = tuple[str, datetime, datetime, str]
Reader = Callable[[bytes, datetime, datetime], list[Row]]

ROOT = Path(__file__).resolve().parents[3]
_SCRIPT = Path(__file__).with_name("read.mjs")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def by_icalendar(octets: bytes, first: datetime, last: datetime) -> list[Row]:
    calendar = icalendar.Calendar.from_ical(octets)
    assert not [part for part in calendar.walk() if part.errors]
    found = recurring_ical_events.of(calendar).between(first, last - timedelta(seconds=1))
    rows = ((str(row["UID"]), _instant(row.start), _instant(row.end), str(row["SUMMARY"])) for row in found)
    return sorted(row for row in rows if row[1] >= first)


def by_vobject(octets: bytes, first: datetime, last: datetime) -> list[Row]:
    calendar = vobject.readOne(octets.decode())
    events = calendar.contents.get("vevent", [])
    return sorted(row for event in events for row in _rows_of_vobject(event, first, last))


def _rows_of_vobject(event: Any, first: datetime, last: datetime) -> Iterator[Row]:
    start = _instant_of_day(event.dtstart.value)
    length = (
        event.duration.value if hasattr(event, "duration") else _instant_of_day(event.dtend.value) - start
    )
    # vobject expands on the wall and leaves the zone to the caller
    for moment in event.getrruleset(addRDate=True) or [start]:
        instant = moment.replace(tzinfo=moment.tzinfo or start.tzinfo).astimezone(UTC)
        if instant >= last:
            return
        if instant >= first:
            yield event.uid.value, instant, instant + length, event.summary.value


def _instant_of_day(value: date) -> datetime:
    """A day without hours begins at midnight UTC, for all readers here; an instant stays as it is."""
    return value if isinstance(value, datetime) else datetime.combine(value, time(), UTC)


def _instant(value: date) -> datetime:
    return _instant_of_day(value).astimezone(UTC)


def by_home_assistant(octets: bytes, first: datetime, last: datetime) -> list[Row]:
    calendar = IcsCalendarStream.calendar_from_ics(octets.decode())
    rows = (
        (str(event.uid), event.start_datetime, event.end_datetime, event.summary)
        for event in calendar.timeline_tz(UTC).overlapping(first, last)
    )
    utc = ((uid, start.astimezone(UTC), end.astimezone(UTC), title or "") for uid, start, end, title in rows)
    return sorted(row for row in utc if first <= row[1] < last)


def by_ical_js(octets: bytes, first: datetime, last: datetime) -> list[Row]:
    return _by_node("ical.js", octets, first, last)


def by_node_ical(octets: bytes, first: datetime, last: datetime) -> list[Row]:
    return _by_node("node-ical", octets, first, last)


READERS: tuple[Reader, ...] = (by_icalendar, by_vobject, by_home_assistant, by_ical_js, by_node_ical)


def our_zones(octets: bytes) -> bytes:
    return re.sub(rb"TZID([:=])(?:\w+/)?(\w+)", rb"TZID\1Nowhere/\2", octets)


def _by_node(reader: str, octets: bytes, first: datetime, last: datetime) -> list[Row]:
    node = _node()
    assert node.stdin is not None
    assert node.stdout is not None
    question = {"reader": reader, "text": octets.decode(), "first": _since(first), "last": _since(last)}
    node.stdin.write(json.dumps(question) + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline())
    assert "rows" in answer, answer
    return sorted((uid, _moment(start), _moment(end), title) for uid, start, end, title in answer["rows"])


@cache
def _node() -> subprocess.Popen[str]:
    """One process for all questions; it ends with the tests."""
    if not (ROOT / "node_modules" / "node-ical").is_dir():
        pytest.fail("two of the readers are Node packages: npm ci --ignore-scripts")
    path = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}{Path(sys.executable).parent}"
    node = subprocess.Popen(
        ["node", _SCRIPT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PATH": path, "TZ": "UTC"},
    )
    atexit.register(node.communicate)
    return node


def _since(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _moment(milliseconds: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=milliseconds)
