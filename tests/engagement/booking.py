"""What a browser sends to reserve time, what services are asked for, and what is kept of it."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.models import Slot, SlotException
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.engagement.services import Reservation
from calendar_app.people.models import Person

SignIn = Callable[[Person], FlaskClient]

WEEK = (datetime(2026, 4, 6, tzinfo=UTC), datetime(2026, 4, 13, tzinfo=UTC))
TWO_MONTHS = (datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def wish(holder: Person, channel: Channel, **changes: object) -> dict[str, object]:
    return {
        "person": holder.id,
        "channels": [channel.id],
        "kind": "visit",
        "day": "2026-04-13",
        "time": "10:00",
        "minutes": "30",
        "zone": "Europe/Berlin",
        "weekdays": ["0", "2"],
        "cycle": "week",
        "note": "",
        **changes,
    }


def slots(session: Session) -> list[Slot]:
    """What is kept now. The reading is ended: on SQLite pages wait for a session that may write."""
    rows = list(session.scalars(select(Slot).order_by(Slot.id).execution_options(populate_existing=True)))
    session.commit()
    return rows


def exceptions(session: Session) -> list[SlotException]:
    rows = list(session.scalars(select(SlotException).execution_options(populate_existing=True)))
    session.commit()
    return rows


def booking(
    person: Person,
    channel: Channel,
    starts: str = "2026-04-13T09:00",
    weekdays: tuple[int, ...] = (0,),
    **options: object,
) -> Reservation:
    """What somebody reserves: half an hour on Mondays in Berlin, but for what is said."""
    fields = {"zone": "Europe/Berlin", "rhythm": Rhythm(weekdays), "minutes": 30, **options}
    return Reservation(person=person, channels=(channel,), starts_wall=wall(starts), **fields)  # type: ignore[arg-type]


def keys(session: Session, window: tuple[datetime, datetime] = TWO_MONTHS, **filters: object) -> list[str]:
    """The dates there are, by their keys."""
    return [each.key for each in services.occurrences(session, *window, **filters)]  # type: ignore[arg-type]
