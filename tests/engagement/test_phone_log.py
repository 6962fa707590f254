"""What is tapped on the page of one occurrence: nothing is kept twice, nothing typed is lost."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import (
    AgendaItem,
    AgendaKind,
    Interaction,
    InteractionKind,
    OutcomeKind,
    Slot,
    SlotOutcome,
)
from calendar_app.people.models import Person
from tests.engagement.booking import SignIn, wall
from tests.engagement.phone import entry, logged, outcomes, page, slot_on_now
from tests.factories import NOW, make_post


@pytest.fixture
def slot(session: Session, bob: Person) -> Slot:
    return slot_on_now(session, bob)


def test_an_interaction_is_logged_and_shown(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client = sign_in(bob)

    answer = client.post(page(slot, "/log"), data=entry(slot, note="About oak", link="https://example.org/1"))

    assert answer.status_code == 303
    assert answer.location.endswith("#logged")
    [kept] = logged(session)
    assert (kept.kind, kept.quality, kept.person_id) == (InteractionKind.COMMENT, 2, bob.id)
    assert kept.occurrence == wall("2026-04-08T09:00")
    assert "About oak" in client.get(page(slot)).text


def test_a_double_tap_logs_once(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    client = sign_in(bob)

    answers = [client.post(page(slot, "/log"), data=entry(slot)) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(logged(session)) == 1


def test_each_page_has_a_key_of_its_own(sign_in: SignIn, bob: Person, slot: Slot) -> None:
    client = sign_in(bob)

    keys = {re.search(r'name="entry_key"[^>]*value="([^"]+)"', client.get(page(slot)).text) for _ in range(2)}

    assert len({found and found[1] for found in keys}) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"quality": "4"},
        {"quality": "x"},
        {"kind": "like"},
        {"channel": "999999"},
        {"link": "javascript:alert(1)"},
    ],
)
def test_what_is_no_interaction_is_refused_and_keeps_the_note(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session, wrong: dict[str, str]
) -> None:
    answer = sign_in(bob).post(page(slot, "/log"), data=entry(slot, note="Long thought", **wrong))

    assert answer.status_code == 422
    assert "Long thought" in answer.text
    assert logged(session) == []


def test_a_visit_is_remembered_with_the_interaction(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    item = AgendaItem(channel=slot.channels[0], kind=AgendaKind.PERSON, name="Karin", created_at=NOW)
    session.add(item)
    session.commit()

    sign_in(bob).post(page(slot, "/log"), data=entry(slot, visited=str(item.id)))

    [kept] = logged(session)
    assert kept.agenda_item_id == item.id
    session.refresh(item)
    assert item.visited_at == NOW


def test_an_entry_is_taken_back_once_or_twice(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client = sign_in(bob)
    client.post(page(slot, "/log"), data=entry(slot))
    [kept] = logged(session)

    answers = [client.post(page(slot, "/remove"), data={"entry": kept.id}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert logged(session) == []


def test_done_twice_is_done_once_and_another_answer_comes_too_late(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client = sign_in(bob)

    for kind in ("done", "done", "could_not"):
        assert client.post(page(slot, "/outcome"), data={"kind": kind}).status_code == 303

    assert outcomes(session) == ["done"]
    assert "open again" in client.get(page(slot)).text


def test_a_wrong_button_can_be_taken_back(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    client = sign_in(bob)
    client.post(page(slot, "/outcome"), data={"kind": "done"})

    client.post(page(slot, "/reopen"))
    client.post(page(slot, "/reopen"))
    client.post(page(slot, "/outcome"), data={"kind": "could_not", "reason": "Fire drill"})

    session.expire_all()
    [outcome] = session.scalars(select(SlotOutcome)).all()
    assert (outcome.kind, outcome.minutes, outcome.note) == (OutcomeKind.COULD_NOT, 0, "Fire drill")


def test_what_has_not_come_cannot_be_done_but_may_be_called_off(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client, next_week = sign_in(bob), page(slot, "/outcome", "2026-04-15T09:00")

    client.post(next_week, data={"kind": "done"})
    assert outcomes(session) == []
    client.post(next_week, data={"kind": "could_not"})
    assert outcomes(session) == ["could_not"]


def test_an_unknown_outcome_is_refused(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    assert sign_in(bob).post(page(slot, "/outcome"), data={"kind": "brilliant"}).status_code == 422
    assert outcomes(session) == []


def test_the_number_of_queries_does_not_grow_with_the_log(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session, count_queries: Callable[[], int]
) -> None:
    """Nor with the list of whom to visit, nor with the posts made of what was logged."""
    client, counted = sign_in(bob), []
    client.get(page(slot))
    for numbers in (range(1), range(1, 20)):
        for number in numbers:
            channel = slot.channels[number % 2]
            session.add(AgendaItem(channel=channel, name=f"Person {number}", created_at=NOW))
            talk = Interaction(
                channel=channel,
                person_id=bob.id,
                slot_id=slot.id,
                occurrence=wall("2026-04-08T09:00"),
                kind=InteractionKind.ANSWER,
                quality=1,
                entry_key=f"key-{number}",
                at=datetime(2026, 4, 8, 7, 5, tzinfo=UTC),
            )
            session.add(talk)
            session.flush()
            make_post(session).interaction_id = talk.id
        session.commit()
        count_queries()
        client.get(page(slot))
        counted.append(count_queries())

    assert counted[1] <= counted[0]
