"""The sealed address of a mail: one person, one date, until a day after it, and nothing else."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.links import Link, seal, unseal
from calendar_app.engagement.models import AgendaItem, Interaction, Slot, SlotOutcome
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person
from tests.engagement.booking import wall
from tests.factories import NOW, make_channel, make_person, make_slot

SignIn = Callable[[Person], FlaskClient]

SECRET = "for tests only"
KEY = "2026-04-08T09:00"
ENTRY = {"entry_key": "6f1c2a52-6ff0-4a4e-9c0e-0d1b3f9a7c11", "kind": "comment", "quality": "2"}


@pytest.fixture
def slot(session: Session, bob: Person, channel: Channel) -> Slot:
    """Bob's half hour; it is on right now."""
    slot = make_slot(session, bob, [channel], starts_wall=wall(KEY), rrule="")
    session.commit()
    return slot


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    """A browser in which nobody is signed in."""
    return app.test_client()


def link(person: Person, slot: Slot, key: str = KEY) -> str:
    return f"/now/{seal(SECRET, Link(person.id, slot.id, key))}"


def test_the_link_opens_the_page_without_signing_in(phone: FlaskClient, bob: Person, slot: Slot) -> None:
    answer = phone.get(link(bob, slot))

    assert answer.status_code == 200
    assert "30 minutes left" in answer.text
    assert "Whoever has the link sees this dialog time" in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_whole_journey_needs_no_session(
    phone: FlaskClient, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    item = AgendaItem(channel=channel, name="Karin", created_at=NOW)
    session.add(item)
    session.commit()
    here, entry = link(bob, slot), {**ENTRY, "channel": str(channel.id)}

    for act, sent in (
        ("log", entry),
        ("log", entry),
        ("visited", {"item": str(item.id)}),
        ("visit", {"list-name": "Ole", "list-kind": "person", "list-channel": str(channel.id)}),
        ("outcome", {"kind": "done"}),
        ("outcome", {"kind": "could_not"}),
    ):
        answer = phone.post(f"{here}/{act}", data=sent)
        assert (answer.status_code, answer.location.split("#")[0]) == (303, here)

    assert "/posts/new" not in phone.get(here).text
    [kept] = session.scalars(select(Interaction))
    assert (kept.person_id, kept.occurrence) == (bob.id, wall(KEY))
    assert session.scalars(select(SlotOutcome.kind)).all() == ["done"]
    assert {each.name for each in session.scalars(select(AgendaItem))} == {"Karin", "Ole"}


def test_what_a_phone_kept_needs_no_token_of_a_form(
    app: Flask, phone: FlaskClient, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    here, kept = link(bob, slot), {"X-Kept": "1"}

    answers = [
        phone.post(f"{here}/log", data={**ENTRY, "channel": str(channel.id)}, headers=kept),
        phone.post(f"{here}/outcome", data={"kind": "done"}, headers=kept),
    ]

    assert [(answer.status_code, answer.headers["X-Taken"]) for answer in answers] == [(200, "1"), (200, "1")]
    assert "Wrong button: open again" in answers[-1].text
    assert len(session.scalars(select(Interaction)).all()) == 1


@pytest.mark.parametrize(("age", "minutes"), [(600, 20), (86_400, -30), (0, 30)])
def test_what_comes_later_counts_for_when_it_was_made(
    phone: FlaskClient,
    bob: Person,
    slot: Slot,
    channel: Channel,
    session: Session,
    clock: FixedClock,
    age: int,
    minutes: int,
) -> None:
    clock.moment = NOW + timedelta(minutes=30)

    phone.post(f"{link(bob, slot)}/log", data={**ENTRY, "channel": str(channel.id), "age": str(age)})

    assert session.scalars(select(Interaction.at)).one() == NOW + timedelta(minutes=minutes)


def test_looking_changes_nothing(phone: FlaskClient, bob: Person, slot: Slot) -> None:
    for act in ("log", "outcome", "reopen", "visited"):
        assert phone.get(f"{link(bob, slot)}/{act}").status_code == 405


def test_the_page_speaks_the_language_of_the_person(
    phone: FlaskClient, session: Session, channel: Channel
) -> None:
    greta = make_person(session, "Greta", language="de")
    slot = make_slot(session, greta, [channel], starts_wall=wall(KEY), rrule="")
    session.commit()

    assert "noch 30 Minuten" in phone.get(link(greta, slot)).text


def test_it_opens_nothing_else(phone: FlaskClient, bob: Person, slot: Slot) -> None:
    phone.get(link(bob, slot))

    for elsewhere in ("/week", "/dialog", f"/dialog/{slot.id}/{KEY}", f"/dialog/{slot.id}/edit"):
        assert phone.get(elsewhere).location.startswith("/sign-in")


def test_what_lies_on_other_channels_cannot_be_touched(
    phone: FlaskClient, bob: Person, slot: Slot, session: Session
) -> None:
    item = AgendaItem(channel=make_channel(session, "Elsewhere"), name="Karin", created_at=NOW)
    session.add(item)
    session.commit()

    assert phone.post(f"{link(bob, slot)}/visited", data={"item": str(item.id)}).status_code == 404
    assert phone.post(f"{link(bob, slot)}/remove", data={"entry": "x"}).status_code == 404


@pytest.mark.parametrize(
    "spoil", [lambda token: token[:-1] + "A", lambda token: token[2:], lambda token: "x"]
)
def test_what_was_not_sealed_here_is_not_there(
    phone: FlaskClient, bob: Person, slot: Slot, spoil: Callable[[str], str]
) -> None:
    token = seal(SECRET, Link(bob.id, slot.id, KEY))

    assert phone.get(f"/now/{spoil(token)}").status_code == 404
    assert phone.post(f"/now/{spoil(token)}/outcome", data={"kind": "done"}).status_code == 404
    assert unseal("another secret", token) is None


@pytest.mark.parametrize(("late", "status"), [(timedelta(seconds=-1), 200), (timedelta(0), 410)])
def test_it_opens_until_a_day_after_the_end(
    phone: FlaskClient, bob: Person, slot: Slot, clock: FixedClock, late: timedelta, status: int
) -> None:
    clock.moment = NOW + timedelta(minutes=30, days=1) + late

    assert phone.get(link(bob, slot)).status_code == status


def test_done_a_second_too_late_says_so_and_gives_the_words_back(
    phone: FlaskClient, bob: Person, slot: Slot, clock: FixedClock, session: Session
) -> None:
    clock.moment = NOW + timedelta(minutes=30, days=1, seconds=1)

    answer = phone.post(
        f"{link(bob, slot)}/outcome", data={"kind": "could_not", "reason": "The line was down all day"}
    )

    assert answer.status_code == 410
    assert "This link has ended" in answer.text
    assert "The line was down all day" in answer.text
    assert f'href="/dialog/{slot.id}/{KEY}"' in answer.text
    assert session.scalars(select(SlotOutcome)).all() == []


def test_it_is_void_once_the_person_has_left(
    phone: FlaskClient, bob: Person, slot: Slot, session: Session
) -> None:
    bob.left_at = NOW
    session.commit()

    assert phone.get(link(bob, slot)).status_code == 404


def test_it_is_void_once_somebody_else_holds_the_date(
    phone: FlaskClient, alice: Person, bob: Person, slot: Slot, session: Session
) -> None:
    services.hand_over(session, slot, wall(KEY), alice, now=NOW)
    session.commit()

    answer = phone.post(f"{link(bob, slot)}/outcome", data={"kind": "done"})

    assert answer.status_code == 410
    assert "Alice Adler holds the date on" in answer.text


def test_it_opens_for_nobody_who_never_held_the_date(phone: FlaskClient, alice: Person, slot: Slot) -> None:
    """And is no deputy for it either."""
    assert phone.get(link(alice, slot)).status_code == 410


def test_a_series_given_to_somebody_else_is_void_for_its_old_holder(
    phone: FlaskClient, alice: Person, bob: Person, slot: Slot, session: Session
) -> None:
    slot.person = alice
    session.commit()

    assert phone.get(link(bob, slot)).status_code == 410


def test_a_single_date_that_was_moved_is_found_where_it_is_now(
    phone: FlaskClient, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    later = services.Reservation(
        person=bob, channels=(channel,), starts_wall=wall("2026-04-20T14:00"), zone="Europe/Berlin"
    )
    services.change(session, slot, later, now=NOW)
    session.commit()

    answer = phone.get(link(bob, slot))

    assert answer.status_code == 410
    assert "Mon 20 Apr, 14:00–14:30" in answer.text
    [there] = re.findall(r'href="(/now/[^"]+)"', answer.text)
    assert phone.get(there).status_code == 200


def test_a_date_of_a_changed_series_is_found_in_what_goes_on(
    phone: FlaskClient, bob: Person, channel: Channel, session: Session
) -> None:
    slot = make_slot(
        session, bob, [channel], starts_wall=wall("2026-04-01T09:00"), rrule="FREQ=WEEKLY;BYDAY=WE"
    )
    changed = services.Reservation(
        person=bob,
        channels=(channel,),
        starts_wall=wall("2026-04-09T10:00"),
        zone="Europe/Berlin",
        rhythm=Rhythm((3,)),
    )
    services.change(session, slot, changed, now=NOW)
    session.commit()

    answer = phone.get(link(bob, slot, "2026-04-15T09:00"))

    assert "Thu 16 Apr, 10:00–10:30" in answer.text
    assert "Today instead" not in answer.text


def test_a_skipped_date_is_not_confused_with_the_next_one(
    phone: FlaskClient, bob: Person, channel: Channel, session: Session
) -> None:
    slot = make_slot(session, bob, [channel], starts_wall=wall("2026-04-06T09:00"), rrule="FREQ=DAILY")
    services.skip(session, slot, wall("2026-04-09T09:00"), now=NOW)
    session.commit()

    text = phone.get(link(bob, slot, "2026-04-09T09:00")).text

    assert "was skipped" in text
    assert "At another time now" not in text


def test_a_slot_that_is_deleted_opens_nothing(
    phone: FlaskClient, bob: Person, slot: Slot, session: Session
) -> None:
    address = link(bob, slot)
    session.delete(slot)
    session.commit()

    assert phone.get(address).status_code == 410


def test_who_is_signed_in_comes_to_the_page_as_themselves(
    sign_in: SignIn, alice: Person, bob: Person, charlie: Person, slot: Slot
) -> None:
    address = link(bob, slot)

    assert sign_in(alice).get(address).location == f"/dialog/{slot.id}/{KEY}"
    assert sign_in(charlie).get(address).status_code == 200  # of another house: the link alone counts


def test_what_was_kept_on_the_phone_is_logged_for_whom_the_link_names(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot, channel: Channel, session: Session
) -> None:
    sign_in(alice).post(f"{link(bob, slot)}/log", data={**ENTRY, "channel": str(channel.id)})

    assert session.scalars(select(Interaction.person_id)).all() == [bob.id]


def test_the_link_of_a_night_across_the_clock_change_counts_real_minutes(
    phone: FlaskClient, bob: Person, channel: Channel, session: Session, clock: FixedClock
) -> None:
    key = "2026-10-25T02:30"
    slot = make_slot(session, bob, [channel], starts_wall=wall(key), rrule="", minutes=60)
    session.commit()
    clock.moment = datetime.fromisoformat("2026-10-25T02:45+02:00")

    assert "45 minutes left" in phone.get(link(bob, slot, key)).text


def test_a_time_across_midnight_is_one_time(
    phone: FlaskClient, bob: Person, channel: Channel, session: Session, clock: FixedClock
) -> None:
    key = "2026-04-08T23:45"
    slot = make_slot(session, bob, [channel], starts_wall=wall(key), rrule="")
    session.commit()
    clock.moment = datetime.fromisoformat("2026-04-09T00:05+02:00")

    text = phone.get(link(bob, slot, key)).text

    assert "10 minutes left" in text
    assert "Wed 8 Apr, 23:45–00:15" in text
    assert phone.post(f"{link(bob, slot, key)}/outcome", data={"kind": "done"}).status_code == 303
