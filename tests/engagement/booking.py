"""What a browser sends to reserve time, and what is kept of it."""

from collections.abc import Callable
from datetime import datetime

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot, SlotException
from calendar_app.people.models import Person

SignIn = Callable[[Person], FlaskClient]


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
