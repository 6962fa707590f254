"""The team's pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Role, Workspace
from tests.factories import make_channel

Stored = Callable[[], AbstractContextManager[Session]]
SignIn = Callable[[Person], FlaskClient]
DORA = {
    "name": "Dora Dahl",
    "email": "dora@example.org",
    "role": "author",
    "language": "de",
    "zone": "Europe/Berlin",
}
HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}\u202egnp'


def test_the_list_tells_role_channels_training_and_whether_somebody_joined(
    session: Session, alice: Person, bob: Person, sign_in: SignIn
) -> None:
    make_channel(session, "House account", owner=bob)
    session.commit()
    browser = sign_in(alice)
    browser.post("/people/new", data=DORA)

    page = browser.get("/people").text

    for expected in (
        "House account",
        "trained until 1 Jan 2028",
        "has joined",
        "invited, link works until",
        "Author",
    ):
        assert expected in page


def test_addresses_are_for_those_who_look_after_the_team(alice: Person, bob: Person, sign_in: SignIn) -> None:
    assert alice.email in sign_in(alice).get("/people").text
    assert alice.email not in sign_in(bob).get("/people").text


def test_an_admin_changes_what_is_said_of_a_person(
    alice: Person, bob: Person, sign_in: SignIn, stored: Stored
) -> None:
    changes = {
        "role": "lead",
        "trained_until": "2027-05-01",
        "email": "else@example.org",
        "workspace_id": "99",
    }

    answer = sign_in(alice).post(f"/people/{bob.id}", data=DORA | changes)

    assert answer.status_code == 303
    with stored() as db:
        kept = db.get_one(Person, bob.id)
        assert (kept.name, kept.role, kept.trained_until) == ("Dora Dahl", Role.LEAD, date(2027, 5, 1))
        assert (kept.email, kept.workspace_id) == (bob.email, bob.workspace_id)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "required"),
        ("email", "dora@", "not a mail address"),
        ("role", "owner", "Choose one of the entries"),
        ("role", "external", "at least one channel"),
        ("channel_ids", "4711", "Choose one of the entries"),
        ("trained_until", "31.02.2027", "Not a valid date"),
        ("leaves_on", "9999-12-31", "within five years"),
        ("zone", "CET/Summer", "There is no time zone"),
    ],
)
def test_a_slip_is_said_and_nothing_typed_is_lost(
    field: str, value: str, said: str, alice: Person, sign_in: SignIn, stored: Stored
) -> None:
    answer = sign_in(alice).post("/people/new", data=DORA | {field: value})

    assert answer.status_code == 422
    assert said in answer.text
    assert "Dora Dahl" in answer.text or field == "name"
    with stored() as db:
        assert len(db.scalars(select(Person)).all()) == 1


def test_a_channel_of_another_workspace_cannot_be_given_to_an_external_person(
    session: Session, alice: Person, charlie: Person, sign_in: SignIn
) -> None:
    home = session.info["scope"]
    session.info["scope"] = charlie.workspace_id
    foreign = make_channel(session, "Theirs")
    session.commit()
    session.info["scope"] = home

    answer = sign_in(alice).post(
        "/people/new", data=DORA | {"role": "external", "channel_ids": str(foreign.id)}
    )

    assert answer.status_code == 422


def test_the_last_admin_is_told_why_nothing_changed(alice: Person, sign_in: SignIn, stored: Stored) -> None:
    browser = sign_in(alice)

    demoted = browser.post(f"/people/{alice.id}", data=DORA)
    left = browser.post(f"/people/{alice.id}/left", follow_redirects=True)

    assert demoted.status_code == 422
    assert "only admin" in demoted.text
    assert "only admin" in left.text
    with stored() as db:
        kept = db.get_one(Person, alice.id)
        assert (kept.name, kept.role, kept.left_at) == ("Alice Adler", Role.ADMIN, None)


def test_who_left_is_listed_apart_and_comes_back(
    alice: Person, bob: Person, sign_in: SignIn, stored: Stored
) -> None:
    browser = sign_in(alice)

    browser.post(f"/people/{bob.id}/left")
    gone = browser.get("/people").text
    browser.post(f"/people/{bob.id}/back")

    assert "1 person has left" in gone
    with stored() as db:
        assert db.get_one(Person, bob.id).left_at is None


def test_the_workspace_is_renamed_by_its_admin(alice: Person, sign_in: SignIn, stored: Stored) -> None:
    answer = sign_in(alice).post(
        "/workspace", data={"name": "Library", "language": "de", "zone": "Europe/Vienna", "is_demo": "y"}
    )

    assert answer.status_code == 303
    with stored() as db:
        kept = db.get_one(Workspace, alice.workspace_id)
        assert (kept.name, kept.language, kept.zone, kept.is_demo) == (
            "Library",
            "de",
            "Europe/Vienna",
            False,
        )


def test_the_journal_names_what_happened(alice: Person, bob: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    browser.post(f"/people/{bob.id}/left")

    page = browser.get("/journal").text

    assert "Person · has left" in page
    assert "Bob Brandt" in page


def test_hostile_text_is_shown_as_text_on_every_page(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    browser.post("/people/new", data=DORA | {"name": HOSTILE})
    browser.post("/workspace", data={"name": HOSTILE, "language": "en", "zone": "UTC"})
    browser.post("/account", data={"name": HOSTILE, "language": "en", "zone": "UTC", "theme": "auto"})

    for path in ("/people", "/people/new", "/journal", "/account", "/workspace"):
        page = browser.get(path).text
        assert "<img" not in page
        assert "{{7*7}}" in page


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "path", ["/people", "/people/new", "/workspace", "/journal", "/account", "/workspaces/new"]
)
def test_every_page_speaks_both_languages(path: str, language: str, alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    browser.post("/language", data={"lang": language})

    page = browser.get(path)

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert ("Kalender" in page.text) == (language == "de")


def test_only_a_demo_offers_to_be_removed(session: Session, alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    real = browser.get("/workspace").text
    alice.workspace.is_demo = True
    session.commit()

    demo = browser.get("/workspace").text

    assert "/demo/remove" not in real
    assert "/demo/remove" in demo
