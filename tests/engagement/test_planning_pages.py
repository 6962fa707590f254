"""The overview of reserved time."""

import re
from collections.abc import Callable

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot, SlotException
from calendar_app.people.models import Person, Role
from tests.engagement.booking import SignIn, wall
from tests.factories import NOW, make_channel, make_person, make_slot


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
    sign_in: SignIn, session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    make_slot(session, bob, [channel], starts_wall=wall("2026-04-07T12:00"), rrule="")
    session.commit()

    assert "How did it go?" in sign_in(bob).get("/dialog").text
    assert "How did it go?" not in sign_in(alice).get("/dialog").text


def test_missed_time_is_shown_to_who_held_it_and_to_who_leads(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, slot: Slot
) -> None:
    colleague = make_person(session, "Carla")
    session.commit()

    shown = [
        "Missed, to be made up for" in sign_in(each).get("/dialog").text for each in (bob, alice, colleague)
    ]

    assert shown == [True, True, False]


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


def test_what_somebody_held_who_has_left_is_offered_to_the_others_and_stays_in_the_plan(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, slot: Slot, channel: Channel
) -> None:
    channel.owner, bob.left_at = alice, NOW
    session.commit()
    client, date = sign_in(alice), f"/dialog/{slot.id}/2026-04-13T09:00"

    page = client.get("/dialog").text
    assert "Nobody holds this" in page
    assert ("has left" in page, f"/people/{bob.id}/handover" in page) == (True, True)
    assert client.post(f"{date}/take-over").status_code == 303
    assert f"{date}/take-over" not in client.get("/dialog").text
    assert client.get(f"/dialog/{slot.id}/2026-04-20T09:00").status_code == 200


def test_the_pages_are_grouped_and_lead_only_where_their_reader_may_go(
    sign_in: SignIn, session: Session, channel: Channel
) -> None:
    trainee, external = make_person(session, "Tina", Role.TRAINEE), make_person(session, "Eve", Role.EXTERNAL)
    external.channel_ids = [channel.id]
    session.commit()

    for person in (trainee, external):
        client = sign_in(person)
        tabs, segments = (
            re.findall(r'href="([^"]+)"', part)
            for part in re.findall(
                r'<nav class="(?:tabs|segments)".*?</nav>', client.get("/dialog").text, re.S
            )
        )
        assert tabs == ["/dialog", "/dialog/inbound", "/dialog/agenda", "/dialog/months"]
        assert segments == ["/dialog", "/dialog/people"]
        assert [client.get(address).status_code for address in (*tabs, *segments)] == [200] * 6
