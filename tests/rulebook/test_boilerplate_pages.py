"""The pages about boilerplate: who may do what, and what hostile input meets."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Role
from calendar_app.rulebook.models import Boilerplate, Suggestion
from tests.factories import NOW, make_channel, make_person

SignIn = Callable[[Person], FlaskClient]

SIGNATURE = "Your city library, at the market since 1912"
PAGE = "/rules/boilerplate"


@pytest.fixture
def phrase(session: Session, alice: Person) -> Boilerplate:
    row = Boilerplate(text=SIGNATURE, person=alice, created_at=NOW)
    session.add(row)
    session.commit()
    return row


def texts(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Boilerplate.text).order_by(Boilerplate.id)))


def test_everybody_sees_what_is_left_out_and_who_said_so(
    sign_in: SignIn, phrase: Boilerplate, bob: Person
) -> None:
    page = sign_in(bob).get(PAGE).text

    assert SIGNATURE in page
    assert "Alice Adler" in page
    assert "Remove" not in page


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.AUTHOR, Role.APPROVER, Role.EXTERNAL])
def test_only_leads_and_admins_change_it(
    sign_in: SignIn, session: Session, phrase: Boilerplate, role: Role
) -> None:
    client = sign_in(_kept(session, make_person(session, "Somebody", role)))

    answers = [
        client.post(path, data={"text": "Something else entirely", "channel_id": 0}).status_code
        for path in (PAGE, f"{PAGE}/{phrase.id}", f"{PAGE}/{phrase.id}/remove")
    ]

    assert answers == [403, 403, 403]
    assert texts(session) == [SIGNATURE]


def _kept(session: Session, person: Person) -> Person:
    session.commit()
    return person


def test_a_lead_registers_changes_and_removes(sign_in: SignIn, session: Session, alice: Person) -> None:
    channel = make_channel(session)
    lead = sign_in(_kept(session, make_person(session, "Leo", Role.LEAD)))

    added = lead.post(PAGE, data={"text": SIGNATURE, "channel_id": channel.id})
    row_id = session.scalars(select(Boilerplate.id)).one()
    session.rollback()
    changed = lead.post(f"{PAGE}/{row_id}", data={"text": SIGNATURE + " – since ever", "channel_id": 0})
    page = lead.get(PAGE).text

    assert (added.status_code, changed.status_code) == (303, 303)
    assert "since ever" in page
    assert "On all channels" in page
    lead.post(f"{PAGE}/{row_id}/remove")
    assert texts(session) == []


def test_a_suggestion_is_taken_or_waved_aside(sign_in: SignIn, session: Session, alice: Person) -> None:
    session.add_all(
        [
            Suggestion(text=SIGNATURE, letters_key="a", posts=60, found_at=NOW),
            Suggestion(text="Subscribe to our letter", letters_key="b", posts=40, found_at=NOW),
        ]
    )
    session.commit()
    client = sign_in(alice)
    assert "stands in 60 posts" in client.get(PAGE).text

    client.post(PAGE, data={"text": SIGNATURE, "channel_id": 0})
    letter_id = session.scalars(select(Suggestion.id).where(Suggestion.letters_key == "b")).one()
    session.rollback()
    client.post(f"{PAGE}/suggestions/{letter_id}/dismiss")

    page = client.get(PAGE).text
    assert "stands in 60" not in page
    assert "stands in 40" not in page
    assert texts(session) == [SIGNATURE]


def test_an_author_sees_no_suggestions(sign_in: SignIn, session: Session, bob: Person) -> None:
    session.add(Suggestion(text="From channels far away", letters_key="a", posts=60, found_at=NOW))
    session.commit()

    assert "far away" not in sign_in(bob).get(PAGE).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "text"),
        ("Hello", "at least 15 letters"),
        ("👍" * 100, "at least 15 letters"),
        ("long words " * 100_000, "500"),
        ("\u202e\u05e9\u05dc", "at least 15 letters"),
    ],
)
def test_what_is_no_phrase_gets_a_sentence(
    sign_in: SignIn, session: Session, alice: Person, text: str, said: str
) -> None:
    answer = sign_in(alice).post(PAGE, data={"text": text, "channel_id": 0})

    assert answer.status_code == 422
    assert said in answer.text
    assert texts(session) == []


def test_the_same_form_sent_twice_registers_once(sign_in: SignIn, session: Session, alice: Person) -> None:
    client = sign_in(alice)

    answers = [client.post(PAGE, data={"text": SIGNATURE, "channel_id": 0}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 422]
    assert "left out there already" in answers[1].text
    assert texts(session) == [SIGNATURE]


def test_hostile_text_stays_text(sign_in: SignIn, session: Session, alice: Person) -> None:
    client = sign_in(alice)
    client.post(PAGE, data={"text": "<script>alert('signature')</script>", "channel_id": 0})

    page = client.get(PAGE).text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_channel_of_another_workspace_is_no_choice(
    sign_in: SignIn, session: Session, alice: Person, charlie: Person
) -> None:
    home = session.info["scope"]
    session.info["scope"] = charlie.workspace_id
    theirs = make_channel(session, "Theirs")
    session.commit()
    session.info["scope"] = home

    answer = sign_in(alice).post(PAGE, data={"text": SIGNATURE, "channel_id": theirs.id})

    assert answer.status_code == 422
