"""VTIMEZONE by yearly rules, made from the zone's own data.

Lists of dates are what libraries write, and Thunderbird, ical.js, vobject and Outlook read only the first
of them: every event in summer is then shown an hour late. The last line of a zone's TZif file is a rule for
all years to come, and it fits an RRULE. Zones without such a rule, or with changes of law inside the wanted
years, get one observance per change, each with one date.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache

from calendar_app.feeds.lines import line, offset, text, wall
from calendar_app.feeds.tzif import EPOCH, Change, Zone, read_zone, wall_at


@cache
def vtimezone(name: str, first_year: int, last_year: int) -> bytes:
    """The VTIMEZONE of an IANA zone, right for all years from `first_year` on.

    Zones whose changes follow no rule that an RRULE can say are written out up to the end of `last_year`.
    Raises ValueError for a name that is no zone.
    """
    parts = b"".join(observances(read_zone(name), first_year, last_year))
    return b"BEGIN:VTIMEZONE\r\n" + line("TZID", text(name)) + parts + b"END:VTIMEZONE\r\n"


def observances(zone: Zone, first_year: int, last_year: int) -> Iterator[bytes]:
    """The STANDARD and DAYLIGHT parts of a zone's VTIMEZONE."""
    changes = _changes(zone, last_year)
    seasons = _seasons(zone, changes)
    listed = changes[: len(changes) - len(seasons)]
    since = _seconds(datetime(first_year, 1, 1))  # noqa: DTZ001
    if not seasons or seasons[0].at > since:
        yield from _listed_observances(zone, listed, since)
    if zone.rule:
        for change in seasons[:2]:
            yield _observance(change, change.onset, zone.rule.rrule(change))


def _listed_observances(zone: Zone, changes: list[Change], since: int) -> Iterator[bytes]:
    """One observance for what holds at the beginning, then one for each change.

    The first counts as STANDARD, whatever it is: readers look for standard time and may find none else.
    """
    before = [change for change in changes if change.at <= since]
    offset_then = before[-1].after if before else zone.first
    yield _observance(Change(0, offset_then, offset_then), EPOCH)
    for change in changes[len(before) :]:
        yield _observance(change, change.onset)


def _observance(change: Change, starts: datetime, rrule: str | None = None) -> bytes:
    return b"".join(
        (
            line("BEGIN", change.kind),
            line("DTSTART", wall(starts)),
            line("RRULE", rrule) if rrule else b"",
            line("TZNAME", text(change.after.name)),
            line("TZOFFSETFROM", offset(change.before.seconds)),
            line("TZOFFSETTO", offset(change.after.seconds)),
            line("END", change.kind),
        )
    )


def _changes(zone: Zone, last_year: int) -> list[Change]:
    """The listed changes, continued by the rule up to the end of a year.

    Data files list many years of a rule or none ("fat" and "slim"); this makes them the same.
    """
    changes = list(zone.changes)
    if zone.rule:
        ahead = zone.rule.changes(1970, last_year + 1)
        changes += [change for change in ahead if change.at > zone.listed_until]
    end = _seconds(datetime(last_year + 1, 1, 1))  # noqa: DTZ001
    return [change for change in changes if change.at < end]


def _seasons(zone: Zone, changes: list[Change]) -> list[Change]:
    """The changes at the end of the list that follow the zone's rule without a break."""
    if zone.rule is None or not zone.rule.fits_rrules or not changes:
        return []
    last = changes[-1].at
    expected = [change for change in zone.rule.changes(1970, wall_at(last).year) if change.at <= last]
    count = 0
    for change, wanted in zip(reversed(changes), reversed(expected), strict=False):
        if change != wanted:
            break
        count += 1
    return changes[-count:] if count > 1 else []


def _seconds(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds())
