"""Pages of working hours and absences: for oneself, for a lead, and who may not."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.availability.models import Absence, Workweek
from calendar_app.engagement.models import Slot
from calendar_app.people.models import Person, Role
from tests.engagement.booking import SignIn, wall
from tests.factories import make_person, make_variant

WEEK = {"weekdays": ["0", "3"], "starts": "08:00", "ends": "12:30", "minutes": "240", "region": "CH-ZH"}
AWAY = {"first": "2026-04-13", "last": "2026-04-17"}


def test_somebody_writes_down_their_own_week(sign_in: SignIn, bob: Person, session: Session) -> None:
    client = sign_in(bob)

    answer = client.post(f"/dialog/people/{bob.id}/week", data=WEEK)

    assert answer.status_code == 303
    assert session.scalars(select(Workweek.minutes)).all() == [240]
    session.commit()
    assert "Monday and Thursday, 08:00–12:30" in client.get("/dialog/people").text


def test_days_in_a_row_are_named_by_their_ends(sign_in: SignIn, bob: Person) -> None:
    client = sign_in(bob)

    client.post(f"/dialog/people/{bob.id}/week", data=WEEK | {"weekdays": ["0", "1", "2", "3", "4"]})

    assert "Monday to Friday, 08:00–12:30" in client.get("/dialog/people").text


def test_days_with_hours_of_their_own_are_kept_shown_and_typed_again(
    sign_in: SignIn, bob: Person, session: Session
) -> None:
    client, page = sign_in(bob), f"/dialog/people/{bob.id}"
    days = ["", "", "", "", "", "", "", "", "09:00", "11:30", "10:00", "12:00", "", ""]

    client.post(f"{page}/week", data=WEEK | {"days": days})
    text = client.get(page).text
    overtaken = client.post(f"{page}/week", data=WEEK | {"seen": "of before", "days": [""] * 14})
    refused = client.post(f"{page}/week", data=WEEK | {"days": ["", "", "07:45", ""]})

    words = "Monday and Thursday, 08:00–12:30; Friday, 09:00–11:30; Saturday, 10:00–12:00"
    assert words in client.get("/dialog/people").text
    assert text.count('value="11:30"') == 1
    assert overtaken.status_code == 409
    assert "Friday, 09:00–11:30; Saturday, 10:00–12:00" in overtaken.text
    assert refused.status_code == 422
    assert "Two times as on a clock, or none: Tuesday." in refused.text
    assert 'value="07:45"' in refused.text


def test_an_absence_is_entered_listed_and_removed(
    sign_in: SignIn, alice: Person, bob: Person, slot: Slot, session: Session
) -> None:
    slot.deputy = alice
    for text, day in (
        ("Ask about the chairs", "2026-04-14T10:00"),
        ("Not in these days", "2026-04-20T10:00"),
    ):
        make_variant(session, slot.channels[0], text=text, planned_wall=wall(day), answer_person=bob)
    session.commit()
    client, page = sign_in(bob), f"/dialog/people/{bob.id}"

    client.post(f"{page}/absences", data=AWAY)
    text = client.get(page).text
    [absence_id] = session.scalars(select(Absence.id)).all()
    session.commit()
    client.post(f"/dialog/absences/{absence_id}/remove")

    assert "It touches 1 date; 1 is in a deputy" in text
    assert "held by Alice Adler" in text
    assert re.search(r"Ask about the chairs</a>.*is named to answer, and away", text, re.DOTALL)
    assert "Not in these days" not in text
    assert session.scalars(select(Absence)).all() == []


@pytest.mark.parametrize(
    ("part", "data", "words"),
    [
        ("week", WEEK | {"ends": "07:00"}, "ends after it begins"),
        ("week", WEEK | {"region": "Mars"}, "Choose one of the entries"),
        ("week", WEEK | {"minutes": "-1"}, "between 0"),
        ("week", WEEK | {"days": ["18:00", "09:00"]}, "ends after it begins"),
        ("absences", AWAY | {"last": "2026-04-01"}, "before the first"),
        ("absences", AWAY | {"first": "soon"}, "valid date"),
        ("absences", AWAY | {"first": "9999-12-31", "last": "9999-12-31"}, "within five years"),
        ("absences", AWAY | {"first": "0001-01-01"}, "within five years"),
    ],
)
def test_what_cannot_be_is_said(
    sign_in: SignIn, bob: Person, part: str, data: dict[str, object], words: str
) -> None:
    answer = sign_in(bob).post(f"/dialog/people/{bob.id}/{part}", data=data)

    assert answer.status_code == 422
    assert words in answer.text


def test_a_lead_enters_for_others_and_a_colleague_only_looks(
    sign_in: SignIn, alice: Person, bob: Person, session: Session
) -> None:
    colleague = make_person(session, "Carla")
    session.commit()
    page = f"/dialog/people/{bob.id}"

    assert sign_in(alice).post(f"{page}/absences", data=AWAY).status_code == 303
    assert sign_in(colleague).get(page).status_code == 200
    assert "Enter an absence" not in sign_in(colleague).get(page).text
    assert sign_in(colleague).post(f"{page}/absences", data=AWAY).status_code == 403
    assert sign_in(colleague).post(f"{page}/week", data=WEEK).status_code == 403


def test_strangers_and_external_people_find_nobody_else(
    sign_in: SignIn, bob: Person, charlie: Person, channel: Channel, session: Session
) -> None:
    external = make_person(session, "Agency", Role.EXTERNAL)
    external.channel_ids = [channel.id]
    session.commit()

    assert sign_in(charlie).get(f"/dialog/people/{bob.id}").status_code == 404
    assert sign_in(external).get(f"/dialog/people/{bob.id}").status_code == 404
    assert sign_in(external).get(f"/dialog/people/{external.id}").status_code == 200
    assert "Bob Brandt" not in sign_in(external).get("/dialog/people").text
