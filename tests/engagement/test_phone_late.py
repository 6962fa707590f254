"""What a phone has kept without a line: it counts for when it was tapped, and once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.inbound.services import Message, enter
from calendar_app.engagement.models import AgendaItem, Slot, SlotOutcome
from calendar_app.people.models import Person
from calendar_app.rules.facts import InboundKind
from tests.engagement.booking import SignIn
from tests.engagement.phone import entry, logged, outcomes, page, slot_on_now
from tests.factories import NOW

KEPT = {"X-Kept": "1"}


@pytest.fixture
def slot(session: Session, bob: Person) -> Slot:
    return slot_on_now(session, bob)


@pytest.fixture
def inquiry(session: Session, slot: Slot) -> InboundItem:
    message = Message(
        channel=slot.channels[0], kind=InboundKind.COMPLAINT, text="Broken.", received_at=NOW - timedelta(1)
    )
    item = enter(session, message, now=NOW)
    session.commit()
    return item


@pytest.fixture
def neighbour(session: Session, slot: Slot) -> AgendaItem:
    item = AgendaItem(channel=slot.channels[0], name="Anna", created_at=NOW)
    session.add(item)
    session.commit()
    return item


def moment(session: Session, row: InboundItem | AgendaItem, name: str) -> datetime | None:
    session.refresh(row)
    at: datetime | None = getattr(row, name)
    session.commit()
    return at


@pytest.mark.parametrize(
    ("age", "minutes"), [("600", 10), ("86400", 30), ("-5", 0), ("soon", 0), ("9" * 40, 30)]
)
def test_what_was_tapped_in_a_tunnel_counts_for_when_it_was_tapped(
    sign_in: SignIn,
    bob: Person,
    slot: Slot,
    session: Session,
    inquiry: InboundItem,
    neighbour: AgendaItem,
    age: str,
    minutes: int,
) -> None:
    client, tapped_at = sign_in(bob), NOW - timedelta(minutes=minutes)
    taps: tuple[tuple[str, dict[str, object]], ...] = (
        ("answered", {"inbound": inquiry.id}),
        ("visited", {"item": neighbour.id}),
        ("heard", {"heard-kind": "question", "heard-text": "Why oak?", "heard-channel": inquiry.channel_id}),
        ("outcome", {"kind": "done"}),
    )
    session.commit()

    for act, fields in taps:
        for _ in range(2):
            answer = client.post(page(slot, f"/{act}"), data={**fields, "age": age}, headers=KEPT)
            assert answer.headers["X-Taken"] == "1"

    assert moment(session, inquiry, "closed_at") == tapped_at
    assert moment(session, neighbour, "visited_at") == tapped_at
    assert session.scalars(select(SlotOutcome.at)).all() == [tapped_at]
    heard = select(InboundItem.received_at).where(InboundItem.text == "Why oak?")
    assert session.scalars(heard).all() == [tapped_at]


def test_taking_back_arrives_late_and_leaves_what_was_said_after_it(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client = sign_in(bob)

    def tap(act: str, age: int, **fields: str) -> None:
        client.post(page(slot, f"/{act}"), data={**fields, "age": age}, headers=KEPT)

    tap("outcome", 600, kind="done")
    tap("reopen", 300)
    assert outcomes(session) == []
    tap("outcome", 60, kind="could_not")
    tap("reopen", 300)  # its first answer was lost

    assert outcomes(session) == ["could_not"]


def test_an_entry_of_an_impossible_age_is_kept(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    answer = sign_in(bob).post(page(slot, "/log"), data=entry(slot, age="9" * 40), headers=KEPT)

    assert answer.headers["X-Taken"] == "1"
    assert len(logged(session)) == 1
