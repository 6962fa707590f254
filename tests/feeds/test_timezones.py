"""Every zone's VTIMEZONE says what zoneinfo says, by rules where the zone has them."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar, Component, Timezone, vRecur

from calendar_app.feeds.timezones import observances, vtimezone
from calendar_app.feeds.tzif import Offset, YearlyDay, Zone, parse_footer, parse_tzif, read_zone
from calendar_app.foundation.zones import is_zone

FIRST, LAST = 2000, 2040
NAMES = sorted(name for name in available_timezones() if is_zone(name))
BY_LISTED_DATES = {"Africa/Cairo", "Africa/Casablanca", "Africa/El_Aaiun", "Asia/Gaza", "Asia/Hebron"}


def component(parts: bytes) -> Component:
    return Timezone.from_ical(b"BEGIN:VTIMEZONE\r\nTZID:Test\r\n" + parts + b"END:VTIMEZONE\r\n")


def seconds(observance: Component, name: str) -> int:
    """An offset of an observance, in seconds."""
    value: timedelta = observance.decoded(name)
    return int(value.total_seconds())


def onsets(observance: Component) -> Iterator[tuple[datetime, timedelta]]:
    """Every instant at which an observance begins, up to 2040, with the offset it brings."""
    before, after = (timedelta(seconds=seconds(observance, f"TZOFFSET{end}")) for end in ("FROM", "TO"))
    start = observance.decoded("DTSTART")
    walls = [start]
    if "RRULE" in observance:
        text: bytes = vRecur(observance["RRULE"]).to_ical()  # type: ignore[no-untyped-call]
        rule = rrulestr(text.decode(), dtstart=start)
        walls = rule.between(start, datetime(LAST + 1, 1, 1), inc=True)  # noqa: DTZ001
    return ((wall.replace(tzinfo=UTC) - before, after) for wall in walls)


def offsets_of(zone: Component) -> list[tuple[datetime, timedelta]]:
    return sorted(onset for observance in zone.subcomponents for onset in onsets(observance))


def moments() -> Iterator[datetime]:
    at = datetime(FIRST, 1, 1, tzinfo=UTC)
    while at.year <= LAST:
        yield at
        at += timedelta(days=5)


def disagreements(parts: bytes, info: ZoneInfo) -> list[datetime]:
    changes = offsets_of(component(parts))
    instants = [instant for instant, _ in changes]
    around = [moment for instant in instants for moment in (instant - timedelta(seconds=1), instant)]
    probes = [moment for moment in (*moments(), *around) if FIRST <= moment.year <= LAST]
    return [
        moment
        for moment in probes
        if changes[bisect_right(instants, moment) - 1][1] != moment.astimezone(info).utcoffset()
    ]


def packaged(name: str) -> bytes:
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def test_every_zone_agrees_with_zoneinfo_from_2000_to_2040() -> None:
    distinct = {packaged(name): name for name in NAMES}

    wrong = {
        name: found[:3]
        for octets, name in distinct.items()
        if (
            found := disagreements(
                b"".join(observances(parse_tzif(octets), FIRST, LAST)), ZoneInfo.from_file(BytesIO(octets))
            )
        )
    }

    assert wrong == {}
    assert len(distinct) > 300


@pytest.mark.parametrize("name", ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])
def test_the_zone_is_read_from_the_data_that_zoneinfo_uses(name: str) -> None:
    parts = b"".join(observances(read_zone(name), FIRST, LAST))

    assert disagreements(parts, ZoneInfo(name)) == []


def test_a_zone_with_summer_time_is_two_rules_and_no_list_of_dates() -> None:
    assert vtimezone("Europe/Vienna", 2026, 2028).decode().split("\r\n") == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Vienna",
        "BEGIN:DAYLIGHT",
        "DTSTART:19960331T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def test_a_zone_without_summer_time_is_one_observance() -> None:
    written = vtimezone("Asia/Kolkata", 2026, 2028)

    assert written.count(b"BEGIN:STANDARD") == 1
    assert b"DTSTART:19700101T000000" in written
    assert b"RRULE" not in written


def test_no_zone_lists_dates_in_rdate() -> None:
    assert not [name for name in NAMES if b"RDATE" in vtimezone(name, FIRST, LAST)]


def test_all_zones_with_summer_time_have_rules_but_the_known_few() -> None:
    listed = {
        name
        for name in NAMES
        if vtimezone(name, 2026, 2030).count(b"BEGIN:") > 3 and b"RRULE" not in vtimezone(name, 2026, 2030)
    }

    assert listed <= BY_LISTED_DATES | {"Egypt"}
    assert "Africa/Cairo" in listed


def test_no_observance_begins_before_1970_nor_after_the_first_year() -> None:
    for name in NAMES:
        for observance in component(b"".join(observances(read_zone(name), 2026, 2028))).subcomponents[:1]:
            assert datetime(1970, 1, 1) <= observance.decoded("DTSTART") < datetime(2026, 1, 1)  # noqa: DTZ001


def test_each_zone_has_standard_time() -> None:
    assert not [name for name in NAMES if b"BEGIN:STANDARD" not in vtimezone(name, 2026, 2028)]


@pytest.mark.parametrize("name", ["Europe/Dublin", "Europe/Vienna", "America/New_York", "Australia/Sydney"])
def test_daylight_is_the_later_of_both_times_even_where_winter_is_called_dst(name: str) -> None:
    zone = component(b"".join(observances(read_zone(name), 2026, 2028)))

    forward = {
        part.name
        for part in zone.subcomponents
        if seconds(part, "TZOFFSETTO") > seconds(part, "TZOFFSETFROM")
    }
    assert forward == {"DAYLIGHT"}


def test_files_that_list_years_of_a_rule_and_files_that_list_none_give_the_same_bytes() -> None:
    for name in NAMES:
        slim = parse_tzif(packaged(name))
        if slim.rule is None:
            continue
        more = [change for change in slim.rule.changes(1970, 2037) if change.at > slim.listed_until]
        fat = Zone(slim.first, slim.changes + tuple(more), 2**31, slim.rule)

        assert list(observances(fat, 2010, 2030)) == list(observances(slim, 2010, 2030)), name


def test_a_rule_that_began_inside_the_years_follows_the_dates_before_it() -> None:
    written = vtimezone("America/New_York", 2005, 2030).decode()

    assert [row for row in written.split("\r\n") if row.startswith("DTSTART")] == [
        "DTSTART:19700101T000000",
        "DTSTART:20050403T020000",
        "DTSTART:20051030T020000",
        "DTSTART:20060402T020000",
        "DTSTART:20061029T020000",
        "DTSTART:20070311T020000",
        "DTSTART:20071104T020000",
    ]
    assert written.count("RRULE") == 2


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (YearlyDay(3, 5, 0, 7200), "BYMONTH=3;BYDAY=-1SU"),
        (YearlyDay(4, 1, 0, 0), "BYMONTH=4;BYDAY=1SU"),
        (YearlyDay(3, 4, 4, 26 * 3600), "BYMONTH=3;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR"),
        (YearlyDay(3, 5, 0, -3600), "BYMONTH=3;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA"),
    ],
)
def test_a_yearly_day_becomes_an_rrule(day: YearlyDay, rule: str) -> None:
    assert day.rrule() == f"FREQ=YEARLY;{rule}"


@pytest.mark.parametrize("day", [YearlyDay(10, 5, 4, 24 * 3600), YearlyDay(4, 1, 0, -3600)])
def test_a_day_that_its_hours_carry_into_another_month_has_no_rrule(day: YearlyDay) -> None:
    assert day.rrule() is None


@pytest.mark.parametrize(
    ("footer", "standard", "summer", "start"),
    [
        ("CET-1CEST,M3.5.0,M10.5.0/3", Offset(3600, "CET", is_dst=False), 7200, YearlyDay(3, 5, 0, 7200)),
        (
            "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
            Offset(37800, "+1030", is_dst=False),
            39600,
            YearlyDay(10, 1, 0, 7200),
        ),
        (
            "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
            Offset(-7200, "-02", is_dst=False),
            -3600,
            YearlyDay(3, 5, 0, -3600),
        ),
        (
            "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
            Offset(45900, "+1245", is_dst=False),
            49500,
            YearlyDay(9, 5, 0, 9900),
        ),
    ],
)
def test_a_footer_is_read(footer: str, standard: Offset, summer: int, start: YearlyDay) -> None:
    rule = parse_footer(footer)

    assert rule is not None
    assert (rule.standard, rule.summer.seconds, rule.starts) == (standard, summer, start)


@pytest.mark.parametrize("footer", ["", "CET-1", "<+01>-1", "EST5EDT,J60,J300", "EST5EDT,0/0,J365/25"])
def test_a_footer_without_a_rule_by_weekdays_is_none(footer: str) -> None:
    assert parse_footer(footer) is None


@pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "", "europe/vienna\r\nX:1"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone"):
        vtimezone(name, 2026, 2028)


def test_what_is_no_zone_file_is_refused() -> None:
    with pytest.raises(ValueError, match="TZif"):
        parse_tzif(b"PK" + bytes(100))


def test_icalendar_reads_each_zone_without_an_error() -> None:
    written = b"".join(vtimezone(name, 2026, 2028) for name in NAMES)

    calendar = Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + written + b"END:VCALENDAR\r\n")

    assert [zone["TZID"] for zone in calendar.subcomponents] == NAMES
    assert not [part for part in calendar.walk() if part.errors]
