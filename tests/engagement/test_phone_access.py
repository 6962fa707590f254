"""Who sees what on the page of one occurrence, and who may write there."""

import pytest
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.people.models import Person, Role
from tests.engagement.booking import SignIn, wall
from tests.engagement.phone import entry, logged, page, slot_on_now
from tests.factories import make_channel, make_person, make_slot


@pytest.fixture
def slot(session: Session, bob: Person) -> Slot:
    return slot_on_now(session, bob)


def test_a_colleague_sees_the_time_but_neither_log_nor_buttons(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    sign_in(bob).post(page(slot, "/log"), data=entry(slot, note="Between us"))
    colleague = make_person(session, "Cora")
    session.commit()
    client = sign_in(colleague)

    text = client.get(page(slot)).text

    assert "Between us" not in text
    assert "Log an interaction" not in text
    assert client.post(page(slot, "/log"), data=entry(slot)).status_code == 403
    assert client.post(page(slot, "/outcome"), data={"kind": "done"}).status_code == 403
    assert client.post(page(slot, "/reopen")).status_code == 403


def test_a_lead_reads_the_log_but_does_not_write_in_it(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot
) -> None:
    sign_in(bob).post(page(slot, "/log"), data=entry(slot, note="Between us"))

    text = sign_in(alice).get(page(slot)).text

    assert "Between us" in text
    assert "Log an interaction" not in text


def test_a_trainee_logs_own_time(sign_in: SignIn, slot: Slot, session: Session) -> None:
    trainee = make_person(session, "Tina", Role.TRAINEE)
    own = make_slot(session, trainee, slot.channels, starts_wall=wall("2026-04-08T09:00"), rrule="")
    session.commit()

    answer = sign_in(trainee).post(page(own, "/log"), data=entry(own))

    assert answer.status_code == 303
    assert len(logged(session)) == 1


def test_an_external_person_sees_only_time_on_their_channels(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    other = make_channel(session, "Instagram", "instagram")
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [other.id]
    theirs = make_slot(session, bob, [other], starts_wall=wall("2026-04-08T11:00"), rrule="")
    session.commit()
    client = sign_in(agency)

    assert client.get(page(slot)).status_code == 404
    assert client.get(page(theirs, key="2026-04-08T11:00")).status_code == 200
    assert f"/dialog/{slot.id}/" not in client.get("/dialog").text
