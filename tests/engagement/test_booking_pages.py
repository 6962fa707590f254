"""Time reserved, changed, ended."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.models import Slot
from calendar_app.people.models import JournalEntry, Person
from tests.engagement.booking import SignIn, slots, wall, wish
from tests.factories import NOW


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
        ({"person": "999999"}, "Choose one of the entries"),
        ({"kind": "dance"}, "Choose one of the entries"),
        ({"weekdays": ["7"]}, "Choose one of the entries"),
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


def test_a_series_is_changed_from_a_day_on(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    change = wish(alice, channel, day="2026-04-20", weekdays=["0"], revision=slot.revision)

    client = sign_in(bob)
    answer = client.post(f"/dialog/{slot.id}/edit", data=change)

    assert answer.status_code == 303
    old, new = slots(session)
    assert old.ended_wall == wall("2026-04-20T00:00")
    assert "until 19 Apr 2026, 09:00" in " ".join(client.get("/dialog").text.split())
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


@pytest.mark.parametrize(
    ("changes", "rule", "words"),
    [
        ({"cycle": "2weeks"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", "Every 2 weeks: Monday and Wednesday"),
        ({"cycle": "last"}, "FREQ=MONTHLY;BYDAY=-1MO,-1WE", "Each month: last Monday and Wednesday"),
        ({"times": "1"}, "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=1", "Every Monday and Wednesday, 1 time"),
        (
            {"until": "2026-07-03"},
            "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20260703T235959",
            "Every Monday and Wednesday, until 3 Jul 2026",
        ),
    ],
)
def test_a_series_has_a_cycle_and_an_end(
    sign_in: SignIn,
    bob: Person,
    channel: Channel,
    session: Session,
    changes: dict[str, object],
    rule: str,
    words: str,
) -> None:
    client = sign_in(bob)

    client.post("/dialog/new", data=wish(bob, channel, **changes))

    [slot] = slots(session)
    assert slot.rrule == rule
    assert words in client.get("/dialog").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"until": "2026-05-01", "times": "3"}, "either a last day or a number"),
        ({"until": "2026-04-12"}, "end before its first date"),
        ({"until": "9999-12-31"}, "within five years"),
        ({"times": "0"}, "between 1 and 200"),
        ({"cycle": "leap year"}, "Choose one of the entries"),
    ],
)
def test_an_end_that_cannot_be_is_said(
    sign_in: SignIn, bob: Person, channel: Channel, session: Session, changes: dict[str, object], words: str
) -> None:
    answer = sign_in(bob).post("/dialog/new", data=wish(bob, channel, **changes))

    assert answer.status_code == 422
    assert words in answer.text
    assert slots(session) == []


def test_a_counted_series_is_changed_by_its_last_day(
    sign_in: SignIn, bob: Person, channel: Channel, session: Session
) -> None:
    client = sign_in(bob)
    client.post("/dialog/new", data=wish(bob, channel, weekdays=["0"], times="4"))
    [slot] = slots(session)

    text = client.get(f"/dialog/{slot.id}/edit").text

    assert 'value="2026-05-04"' in text


def test_a_deputy_is_kept_and_is_somebody_else(
    sign_in: SignIn, alice: Person, bob: Person, channel: Channel, session: Session
) -> None:
    client = sign_in(bob)

    refused = client.post("/dialog/new", data=wish(bob, channel, deputy=bob.id))
    client.post("/dialog/new", data=wish(bob, channel, deputy=alice.id))

    assert refused.status_code == 422
    [slot] = slots(session)
    assert slot.deputy_id == alice.id
