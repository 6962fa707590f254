"""One date of a series: skipped, restored, moved."""

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person
from tests.engagement.booking import SignIn, exceptions, slots, wall
from tests.factories import make_slot


def test_one_date_is_skipped_and_restored(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    client, place = sign_in(bob), f"/dialog/{slot.id}/2026-04-13T09:00"

    assert client.post(f"{place}/skip").location == "/dialog"
    assert client.post(f"{place}/skip").status_code == 303
    assert [each.moved_wall for each in exceptions(session)] == [None]
    assert "Restore" in client.get(f"{place}/adjust").text
    assert client.post(f"{place}/restore", data={"next": "/week/2026-W16"}).location == "/week/2026-W16"
    assert exceptions(session) == []


def test_going_on_never_leads_elsewhere(sign_in: SignIn, bob: Person, slot: Slot) -> None:
    answer = sign_in(bob).post(f"/dialog/{slot.id}/2026-04-13T09:00/skip", data={"next": "//evil.example"})

    assert answer.location == "/dialog"


def test_one_date_is_moved(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    client, place = sign_in(bob), f"/dialog/{slot.id}/2026-04-13T09:00"

    answer = client.post(f"{place}/move", data={"day": "2026-04-14", "time": "16:00", "minutes": "45"})

    assert answer.status_code == 303
    [moved] = exceptions(session)
    assert (moved.moved_wall, moved.minutes) == (wall("2026-04-14T16:00"), 45)
    assert "Tuesday 14 April" in client.get("/dialog").text


def test_a_date_is_not_moved_onto_another_of_its_series(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    onto = {"day": "2026-04-20", "time": "09:10", "minutes": "30"}

    answer = sign_in(bob).post(f"/dialog/{slot.id}/2026-04-13T09:00/move", data=onto)

    assert answer.status_code == 422
    assert "The same series already takes place then" in answer.text
    assert exceptions(session) == []


def test_moving_onto_other_time_of_the_person_is_warned(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session, channel: Channel
) -> None:
    make_slot(session, bob, [channel], starts_wall=wall("2026-04-14T16:00"), rrule="")
    session.commit()
    client, place = sign_in(bob), f"/dialog/{slot.id}/2026-04-13T09:00/move"
    onto = {"day": "2026-04-14", "time": "16:10", "minutes": "30"}

    assert "Booked twice" in client.post(place, data=onto).text
    assert client.post(place, data={**onto, "anyway": "y"}).status_code == 303


def test_moving_into_a_missing_hour_is_told(
    sign_in: SignIn, bob: Person, slot: Slot, clock: FixedClock
) -> None:
    clock.moment = to_utc(wall("2026-10-01T09:00"), "Europe/Berlin")
    client = sign_in(bob)

    client.post(
        f"/dialog/{slot.id}/2027-03-22T09:00/move",
        data={"day": "2027-03-28", "time": "02:30", "minutes": "30"},
    )

    assert "jump over 02:30" in client.get("/dialog").text


def test_what_is_over_is_not_skipped(sign_in: SignIn, bob: Person, slot: Slot, session: Session) -> None:
    client, place = sign_in(bob), f"/dialog/{slot.id}/2026-04-06T09:00"

    answer = client.post(f"{place}/skip", follow_redirects=True)

    assert "This date is already over" in answer.text
    assert exceptions(session) == []


def test_a_date_is_handed_over_and_the_page_says_to_whom(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot, session: Session
) -> None:
    client, page = sign_in(bob), f"/dialog/{slot.id}/2026-04-13T09:00"

    answer = client.post(f"{page}/hand-over", data={"person": alice.id})

    assert answer.status_code == 303
    assert len(slots(session)) == 2
    assert "Alice Adler holds this date instead." in client.get(f"{page}/adjust").text
    assert "Alice Adler holds the date" in client.get(page).text


def test_who_is_busy_then_is_booked_on_purpose_only(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    make_slot(session, alice, [channel])
    session.commit()
    client, page = sign_in(bob), f"/dialog/{slot.id}/2026-04-13T09:00/hand-over"

    warned = client.post(page, data={"person": alice.id})
    booked = client.post(page, data={"person": alice.id, "anyway": "y"})

    assert (warned.status_code, booked.status_code) == (422, 303)
    assert "Booked twice" in warned.text


def test_nobody_unknown_and_not_the_holder_takes_a_date(sign_in: SignIn, bob: Person, slot: Slot) -> None:
    client, page = sign_in(bob), f"/dialog/{slot.id}/2026-04-13T09:00/hand-over"

    assert client.post(page, data={"person": bob.id}).status_code == 422
    assert client.post(page, data={"person": 999999}).status_code == 422
