"""Ten contributions of a month, read again."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Interaction, InteractionKind
from calendar_app.engagement.months.sample import drawn
from calendar_app.people.models import Person
from tests.engagement.booking import SignIn
from tests.factories import NOW
from tests.forms import form_with

APRIL = NOW.date().replace(day=1)
PAGE = "/dialog/months/sample"


@pytest.fixture
def talks(session: Session, channel: Channel, bob: Person) -> list[int]:
    """Fourteen contributions, two of which say nothing of what was talked about."""
    rows = [
        Interaction(
            channel=channel,
            person_id=bob.id,
            kind=InteractionKind.ANSWER,
            quality=2,
            note=f"About oak, part {number}" if number < 12 else "",
            entry_key=f"key {number}",
            at=NOW,
        )
        for number in range(14)
    ]
    session.add_all(rows)
    session.commit()
    return [row.id for row in rows]


@pytest.fixture
def chosen(session: Session, talks: list[int]) -> int:
    """One of the ten; the reading is ended, since pages wait for a session that may write."""
    first = drawn(session, APRIL)[0].id
    session.commit()
    return first


def test_the_same_ten_are_drawn_each_time_of_those_that_say_something(
    session: Session, talks: list[int]
) -> None:
    first, again = (drawn(session, APRIL) for _ in range(2))

    assert first == again
    assert len(first) == 10
    assert all(each.note for each in first)
    assert {each.id for each in first} != set(talks[:10])


def test_a_remark_is_kept_and_nobody_is_named(
    sign_in: SignIn, session: Session, alice: Person, chosen: int
) -> None:
    client = sign_in(alice)

    answer = client.post(f"{PAGE}/{chosen}", data={f"talk-{chosen}-remark": "Warm and to the point."})

    assert answer.status_code == 303
    page = client.get(PAGE).text
    assert page.count("Warm and to the point.") == 1
    assert "Bob" not in page
    remarks = session.execute(select(Interaction.id).where(Interaction.remark != "")).scalars().all()
    assert remarks == [chosen]


def test_who_saves_a_remark_second_sees_the_first_one(sign_in: SignIn, alice: Person, chosen: int) -> None:
    client, field = sign_in(alice), f"talk-{chosen}-remark"
    opened = form_with(client.get(PAGE).text, field)
    client.post(f"{PAGE}/{chosen}", data=opened | {field: "Warm."})

    conflict = client.post(f"{PAGE}/{chosen}", data=opened | {field: "Too long."})
    again = client.post(f"{PAGE}/{chosen}", data=form_with(conflict.text, field))

    assert conflict.status_code == 409
    assert '<dd class="user-text" dir="auto">Warm.</dd>' in conflict.text
    assert again.status_code == 303
    assert form_with(client.get(PAGE).text, field)[field] == ["Too long."]


def test_each_button_says_which_remark_it_saves(sign_in: SignIn, alice: Person, chosen: int) -> None:
    names = re.findall(r'<button[^>]* aria-label="(Save remark: [^"]+)"', sign_in(alice).get(PAGE).text)

    assert len(set(names)) == 10


def test_what_was_not_drawn_takes_no_remark(
    sign_in: SignIn, session: Session, alice: Person, talks: list[int]
) -> None:
    other = (set(talks) - {each.id for each in drawn(session, APRIL)}).pop()
    session.commit()

    assert sign_in(alice).post(f"{PAGE}/{other}", data={f"talk-{other}-remark": "x"}).status_code == 404


def test_a_remark_that_is_too_long_comes_back_with_what_was_typed(
    sign_in: SignIn, alice: Person, chosen: int
) -> None:
    answer = sign_in(alice).post(f"{PAGE}/{chosen}", data={f"talk-{chosen}-remark": "long " * 500})

    assert answer.status_code == 422
    assert "long long" in answer.text


def test_each_month_has_a_sample_of_its_own(sign_in: SignIn, alice: Person, talks: list[int]) -> None:
    client = sign_in(alice)

    assert "About oak" in client.get(f"{PAGE}?month=2026-04").text
    assert "About oak" not in client.get(f"{PAGE}?month=2026-03").text
    assert "About oak" in client.get(f"{PAGE}?month=soon").text  # the month that it is


def test_who_may_not_read_what_others_logged_sees_no_sample(sign_in: SignIn, bob: Person) -> None:
    client = sign_in(bob)

    assert client.get(PAGE).status_code == 403
    assert "Read ten again" not in client.get("/dialog/months").text
