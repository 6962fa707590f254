"""What happened to a date that is no more."""

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from calendar_app.engagement import services
from calendar_app.engagement.models import Slot
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.people.models import Person
from tests.engagement.booking import SignIn, wall
from tests.engagement.phone import ENTRY, page, slot_on_now
from tests.factories import NOW


@pytest.fixture
def slot(session: Session, bob: Person) -> Slot:
    return slot_on_now(session, bob)


def gone(answer: TestResponse) -> str:
    assert answer.status_code == 410
    return answer.text


def test_a_skipped_date_says_so_and_offers_today(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    services.skip(session, slot, wall("2026-04-15T09:00"), now=NOW)
    session.commit()

    text = gone(sign_in(bob).get(page(slot, key="2026-04-15T09:00")))

    assert "was skipped" in text
    assert page(slot) in text


def test_a_moved_date_says_where_it_stood_before(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    services.move(session, slot, wall("2026-04-15T09:00"), wall("2026-04-16T11:00"), now=NOW)
    session.commit()

    text = sign_in(bob).get(page(slot, key="2026-04-15T09:00")).text

    assert "Moved: the series has it on Wed, 15 Apr 2026, 09:00" in text
    assert "11:00–11:30" in text


def test_an_ended_series_says_so(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    services.end_series(session, slot, now=NOW)
    session.commit()

    assert "The series ended on" in gone(sign_in(bob).get(page(slot, key="2026-04-15T09:00")))


def test_a_changed_series_says_how_it_goes_on(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    later = services.Reservation(
        person=bob,
        channels=tuple(slot.channels),
        starts_wall=wall("2026-04-09T10:00"),
        zone="Europe/Berlin",
        rhythm=Rhythm((3,)),
    )
    services.change(session, slot, later, now=NOW)
    session.commit()

    text = gone(sign_in(bob).get(page(slot, key="2026-04-15T09:00")))

    assert "goes on differently" in text
    assert "Every Thursday" in text


def test_a_date_that_never_was_says_so(sign_in: SignIn, bob: Person, slot: Slot) -> None:
    client = sign_in(bob)

    assert "has no date on" in gone(client.get(page(slot, key="2026-04-14T09:00")))
    assert client.post(page(slot, "/log", "2026-04-14T09:00"), data=ENTRY).status_code == 410


@pytest.mark.parametrize("key", ["tomorrow", "2026-4-8T9:00", "9999-12-31T00:00", "0001-01-01T00:00", "%00"])
def test_what_is_no_key_is_not_there(sign_in: SignIn, bob: Person, slot: Slot, key: str) -> None:
    assert sign_in(bob).get(page(slot, key=key)).status_code == 404


@pytest.mark.parametrize("number", ["999999", "99999999999999999999", "0"])
def test_what_is_no_slot_is_not_there(sign_in: SignIn, bob: Person, slot: Slot, number: str) -> None:
    assert sign_in(bob).get(f"/dialog/{number}/2026-04-08T09:00").status_code == 404
