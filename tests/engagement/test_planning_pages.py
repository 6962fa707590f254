"""The pages on which time is reserved, changed, skipped, moved, ended."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.models import AgendaItem, Slot, SlotException
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import JournalEntry, Person, Role
from tests.factories import NOW, make_channel, make_person, make_slot

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def channel(session: Session, bob: Person) -> Channel:
    channel = make_channel(session)
    session.commit()
    return channel


@pytest.fixture
def slot(session: Session, bob: Person, channel: Channel) -> Slot:
    """Bob's Mondays at nine."""
    slot = make_slot(session, bob, [channel])
    session.commit()
    return slot


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


# Overview


def test_the_overview_shows_two_weeks_and_who_holds_what(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot
) -> None:
    text = sign_in(alice).get("/dialog").text

    assert "Monday 13 April" in text
    assert "Monday 20 April" in text
    assert "Monday 27 April" not in text
    assert "Every Monday, 09:00" in text
    assert "Times in Europe/Berlin" in text


def test_own_time_comes_first_on_its_day(
    sign_in: SignIn, alice: Person, slot: Slot, session: Session, channel: Channel
) -> None:
    own = make_slot(session, alice, [channel], starts_wall=wall("2026-04-13T18:00"), rrule="")
    session.commit()

    text = sign_in(alice).get("/dialog").text

    assert text.index(f"/dialog/{own.id}/2026-04-13T18:00") < text.index(
        f"/dialog/{slot.id}/2026-04-13T09:00"
    )


def test_the_overview_is_filtered_by_person_and_channel(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot, channel: Channel
) -> None:
    client = sign_in(alice)
    link = f"/dialog/{slot.id}/2026-04-13T09:00"

    assert link in client.get(f"/dialog?person={bob.id}&channel={channel.id}").text
    assert link not in client.get(f"/dialog?person={alice.id}").text
    assert link in client.get("/dialog?person=nobody&channel=99999999999999999999").text


def test_own_time_without_outcome_is_asked_for(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot
) -> None:
    assert "How did it go?" in sign_in(bob).get("/dialog").text
    assert "How did it go?" not in sign_in(alice).get("/dialog").text


def test_times_are_shown_on_the_readers_wall(sign_in: SignIn, slot: Slot, session: Session) -> None:
    reader = make_person(session, "Nell", zone="America/New_York")
    session.commit()

    text = sign_in(reader).get("/dialog").text

    assert "03:00" in text
    assert "Times in America/New_York" in text


def test_the_number_of_queries_does_not_grow_with_the_slots(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session, count_queries: Callable[[], int]
) -> None:
    client = sign_in(bob)
    client.get("/dialog")
    count_queries()
    client.get("/dialog")
    few = count_queries()

    for number in range(25):
        holder = make_person(session, f"Person {number}")
        more = make_slot(session, holder, [make_channel(session, f"Channel {number}")])
        session.add(SlotException(slot_id=more.id, occurrence=wall("2026-04-13T09:00"), updated_at=NOW))
    session.commit()
    count_queries()
    client.get("/dialog")

    assert count_queries() <= few


# Reserving


def test_time_is_reserved(sign_in: SignIn, bob: Person, channel: Channel, session: Session) -> None:
    client = sign_in(bob)

    answer = client.post("/dialog/new", data=wish(bob, channel, note="Look at the forum first"))

    assert answer.status_code == 303
    [slot] = slots(session)
    assert (slot.starts_wall, slot.rrule) == (wall("2026-04-13T10:00"), "FREQ=WEEKLY;BYDAY=MO,WE")
    assert slot.note == "Look at the forum first"
    assert (
        "Reserved: Every Monday and Wednesday, 10:00 (Europe/Berlin), Bob Brandt."
        in client.get("/dialog").text
    )
    assert session.scalars(select(JournalEntry.action)).all() == ["reserved"]


def test_a_link_may_know_what_is_wished(sign_in: SignIn, alice: Person, channel: Channel) -> None:
    address = f"/dialog/new?channel={channel.id}&day=2026-05-04&time=14:15&minutes=45&kind=engage"

    text = sign_in(alice).get(address).text

    for value in ('value="2026-05-04"', 'value="14:15"', 'value="45"', 'checked id="channels-0"'):
        assert value in text


def test_a_link_that_knows_nonsense_opens_an_empty_form(sign_in: SignIn, alice: Person) -> None:
    address = "/dialog/new?channel=x&day=tomorrow&time=25:61&minutes=many&kind=dance&person=%F0&zone=Mars"

    assert sign_in(alice).get(address).status_code == 200


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"zone": "Mars/Olympus"}, "There is no time zone"),
        ({"channels": []}, "choose at least one channel"),
        ({"minutes": "4"}, "between 5 and 480"),
        ({"day": "9999-12-31"}, "within five years"),
        ({"day": "0001-01-01"}, "within five years"),
        ({"day": "2026-04-07"}, "already over"),
        ({"day": "31.12.2026"}, "valid"),
        ({"person": "999999"}, "valid choice"),
        ({"kind": "dance"}, "valid choice"),
        ({"weekdays": ["7"]}, "valid"),
    ],
)
def test_what_cannot_be_reserved_is_said_and_nothing_typed_is_lost(
    sign_in: SignIn,
    alice: Person,
    channel: Channel,
    session: Session,
    changes: dict[str, object],
    words: str,
) -> None:
    answer = sign_in(alice).post("/dialog/new", data=wish(alice, channel, note="My thought", **changes))

    assert answer.status_code == 422
    assert words in answer.text
    assert "My thought" in answer.text
    assert slots(session) == []


def test_who_would_be_booked_twice_is_warned_and_booked_on_purpose(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    client, again = sign_in(alice), wish(bob, channel, time="09:15", weekdays=["0"])

    warned = client.post("/dialog/new", data=again)
    booked = client.post("/dialog/new", data={**again, "anyway": "y"})

    assert warned.status_code == 422
    assert "Booked twice" in warned.text
    assert "13 Apr" in warned.text
    assert booked.status_code == 303
    assert len(slots(session)) == 2


def test_the_same_wish_sent_twice_is_booked_once(
    sign_in: SignIn, bob: Person, channel: Channel, session: Session
) -> None:
    browser = sign_in(bob)

    answers = [browser.post("/dialog/new", data=wish(bob, channel, anyway="y")) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(slots(session)) == 1


def test_a_time_that_was_given_up_can_be_booked_again(
    sign_in: SignIn, bob: Person, channel: Channel, session: Session
) -> None:
    browser, once = sign_in(bob), wish(bob, channel, weekdays=[])
    browser.post("/dialog/new", data=once)
    (first,) = slots(session)
    browser.post(f"/dialog/{first.id}/2026-04-13T10:00/skip")

    browser.post("/dialog/new", data=once)

    assert len(slots(session)) == 2


def test_an_hour_that_is_missing_or_double_is_told(sign_in: SignIn, alice: Person, channel: Channel) -> None:
    client = sign_in(alice)

    client.post("/dialog/new", data=wish(alice, channel, day="2026-04-12", time="02:30", weekdays=["6"]))

    text = client.get("/dialog").text
    assert "On 25 Oct 2026 clocks in Europe/Berlin show 02:30 twice" in text
    assert "On 28 Mar 2027 clocks in Europe/Berlin jump over 02:30: it starts at 03:30." in text


# Changing


def test_a_series_is_changed_from_a_day_on(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    change = wish(alice, channel, day="2026-04-20", weekdays=["0"], revision=slot.revision)

    answer = sign_in(bob).post(f"/dialog/{slot.id}/edit", data=change)

    assert answer.status_code == 303
    old, new = slots(session)
    assert old.ended_wall == wall("2026-04-20T00:00")
    assert (new.starts_wall, new.person_id, new.continues_id) == (wall("2026-04-20T10:00"), alice.id, slot.id)


def test_two_editors_lose_nothing(
    sign_in: SignIn, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    client, old_revision = sign_in(bob), slot.revision
    services.skip(session, slot, wall("2026-04-20T09:00"), now=NOW)
    session.commit()
    change = wish(bob, channel, note="My thought", revision=old_revision)

    conflict = client.post(f"/dialog/{slot.id}/edit", data=change)

    assert conflict.status_code == 409
    assert "Somebody else changed this" in conflict.text
    assert "My thought" in conflict.text
    assert len(slots(session)) == 1
    again = client.post(f"/dialog/{slot.id}/edit", data={**change, "revision": slot.revision})
    assert again.status_code == 303


def test_the_form_of_a_series_holds_what_stands(sign_in: SignIn, bob: Person, slot: Slot) -> None:
    text = sign_in(bob).get(f"/dialog/{slot.id}/edit").text

    assert 'value="2026-04-13"' in text
    assert 'checked id="weekdays-0"' in text


def test_a_series_is_ended_and_the_past_stays(
    sign_in: SignIn, bob: Person, slot: Slot, session: Session
) -> None:
    client = sign_in(bob)

    client.post(f"/dialog/{slot.id}/end")

    [ended] = slots(session)
    assert ended.ended_wall == wall("2026-04-08T09:00")
    assert client.get(f"/dialog/{slot.id}/edit").status_code == 303
    assert client.get(f"/dialog/{slot.id}/2026-04-06T09:00").status_code == 200


# One date


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


# Whom to visit


def test_an_agenda_item_is_added_changed_visited_and_removed(
    sign_in: SignIn, bob: Person, channel: Channel
) -> None:
    client = sign_in(bob)
    karin = {"kind": "person", "name": "Karin", "channel": channel.id, "url": "https://example.org/karin"}

    assert client.post("/dialog/agenda", data=karin).status_code == 303
    assert "never visited" in client.get("/dialog/agenda").text
    assert client.post("/dialog/agenda/1/visited").status_code == 303
    assert "never visited" not in client.get("/dialog/agenda").text
    assert client.post("/dialog/agenda/1", data={**karin, "name": "Karin H."}).status_code == 303
    assert "Karin H." in client.get("/dialog/agenda/1").text
    assert client.post("/dialog/agenda/1/remove").status_code == 303
    assert client.post("/dialog/agenda/1/remove").status_code == 303
    assert client.get("/dialog/agenda/1").status_code == 404


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"url": "javascript:alert(1)"}, {"channel": "999"}, {"kind": "x"}]
)
def test_what_is_no_agenda_item_is_refused_and_kept_in_the_form(
    sign_in: SignIn, bob: Person, channel: Channel, wrong: dict[str, str]
) -> None:
    item = {"kind": "topic", "name": "Chairs", "channel": channel.id, "note": "My thought", **wrong}

    answer = sign_in(bob).post("/dialog/agenda", data=item)

    assert answer.status_code == 422
    assert "My thought" in answer.text


# Who may


ADDRESSES = [
    ("GET", "/dialog/{slot}/edit"),
    ("POST", "/dialog/{slot}/edit"),
    ("POST", "/dialog/{slot}/end"),
    ("GET", "/dialog/{slot}/2026-04-13T09:00"),
    ("GET", "/dialog/{slot}/2026-04-13T09:00/adjust"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/skip"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/move"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/restore"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/log"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/entries/1/remove"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/outcome"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/reopen"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/visit"),
    ("POST", "/dialog/{slot}/2026-04-13T09:00/visited/1"),
    ("GET", "/dialog/agenda/{item}"),
    ("POST", "/dialog/agenda/{item}"),
    ("POST", "/dialog/agenda/{item}/visited"),
]


@pytest.fixture
def places(session: Session, slot: Slot, channel: Channel) -> dict[str, int]:
    item = AgendaItem(channel=channel, name="Karin", created_at=NOW)
    session.add(item)
    session.commit()
    return {"slot": slot.id, "item": item.id}


@pytest.mark.parametrize(("method", "address"), ADDRESSES)
def test_a_stranger_finds_nothing(
    sign_in: SignIn, charlie: Person, places: dict[str, int], method: str, address: str
) -> None:
    assert sign_in(charlie).open(address.format(**places), method=method).status_code == 404


@pytest.mark.parametrize(("method", "address"), [*ADDRESSES, ("GET", "/dialog"), ("GET", "/dialog/new")])
def test_who_is_not_signed_in_is_sent_to_sign_in(
    app: Flask, places: dict[str, int], method: str, address: str
) -> None:
    answer = app.test_client().open(address.format(**places), method=method)

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/dialog/new"),
        ("POST", "/dialog/new"),
        *(each for each in ADDRESSES[:8] if each[1][-1] != "0"),
    ],
)
def test_a_trainee_reserves_and_changes_nothing(
    sign_in: SignIn, places: dict[str, int], session: Session, method: str, address: str
) -> None:
    trainee = make_person(session, "Tina", Role.TRAINEE)
    session.commit()

    assert sign_in(trainee).open(address.format(**places), method=method).status_code == 403


def test_a_stranger_removes_nothing(
    sign_in: SignIn, charlie: Person, bob: Person, places: dict[str, int]
) -> None:
    sign_in(charlie).post(f"/dialog/agenda/{places['item']}/remove")

    assert sign_in(bob).get(f"/dialog/agenda/{places['item']}").status_code == 200


def test_nothing_changes_by_looking(sign_in: SignIn, bob: Person, places: dict[str, int]) -> None:
    client = sign_in(bob)

    for tail in ("end", "2026-04-13T09:00/skip", "2026-04-13T09:00/outcome", "2026-04-13T09:00/log"):
        assert client.get(f"/dialog/{places['slot']}/{tail}").status_code in {404, 405}


def test_the_pages_speak_german(
    sign_in: SignIn, session: Session, bob: Person, places: dict[str, int]
) -> None:
    reader = make_person(session, "Greta", language="de")
    session.commit()
    client = sign_in(reader)

    assert "Die nächsten zwei Wochen" in client.get("/dialog").text
    assert "Andere besuchen" in client.get(f"/dialog/{places['slot']}/2026-04-13T09:00").text
    assert "Jede Woche: Montag" in client.get(f"/dialog/{places['slot']}/edit").text
