"""A deputy holds a date instead of who cannot: seen on the phone, taken once."""

import re
import threading
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.availability.models import Absence
from calendar_app.engagement.availability.presence import Presence
from calendar_app.engagement.deputies import called_on, deputies
from calendar_app.engagement.models import Slot
from calendar_app.engagement.services import Refused
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import JournalEntry, Person
from tests.engagement.booking import SignIn, exceptions, slots, wall
from tests.engagement.test_links import link
from tests.factories import NOW, make_person, make_slot

KEY = "2026-04-09T09:00"


@pytest.fixture
def cora(session: Session, workspace: object) -> Person:
    """The deputy of Bob's series."""
    cora = make_person(session, "Cora Clemens")
    session.commit()
    return cora


@pytest.fixture
def slot(session: Session, alice: Person, bob: Person, cora: Person, channel: Channel) -> Slot:
    """Bob's time tomorrow; Cora is his deputy, Alice looks after the channel."""
    channel.owner = alice
    slot = make_slot(session, bob, [channel], starts_wall=wall(KEY), rrule="")
    slot.deputy = cora
    session.commit()
    return slot


def be_away(session: Session, person: Person) -> None:
    session.add(Absence(person=person, first=date(2026, 4, 9), last=date(2026, 4, 9), created_at=NOW))
    session.commit()


def told(session: Session, slot: Slot) -> list[str]:
    occurrence = services.occurrence(session, slot.id, KEY)
    assert occurrence is not None
    return [person.name for person in called_on(session, occurrence, Presence(session, NOW))]


def test_the_deputy_comes_before_who_looks_after_the_channel(session: Session, slot: Slot) -> None:
    occurrence = services.occurrence(session, slot.id, KEY)
    assert occurrence is not None

    assert [person.name for person in deputies(session, occurrence)] == ["Cora Clemens", "Alice Adler"]


def test_deputies_are_told_while_the_holder_is_away(
    session: Session, slot: Slot, alice: Person, bob: Person, cora: Person
) -> None:
    assert told(session, slot) == ["Bob Brandt"]
    bob.leaves_on = NOW.date() - timedelta(days=1)
    assert told(session, slot) == ["Cora Clemens", "Alice Adler"]
    bob.leaves_on = None
    be_away(session, bob)
    assert told(session, slot) == ["Cora Clemens", "Alice Adler"]
    be_away(session, cora)
    assert told(session, slot) == ["Alice Adler"]
    be_away(session, alice)
    assert told(session, slot) == ["Bob Brandt"]


def test_a_deputy_takes_over_from_the_phone_without_signing_in(
    app: Flask, slot: Slot, bob: Person, cora: Person, session: Session
) -> None:
    phone, hers = app.test_client(), link(cora, slot, KEY)
    assert "Can Bob Brandt not be there?" in phone.get(hers).text
    assert "Log an interaction" not in phone.get(hers).text

    answer = phone.post(f"{hers}/take-over")

    assert answer.status_code == 303
    assert "Log an interaction" in phone.get(answer.location).text
    _, stand_in = slots(session)
    assert (stand_in.person_id, stand_in.starts_wall) == (cora.id, wall(KEY))
    assert session.scalars(select(JournalEntry.action)).all() == ["taken over"]
    assert "Cora Clemens holds the date on" in phone.get(link(bob, slot, KEY)).text


def test_a_second_tap_leads_to_the_same_date(app: Flask, slot: Slot, cora: Person, session: Session) -> None:
    phone, hers = app.test_client(), link(cora, slot, KEY)

    first, second, looked = phone.post(f"{hers}/take-over"), phone.post(f"{hers}/take-over"), phone.get(hers)

    assert first.location == second.location == looked.location
    assert len(slots(session)) == 2


def test_the_second_deputy_is_told_who_was_quicker(
    app: Flask, sign_in: SignIn, slot: Slot, alice: Person, cora: Person, session: Session
) -> None:
    app.test_client().post(f"{link(cora, slot, KEY)}/take-over")

    by_link = app.test_client().post(f"{link(alice, slot, KEY)}/take-over")
    signed_in = sign_in(alice).post(f"/dialog/{slot.id}/{KEY}/take-over")

    for answer in (by_link, signed_in):
        assert answer.status_code == 410
        assert "Cora Clemens holds the date on" in answer.text
    assert len(slots(session)) == 2


def test_of_two_deputies_at_the_same_moment_one_holds_it(
    database: Database, session: Session, slot: Slot, alice: Person, cora: Person
) -> None:
    ready, heard = threading.Barrier(2), []

    def take(person_id: int) -> None:
        with database.session() as own:
            scope_to(own, slot.workspace_id)
            person = own.get_one(Person, person_id)
            own.rollback()
            ready.wait(10)
            try:
                services.take_over(own, own.get_one(Slot, slot.id), wall(KEY), person, now=NOW)
                own.commit()
                heard.append("yours")
            except Refused as refusal:
                heard.append(str(refusal))

    takers = [threading.Thread(target=take, args=(person.id,)) for person in (alice, cora)]
    session.rollback()
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join(30)

    [exception] = exceptions(session)
    assert exception.stand_in is not None
    assert sorted(heard) == sorted(["yours", f"{exception.stand_in.person.name} has taken it over already."])
    session.refresh(slot)
    assert len(slots(session)) == 2


def test_what_the_deputy_has_at_that_time_is_shown_first(
    sign_in: SignIn, slot: Slot, cora: Person, channel: Channel, session: Session
) -> None:
    make_slot(session, cora, [channel], starts_wall=wall("2026-04-09T09:15"), rrule="")
    session.commit()
    client, address = sign_in(cora), f"/dialog/{slot.id}/{KEY}/take-over"

    doubtful = client.post(address)

    assert doubtful.status_code == 422
    assert "09:15–09:45" in doubtful.text
    assert re.search(r'name="anyway" value="1"', doubtful.text)
    assert client.post(address, data={"anyway": "1"}).status_code == 303


def test_nobody_else_takes_over(sign_in: SignIn, slot: Slot, bob: Person, session: Session) -> None:
    dora = make_person(session, "Dora")
    session.commit()

    for person in (bob, dora):
        assert sign_in(person).post(f"/dialog/{slot.id}/{KEY}/take-over").status_code == 403


def test_what_waits_for_somebody_stands_on_the_deputys_page(
    sign_in: SignIn, slot: Slot, bob: Person, cora: Person, session: Session
) -> None:
    client: FlaskClient = sign_in(cora)
    assert "Nobody holds this" not in client.get("/dialog").text

    be_away(session, bob)

    assert "Nobody holds this" in client.get("/dialog").text
    assert "Nobody holds this" not in sign_in(bob).get("/dialog").text
