"""The writer against icalendar's parser, and against the traps that other producers fell into."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendar_app.feeds.entries import Calendar, EntryStatus, TimedEvent, WallTimeSeries
from calendar_app.feeds.ical import write_entry
from tests.feeds.samples import CALENDAR, CREATED, HOSTILE, event, moved, series, wall, write

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
ROOT = Path(__file__).resolve().parents[2]


def full() -> tuple[TimedEvent | WallTimeSeries, ...]:
    """One of everything."""
    return (
        event(
            description="Text; with, all\\ of\nit — “quoted”",
            url="https://example.org/posts/1?a=b&c=ü",
            categories=("Mastodon", "Scheduled, of course"),
            status=EntryStatus.TENTATIVE,
        ),
        event("post-2@test", status=EntryStatus.CANCELLED, changed_at=CREATED + timedelta(hours=2)),
        series(
            skipped=frozenset({wall(2026, 3, 9, 9), wall(2026, 3, 23, 9)}),
            moved=(moved(wall(2026, 3, 30, 9), wall(2026, 3, 31, 14)),),
        ),
        series("slot-2@test", zone="Australia/Lord_Howe", rrule="FREQ=WEEKLY;UNTIL=20270101;BYDAY=TU"),
    )


def written(*entries: TimedEvent | WallTimeSeries, calendar: Calendar = CALENDAR) -> bytes:
    return write(calendar, entries, last_year=2027)


def lines(octets: bytes) -> list[str]:
    return octets.decode().replace("\r\n ", "").split("\r\n")[:-1]


def in_one_order(octets: bytes) -> list[str]:
    """The lines with the parts of each rule sorted: their order means nothing, and icalendar has its own."""
    return [
        "RRULE:" + ";".join(sorted(row.removeprefix("RRULE:").split(";"))) if row.startswith("RRULE") else row
        for row in octets.decode().split("\r\n")
    ]


def test_icalendar_reads_it_without_an_error_and_writes_the_same_bytes() -> None:
    octets = written(*full())

    parsed = icalendar.Calendar.from_ical(octets)

    assert not [part for part in parsed.walk() if part.errors]
    assert in_one_order(parsed.to_ical(sorted=False)) == in_one_order(octets)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_text_changes_the_number_of_lines_or_breaks_the_parser(one: str, two: str, three: str) -> None:
    plain = written(event(description="a", categories=("b",)), series(), calendar=replace(CALENDAR, name="c"))
    hostile = written(
        event(summary=one, description=f"x{two}", categories=(three,)),
        series(summary=two),
        calendar=replace(CALENDAR, name=one, description=f"x{three}"),
    )

    names = [row.partition(":")[0] for row in lines(hostile)]
    assert names == [row.partition(":")[0] for row in lines(plain)]
    assert not [part for part in icalendar.Calendar.from_ical(hostile).walk() if part.errors]


@pytest.mark.parametrize("title", HOSTILE)
def test_a_hostile_title_stays_one_title(title: str) -> None:
    octets = written(
        event(summary=title), calendar=replace(CALENDAR, name=title, description=title, color=title)
    )

    parsed = icalendar.Calendar.from_ical(octets)

    assert len(parsed.walk("VEVENT")) == 1
    assert not [code for code in octets if code < 0x20 and code not in b"\r\n\t"]
    assert b"\x7f" not in octets


def test_lines_end_with_crlf_and_hold_at_most_75_octets() -> None:
    octets = written(*full(), event("long@test", summary="Überlänge 🎉 " * 500))

    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    assert max(map(len, octets.split(b"\r\n"))) <= 75


def test_a_calendar_says_who_it_is_but_has_no_uid_and_no_address() -> None:
    head = lines(written(calendar=replace(CALENDAR, url="https://parley.example.org/week")))

    assert head == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Parley//Parley//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "NAME:Newsroom",
        "X-WR-CALNAME:Newsroom",
        "DESCRIPTION:Posts and reserved time",
        "X-WR-CALDESC:Posts and reserved time",
        "COLOR:teal",
        "URL:https://parley.example.org/week",
        "LAST-MODIFIED:20260301T080000Z",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "END:VCALENDAR",
    ]


def test_a_post_is_an_instant_in_utc_and_blocks_nobody() -> None:
    rows = lines(
        write_entry(event(description="Text", url="https://example.org/1", categories=("Mastodon",)))
    )

    assert rows == [
        "BEGIN:VEVENT",
        "UID:post-1@test",
        "DTSTAMP:20260301T080000Z",
        "CREATED:20260301T080000Z",
        "LAST-MODIFIED:20260301T080000Z",
        "SEQUENCE:0",
        "DTSTART:20260330T070000Z",
        "DTEND:20260330T071500Z",
        "SUMMARY:Mastodon: Who has ever built a chair?",
        "DESCRIPTION:Text",
        "URL:https://example.org/1",
        "CATEGORIES:Mastodon",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def test_a_series_is_in_wall_time_with_its_zone_and_one_exdate_per_line_of_the_same_type() -> None:
    rows = lines(write_entry(series(skipped=frozenset({wall(2026, 3, 23, 9), wall(2026, 3, 9, 9)}))))

    assert [row for row in rows if row.startswith(("DTSTART", "DURATION", "RRULE", "EXDATE", "TRANSP"))] == [
        "DTSTART;TZID=Europe/Vienna:20260302T090000",
        "DURATION:PT30M",
        "RRULE:FREQ=WEEKLY;BYDAY=MO",
        "EXDATE;TZID=Europe/Vienna:20260309T090000",
        "EXDATE;TZID=Europe/Vienna:20260323T090000",
        "TRANSP:OPAQUE",
    ]


def test_a_moved_date_is_taken_out_of_the_series_and_stands_on_its_own() -> None:
    octets = write_entry(series(moved=(moved(wall(2026, 3, 30, 9), wall(2026, 3, 31, 14)),)))

    rows = lines(octets)
    assert "EXDATE;TZID=Europe/Vienna:20260330T090000" in rows
    assert [row for row in rows if row.startswith("UID")] == [
        "UID:slot-1@test",
        "UID:slot-1-20260330T090000@test",
    ]
    assert "DTSTART:20260331T120000Z" in rows
    assert not [row for row in rows if row.startswith("RECURRENCE-ID")]


def test_a_series_begins_with_a_date_of_its_rule() -> None:
    rows = lines(write_entry(series(starts=wall(2026, 3, 4, 9))))  # a Wednesday, and the rule says Monday

    assert "DTSTART;TZID=Europe/Vienna:20260309T090000" in rows


def test_a_series_without_a_single_date_is_not_written() -> None:
    assert write_entry(series(ends=wall(2026, 3, 1))) == b""


def test_every_zone_that_is_used_is_described_once_and_no_other() -> None:
    octets = written(series("a@test"), series("b@test"), series("c@test", zone="America/New_York"), event())

    described = [row for row in lines(octets) if row.startswith("TZID:")]
    assert described == ["TZID:America/New_York", "TZID:Europe/Vienna"]


def test_nobody_is_invited_and_no_alarm_rings() -> None:
    octets = written(*full())

    assert not [
        word for word in (b"ORGANIZER", b"ATTENDEE", b"VALARM", b"SOURCE", b"RDATE") if word in octets
    ]


def test_an_edit_shows_in_sequence_and_last_modified() -> None:
    edited = event(sequence=7, changed_at=CREATED + timedelta(days=3, seconds=5, microseconds=7))

    assert "SEQUENCE:7" in lines(write_entry(edited))
    assert "LAST-MODIFIED:20260304T080005Z" in lines(write_entry(edited))


def test_two_processes_with_different_hash_seeds_write_the_same_bytes() -> None:
    script = (
        "import hashlib; from tests.feeds.test_ical import full, written;"
        "print(hashlib.sha256(written(*full())).hexdigest())"
    )

    digests = {
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "4242")
    }

    assert digests == {hashlib.sha256(written(*full())).hexdigest()}


def test_a_megabyte_in_a_title_is_written_and_read() -> None:
    octets = written(event(summary="ä" * 500_000))

    assert icalendar.Calendar.from_ical(octets).walk("VEVENT")[0]["SUMMARY"] == "ä" * 500_000


def test_times_that_are_not_in_utc_are_refused() -> None:
    with pytest.raises(ValueError, match="UTC"):
        write_entry(event(starts_at=wall(2026, 3, 30, 9)))


def test_a_date_before_the_window_can_be_cancelled_without_touching_the_others() -> None:
    before = written(*full())
    after = written(*full()[1:], replace(full()[0], status=EntryStatus.CANCELLED))

    assert len(set(lines(before)) ^ set(lines(after))) == 1


def test_an_empty_calendar_is_valid() -> None:
    empty = written(calendar=Calendar(name="Empty"))

    assert icalendar.Calendar.from_ical(empty).walk("VEVENT") == []
    assert b"LAST-MODIFIED" not in empty


def test_moments_carry_no_fractions() -> None:
    assert "DTSTART:20260330T070000Z" in lines(
        write_entry(event(starts_at=datetime(2026, 3, 30, 7, 0, 0, 999_999, tzinfo=UTC)))
    )
