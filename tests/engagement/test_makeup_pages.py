"""The page on which a new date is chosen for one that was missed."""

import re

from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person, Role
from tests.engagement.booking import SignIn, slots, wall
from tests.factories import make_person, make_slot

PAGE = "/dialog/1/2026-04-06T09:00/makeup"


def missed(session: Session, person: Person, channel: Channel) -> None:
    make_slot(session, person, [channel], starts_wall=wall("2026-04-06T09:00"), rrule="")
    session.commit()


def test_a_missed_date_is_shown_and_one_click_books_a_new_one(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    missed(session, bob, channel)
    client = sign_in(bob)
    assert PAGE in client.get("/dialog").text

    starts = re.findall(r'name="start" value="(\w+)"', client.get(PAGE).text)
    answers = [client.post(PAGE, data={"start": starts[0]}).status_code for _ in range(2)]

    assert len(starts) == 3
    assert answers == [303, 303]
    assert [f"{slot.starts_wall:%a %H:%M}" for slot in slots(session)] == ["Mon 09:00", "Thu 09:00"]
    assert PAGE not in client.get("/dialog").text
    assert "nothing to make up for" in client.get(PAGE).text


def test_what_is_no_proposal_books_nothing(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    missed(session, bob, channel)

    for start in ("", "tomorrow", "20260409T0300", "99999999T9999"):
        assert sign_in(bob).post(PAGE, data={"start": start}).status_code == 303

    assert len(slots(session)) == 1


def test_a_trainee_finds_a_date_for_their_own_time_only(
    sign_in: SignIn, session: Session, bob: Person, channel: Channel
) -> None:
    trainee = make_person(session, "Tina", Role.TRAINEE)
    missed(session, bob, channel)

    refused = sign_in(trainee).post(PAGE, data={"start": "20260409T0700"})

    assert refused.status_code == 403
    assert f"{bob.name} chooses the new date." in sign_in(trainee).get(PAGE).text
