"""Wall time and UTC.

People mean wall time ("every Monday at nine"), machines compare UTC. Twice a year the two disagree: an hour
that does not exist takes the offset before the change, an hour that exists twice is the first of the two.
"""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

import tzdata

_NO_PLACES = {"Factory", "localtime"}  # a machine's, each means something else on the next one


@cache
def zone_names() -> tuple[str, ...]:
    """All IANA names a person may choose, sorted."""
    return tuple(sorted(name for name in _known() if "/" in name or name == "UTC"))


def is_zone(name: str) -> bool:
    return name in _known()


@cache
def _known() -> frozenset[str]:
    """Asked for once: each time it walks through all zone files, some 10 ms."""
    return frozenset(available_timezones() - _NO_PLACES)


@cache
def data_version() -> str:
    """The release of the zone data in use, such as "2026a": the machine's, else that of the package."""
    for folder in TZPATH:
        source = Path(folder) / "tzdata.zi"
        if source.is_file():
            with source.open() as lines:
                return lines.readline().removeprefix("# version").strip()[:20]
    return str(tzdata.IANA_VERSION)


def to_utc(wall: datetime, zone: str) -> datetime:
    """The instant of a naive wall time in a zone. A missing hour moves forward, a double one is the first."""
    if wall.tzinfo is not None:
        raise ValueError(f"wall time must be naive, got {wall!r}")
    return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def to_wall(instant: datetime, zone: str) -> datetime:
    """The naive wall time at an instant in a zone."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def is_missing(wall: datetime, zone: str) -> bool:
    """Whether clocks jump over this wall time."""
    return to_wall(to_utc(wall, zone), zone) != wall


def is_double(wall: datetime, zone: str) -> bool:
    """Whether clocks show this wall time twice."""
    there = ZoneInfo(zone)
    first, second = (wall.replace(tzinfo=there, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not is_missing(wall, zone)
