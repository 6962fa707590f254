"""What becomes of the dates in other people's calendars, and that no calendar makes the reader stall."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.engagement.almanac import opening
from calendar_app.engagement.almanac.models import Purpose
from calendar_app.engagement.almanac.opening import Unreadable
from calendar_app.engagement.almanac.reading import MOST_ENTRIES, Reading, Wanted, named_in, read
from tests.engagement.almanac.files import CLOSED, days, ics

ZONE = "Europe/Berlin"
TEAM = {1: "Mia Berger", 2: "Tom Berger", 3: "Jo Frei"}


def reading(content: bytes, purpose: Purpose = Purpose.EVENT, **changes: object) -> Reading:
    given: dict[str, object] = {
        "first": date(2026, 4, 1),
        "until": date(2027, 4, 1),
        "zone": ZONE,
        "team": TEAM,
    }
    return read(content, Wanted(purpose, **given | changes))  # type: ignore[arg-type]


def lines(found: Reading) -> list[str]:
    """Each entry in a line: its days or its time on the clock of Berlin, and what it is called."""
    told = []
    for each in found.entries:
        if each.starts_at and each.ends_at:
            here = [moment.astimezone(ZoneInfo(ZONE)) for moment in (each.starts_at, each.ends_at)]
            told.append(f"{here[0]:%m-%d %H:%M}–{here[1]:%H:%M} {each.title}")
        else:
            told.append(f"{each.first:%m-%d}–{each.last:%m-%d} {each.title or each.person_id}")
    return told


def test_days_keep_their_last_day_and_times_their_clock() -> None:
    found = reading(
        ics(
            CLOSED,
            "DTSTART;VALUE=DATE:20260601\r\nSUMMARY:Ein Tag",
            "DTSTART;TZID=America/New_York:20260610T090000\r\nDTEND;TZID=America/New_York:20260610T100000",
            "DTSTART:20260611T100000\r\nDTEND:20260611T110000\r\nSUMMARY:Ohne Zone",
            "DTSTART:20260612T080000Z\r\nDURATION:PT90M\r\nSUMMARY:Dauer",
            "DTSTART:20260613T220000Z\r\nDTEND:20260614T220000Z\r\nSUMMARY:Als Zeit",
            'DTSTART;TZID="W. Europe Standard Time":20260615T100000\r\nSUMMARY:Windows',
        )
    )

    assert lines(found) == [
        "05-01–05-03 Betriebsruhe",
        "06-01–06-01 Ein Tag",
        "06-10 15:00–16:00 ",
        "06-11 10:00–11:00 Ohne Zone",
        "06-12 10:00–11:30 Dauer",
        "06-14–06-14 Als Zeit",
        "06-15 10:00–10:00 Windows",
    ]


def test_a_zone_of_the_files_own_is_believed() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Hausuhr\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n"
        "TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    )

    found = reading(ics("DTSTART;TZID=Hausuhr:20260610T090000\r\nSUMMARY:x", head=zone))

    assert lines(found) == ["06-10 06:00–06:00 x"]


def test_a_series_keeps_its_hour_over_both_changes_of_the_clock() -> None:
    series = (
        "DTSTART;TZID=Europe/Berlin:20260323T100000\r\nDTEND;TZID=Europe/Berlin:20260323T110000\r\n"
        "RRULE:FREQ=MONTHLY;COUNT=9\r\nSUMMARY:Runde\r\nEXDATE;TZID=Europe/Berlin:20260523T100000"
    )
    moved = (
        "DTSTART;TZID=Europe/Berlin:20260624T120000\r\nDTEND;TZID=Europe/Berlin:20260624T130000\r\n"
        "RECURRENCE-ID;TZID=Europe/Berlin:20260623T100000\r\nSUMMARY:Runde später"
    )
    gone = "DTSTART;TZID=Europe/Berlin:20260723T100000\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260723T100000"
    content = ics(series, moved, f"{gone}\r\nSUMMARY:Runde\r\nSTATUS:CANCELLED")

    found = reading(content.replace(b"UID:1\r\n", b"UID:0\r\n").replace(b"UID:2\r\n", b"UID:0\r\n"))

    assert lines(found) == [
        "04-23 10:00–11:00 Runde",
        "06-24 12:00–13:00 Runde später",
        "08-23 10:00–11:00 Runde",
        "09-23 10:00–11:00 Runde",
        "10-23 10:00–11:00 Runde",
        "11-23 10:00–11:00 Runde",
    ]
    assert found.report["left_out"] == {"cancelled": 1}
    assert (found.report["series"], found.report["repeated"]) == (1, 6)


def test_the_report_counts_what_is_not_taken_over() -> None:
    found = reading(
        ics(
            CLOSED,
            CLOSED,  # the same date twice
            "SUMMARY:ohne Zeit",
            days("20260601", "20260602", "abgesagt", "STATUS:CANCELLED"),
            days("20260601", "20290602", "drei Jahre"),
            days("20200101", "20200102", "lange her"),
            "DTSTART:20260612T080000Z\r\nDTEND:20260612T090000Z\r\nSUMMARY:eine Stunde",
            "DTSTART:unfug\r\nSUMMARY:Unfug",
        ),
        Purpose.HOLIDAY,
    )

    assert lines(found) == ["05-01–05-03 Betriebsruhe"]
    assert (found.report["events"], found.report["elsewhen"]) == (8, 1)
    assert found.report["left_out"] == {"broken": 2, "cancelled": 1, "long": 1, "timed": 1}
    assert ["eine Stunde", "timed"] in found.report["examples"]


def test_absences_are_those_of_one_person_and_keep_no_title() -> None:
    content = ics(
        days("20260601", "20260606", "Arzt"),
        "DTSTART:20260608T060000Z\r\nDTEND:20260610T160000Z\r\nSUMMARY:Abwesend",  # 8 to 18 o'clock
        "DTSTART:20260612T120000Z\r\nDTEND:20260612T130000Z\r\nSUMMARY:Zahnarzt",
    )

    found = reading(content, Purpose.ABSENCE, person_id=2)

    assert lines(found) == ["06-01–06-05 2", "06-08–06-10 2"]
    assert "arzt" not in str(found).lower()


def test_a_teams_calendar_names_its_people() -> None:
    content = ics(
        days("20260601", "20260602", "Urlaub: Mia Berger"),
        days("20260602", "20260603", "TOM + Mia frei"),
        days("20260603", "20260604", "Berger"),
        days("20260604", "20260605", "Tomate"),
    )

    found = reading(content, Purpose.ABSENCE)

    assert [(each.first.day, each.person_id) for each in found.entries] == [(1, 1), (2, 1), (2, 2), (2, 3)]
    assert found.report["examples"] == [["Berger", "nobody"], ["Tomate", "nobody"]]


def test_a_full_name_is_more_than_a_part_of_one() -> None:
    assert named_in("Mia Berger (frei)", TEAM) == [1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_umlauts_are_read_in_every_encoding(encoding: str) -> None:
    content = ics(days("20260601", "20260602", "Müllers Fest")).decode().encode(encoding)

    assert lines(reading(content)) == ["06-01–06-01 Müllers Fest"]


def test_control_characters_and_signs_that_turn_a_line_are_taken_out() -> None:
    content = ics(days("20260601", "20260602", "Fe\x00s\x0bt\u202e heute"))

    assert lines(reading(content)) == ["06-01–06-01 Fest heute"]


def test_several_calendars_in_a_file_are_all_read() -> None:
    found = reading(ics(CLOSED) + ics(days("20260601", "20260602", "Zwei")))

    assert lines(found) == ["05-01–05-03 Betriebsruhe", "06-01–06-01 Zwei"]


BOMBS = {
    "a thousand series": ics(*["DTSTART;VALUE=DATE:20260401\r\nRRULE:FREQ=DAILY"] * 1000),
    "dates without end": ics("DTSTART:20260407T080000Z\r\nRDATE:" + ",".join(["20260408T080000Z"] * 10_001)),
    "nothing": b"",
    "a page": b"<html>sign in</html>",
    "half a calendar": ics(CLOSED)[:60],
    "bytes": bytes(range(256)),
}


@pytest.mark.parametrize("content", [pytest.param(each, id=name) for name, each in BOMBS.items()])
def test_what_nobody_could_mean_is_unreadable(content: bytes) -> None:
    with pytest.raises(Unreadable):
        reading(content)


# The end may strike while Python clears an object away: it is reported, and comes again.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_rule_that_never_comes_true_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library looks for such a day until the year 9999, for each of the series."""
    monkeypatch.setattr(opening, "SECONDS", 0.2)
    never = "DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"

    with pytest.raises(Unreadable, match="out of time"):
        reading(ics(*[never] * 400))


def test_a_series_until_the_end_of_time_gives_only_the_days_asked_for() -> None:
    found = reading(ics("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=DAILY;UNTIL=99991231\r\nSUMMARY:x"))

    assert (len(found.entries), found.entries[-1].last) == (365, date(2027, 3, 31))


ODD = {
    "no end": "DTSTART;VALUE=DATE:20260601\r\nDTEND;VALUE=DATE:99991231",
    "no end, by the clock": "DTSTART:20260601T080000Z\r\nDTEND:99991231T235959Z\r\nRRULE:FREQ=YEARLY",
    "too long to count": "DTSTART:20260601T080000Z\r\nDURATION:P99999999D",
    "every second": "DTSTART:20260407T080000Z\r\nRRULE:FREQ=SECONDLY",
    "every hour, three times": "DTSTART:20260407T080000Z\r\nRRULE:FREQ=HOURLY;COUNT=3",
    "every minute of a day": "DTSTART:20260407T080000Z\r\nRRULE:FREQ=DAILY;BYHOUR=1,2;BYMINUTE=1,2,3",
    "two beginnings": "DTSTART;VALUE=DATE:20260601\r\nDTSTART;VALUE=DATE:20260602",
}


@pytest.mark.parametrize("odd", [pytest.param(each, id=name) for name, each in ODD.items()])
def test_one_date_that_cannot_be_counted_with_spoils_no_other(odd: str) -> None:
    found = reading(ics(odd, CLOSED))

    assert lines(found) == ["05-01–05-03 Betriebsruhe"]
    assert found.report["left_out"] == {"broken": 1}


def test_a_rule_may_name_the_one_hour_of_its_dates() -> None:
    found = reading(ics("DTSTART:20260401T080000Z\r\nRRULE:FREQ=MONTHLY;BYHOUR=8;BYMINUTE=0;COUNT=2"))

    assert lines(found) == ["04-01 10:00–10:00 ", "05-01 10:00–10:00 "]


def test_of_two_titles_the_first_counts() -> None:
    assert lines(reading(ics(f"{CLOSED}\r\nSUMMARY:Zweiter"))) == ["05-01–05-03 Betriebsruhe"]


def test_more_than_a_thousand_dates_are_left_out_the_later_ones() -> None:
    series = [f"DTSTART:20260401T0{hour}0000Z\r\nRRULE:FREQ=DAILY;COUNT=350" for hour in (1, 2, 3)]

    found = reading(ics(*series, *series))

    assert len(found.entries) == MOST_ENTRIES
    assert found.report["left_out"] == {"many": 50}


PARTS = (
    "DTSTART:20260407T080000Z",
    "DTSTART;VALUE=DATE:20260407",
    "DTSTART;TZID=Nowhere/Land:20260407T080000",
    "DTSTART:00010101T000000Z",
    "DTSTART;VALUE=DATE:99991231",
    "DTEND:20250101T000000Z",
    "DTEND;VALUE=DATE:20260409",
    "DURATION:-P1D",
    "RRULE:FREQ=DAILY;COUNT=3",
    "RRULE:FREQ=WEEKLY;BYDAY=XX",
    "RRULE:FREQ=YEARLY;UNTIL=20200101",
    "RDATE:unfug",
    "EXDATE;VALUE=DATE:20260407",
    "RECURRENCE-ID:20260407T080000Z",
    "STATUS:CANCELLED",
    "SUMMARY",
    "BEGIN:VALARM",
    "UID:0",
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=6), st.sampled_from(Purpose))
def test_any_file_is_read_or_unreadable_and_never_a_failure(parts: list[str], purpose: Purpose) -> None:
    try:
        found = reading(ics("\r\n".join(parts), CLOSED), purpose, person_id=1)
    except Unreadable:
        return

    assert all(each.first <= each.last and len(each.title) <= 200 for each in found.entries)
    assert all(each.starts_at is None or each.starts_at.utcoffset() == timedelta(0) for each in found.entries)
