"""The page of one date as its tests meet it: a slot that is on, its addresses, and what is kept."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Interaction, Slot, SlotOutcome
from calendar_app.people.models import Person
from tests.engagement.booking import wall
from tests.factories import make_channel, make_slot

ENTRY = {"entry_key": "6f1c2a52-6ff0-4a4e-9c0e-0d1b3f9a7c11", "kind": "comment", "quality": "2"}


def slot_on_now(session: Session, bob: Person) -> Slot:
    """Bob's Wednesday at nine on two channels; it is on right now."""
    channels = [make_channel(session), make_channel(session, "LinkedIn", "linkedin")]
    channels[0].url = "https://social.example/@parley"
    slot = make_slot(
        session, bob, channels, starts_wall=wall("2026-04-01T09:00"), rrule="FREQ=WEEKLY;BYDAY=WE"
    )
    session.commit()
    return slot


def page(slot: Slot, tail: str = "", key: str = "2026-04-08T09:00") -> str:
    return f"/dialog/{slot.id}/{key}{tail}"


def logged(session: Session) -> Sequence[Interaction]:
    """What is kept now. The reading is ended: on SQLite pages wait for a session that may write."""
    rows = session.scalars(select(Interaction).execution_options(populate_existing=True)).all()
    session.commit()
    return rows


def outcomes(session: Session) -> list[str]:
    kinds = [str(kind) for kind in session.scalars(select(SlotOutcome.kind))]
    session.commit()
    return kinds


def entry(slot: Slot, **changes: str) -> dict[str, str]:
    return {**ENTRY, "channel": str(slot.channels[0].id), **changes}
