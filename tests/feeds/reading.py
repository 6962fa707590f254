"""Reading a feed in tests, as a subscriber would."""

from datetime import UTC, datetime
from typing import Any

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]
from sqlalchemy.orm import Session

from calendar_app.feeds.building import KINDS
from calendar_app.feeds.composing import MOST_OCTETS, compose
from calendar_app.feeds.contents import Contents
from calendar_app.people.models import Person
from tests.factories import NOW


def built(
    session: Session,
    person: Person,
    kind: str = "team",
    now: datetime = NOW,
    *,
    most: int = MOST_OCTETS,
    **contents: Any,
) -> bytes:
    """A feed as it would be built, for a person whose eyes the session has."""
    session.flush()
    return compose(session, KINDS[kind], person, Contents(**contents), now, page, most=most).octets


def page(endpoint: str, **values: object) -> str:
    """An address for every page, without the pages."""
    return "/".join(("https://parley.test", endpoint, *map(str, values.values())))


def events(octets: bytes) -> dict[str, Any]:
    """The events by UID without its host; no parser complains about any."""
    calendar = icalendar.Calendar.from_ical(octets)
    assert not [part for part in calendar.walk() if part.errors]
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def titles(octets: bytes) -> set[str]:
    return {str(event["SUMMARY"]) for event in events(octets).values()}


def starts(octets: bytes, first: datetime, last: datetime) -> list[datetime]:
    """When something begins between two instants, in UTC, in order."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(octets)).between(first, last)
    return sorted(event.start.astimezone(UTC) for event in found)
