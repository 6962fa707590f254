"""What a zone's data say (TZif, RFC 9636): its changes of the clock, and its rule for all years to come."""

import re
import struct
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from zoneinfo import TZPATH

from calendar_app.foundation.zones import is_zone

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 a wall time
_DAY = 86_400
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")


@dataclass(frozen=True)
class Offset:
    """What clocks of a zone show for a while: seconds east of UTC, abbreviation, whether it is called DST."""

    seconds: int
    name: str
    is_dst: bool


@dataclass(frozen=True)
class Change:
    """The instant (Unix seconds) at which clocks are put from one offset to another."""

    at: int
    before: Offset
    after: Offset

    @property
    def onset(self) -> datetime:
        """The wall time of the change, as clocks showed it before."""
        return wall_at(self.at + self.before.seconds)

    @property
    def kind(self) -> str:
        """DAYLIGHT when clocks go forward for a season.

        Ireland and Morocco call their winter DST; for readers that take DAYLIGHT as the later of the two
        times, as Outlook does, it is the summer there too.
        """
        is_seasonal = self.before.is_dst or self.after.is_dst
        return "DAYLIGHT" if is_seasonal and self.after.seconds > self.before.seconds else "STANDARD"


@dataclass(frozen=True)
class YearlyDay:
    """The nth weekday of a month (5: the last; 0: Sunday) and seconds from its midnight, maybe below 0."""

    month: int
    week: int
    weekday: int
    seconds: int

    def in_year(self, year: int) -> int:
        """The wall time of that year as seconds since 1970-01-01T00:00."""
        first_weekday, length = monthrange(year, self.month)
        day = 1 + (self.weekday - (first_weekday + 1)) % 7 + 7 * (self.week - 1)
        days = (date(year, self.month, day if day <= length else day - 7) - date(1970, 1, 1)).days
        return days * _DAY + self.seconds

    def rrule(self) -> str | None:
        """The RRULE of that day, or None when hours beyond its midnights carry it out of its month."""
        shift = self.seconds // _DAY
        weekday = _WEEKDAYS[(self.weekday + shift) % 7]
        if shift == 0:
            nth = -1 if self.week == 5 else self.week
            return f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={nth}{weekday}"
        length = monthrange(2001, self.month)[1]
        earliest = shift + (length - 6 if self.week == 5 else 7 * self.week - 6)
        if earliest < 1 or earliest + 6 > length:
            return None
        days = ",".join(str(earliest + more) for more in range(7))
        return f"FREQ=YEARLY;BYMONTH={self.month};BYMONTHDAY={days};BYDAY={weekday}"


@dataclass(frozen=True)
class SummerRule:
    """A zone's rule for all years: its two offsets and when clocks are put forth and back."""

    standard: Offset
    summer: Offset
    starts: YearlyDay
    ends: YearlyDay

    def changes(self, first_year: int, last_year: int) -> list[Change]:
        """All changes of these years, in order."""
        return sorted(
            (change for year in range(first_year, last_year + 1) for change in self._of_year(year)),
            key=lambda change: change.at,
        )

    def _of_year(self, year: int) -> Iterator[Change]:
        start = self.starts.in_year(year) - self.standard.seconds
        end = self.ends.in_year(year) - self.summer.seconds
        yield Change(start, self.standard, self.summer)
        yield Change(end, self.summer, self.standard)

    def rrule(self, change: Change) -> str | None:
        return (self.starts if change.after == self.summer else self.ends).rrule()

    @property
    def fits_rrules(self) -> bool:
        return bool(self.starts.rrule() and self.ends.rrule())


@dataclass(frozen=True)
class Zone:
    """The offset before a zone's first change, its listed changes, then from `listed_until` on its rule."""

    first: Offset
    changes: tuple[Change, ...]
    listed_until: int
    rule: SummerRule | None


def wall_at(seconds: int) -> datetime:
    """The wall time so many seconds after 1970-01-01T00:00."""
    return EPOCH + timedelta(seconds=seconds)


@cache
def read_zone(name: str) -> Zone:
    """A zone from the data that zoneinfo uses. Raises ValueError for a name that is no zone."""
    if not is_zone(name):
        raise ValueError(f"{name!r} is no time zone")
    return parse_tzif(_tzif(name))


def _tzif(name: str) -> bytes:
    for root in TZPATH:
        path = Path(root, name)
        if path.is_file():
            return path.read_bytes()
    return files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()


def parse_tzif(octets: bytes) -> Zone:
    """A TZif file of version 2 or later. Leap seconds, which no calendar counts, are passed over."""
    _, _, rest = _block(octets, width=4)  # for readers of version 1
    counts, block, footer = _block(rest, width=8)
    kinds_at = 8 * counts.times
    types_at = kinds_at + counts.times
    names_at = types_at + 6 * counts.types
    offsets = [
        _offset(seconds, is_dst, block[names_at + letters_at :])
        for seconds, is_dst, letters_at in struct.iter_unpack(">iBB", block[types_at:names_at])
    ]
    times = struct.unpack_from(f">{counts.times}q", block)
    passed = pairwise([offsets[0], *(offsets[kind] for kind in block[kinds_at:types_at])])
    changes = (Change(at, before, after) for at, (before, after) in zip(times, passed, strict=True))
    return Zone(
        first=offsets[0],
        changes=tuple(change for change in changes if change.before != change.after),
        # May be the instant of a change that changes nothing: Riga's rule begins in 2001 with such a one.
        listed_until=times[-1] if times else 0,
        rule=parse_footer(footer.decode("ascii").strip("\n")),
    )


_HEADER = struct.Struct(">4sc15x6L")


@dataclass(frozen=True)
class _Counts:
    """The six numbers of a header, in its order."""

    ut_marks: int
    standard_marks: int
    leaps: int
    times: int
    types: int
    letters: int

    def size(self, width: int) -> int:
        """Octets of the block, where a time takes `width` of them."""
        of_times = self.times * (width + 1) + self.leaps * (width + 4)
        return of_times + self.types * 6 + self.letters + self.standard_marks + self.ut_marks


def _block(octets: bytes, *, width: int) -> tuple[_Counts, bytes, bytes]:
    """The counts of the block at the beginning, its content, and what follows it."""
    magic, version, *numbers = _HEADER.unpack_from(octets)
    if magic != b"TZif" or version < b"2":
        raise ValueError("this is no TZif file of version 2 or later")
    counts = _Counts(*numbers)
    end = _HEADER.size + counts.size(width)
    return counts, octets[_HEADER.size : end], octets[end:]


def _offset(seconds: int, is_dst: int, name_and_more: bytes) -> Offset:
    return Offset(seconds, name_and_more.partition(b"\0")[0].decode("ascii"), bool(is_dst))


_FOOTER = re.compile(
    r"(?P<standard><[^>]+>|[A-Za-z]+)(?P<west>[-+]?[\d:]+)"
    r"(?P<summer><[^>]+>|[A-Za-z]+)(?P<summer_west>[-+]?[\d:]+)?"
    r",M(?P<start>[\d.]+)(?:/(?P<start_time>[-+]?[\d:]+))?"
    r",M(?P<end>[\d.]+)(?:/(?P<end_time>[-+]?[\d:]+))?"
)


def parse_footer(footer: str) -> SummerRule | None:
    """The rule of a POSIX TZ string such as "CET-1CEST,M3.5.0,M10.5.0/3"; None when it has no summer time.

    Julian days, which POSIX allows and no zone uses, count as no rule.
    """
    found = _FOOTER.fullmatch(footer)
    if found is None:
        return None
    east = -_clock(found["west"])
    summer_east = -_clock(found["summer_west"]) if found["summer_west"] else east + 3600
    return SummerRule(
        standard=Offset(east, found["standard"].strip("<>"), is_dst=False),
        summer=Offset(summer_east, found["summer"].strip("<>"), is_dst=True),
        starts=_yearly_day(found["start"], found["start_time"]),
        ends=_yearly_day(found["end"], found["end_time"]),
    )


def _yearly_day(day: str, time: str | None) -> YearlyDay:
    month, week, weekday = (int(number) for number in day.split("."))
    return YearlyDay(month, week, weekday, _clock(time or "2"))


def _clock(value: str) -> int:
    """Seconds of "[+-]h[:mm[:ss]]"."""
    sign = -1 if value.startswith("-") else 1
    parts = [int(number) for number in value.lstrip("+-").split(":")]
    return sign * sum(number * unit for number, unit in zip(parts, (3600, 60, 1), strict=False))
