"""The first visit, and further workspaces."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.people.models import Account, Person, Role, Workspace

Stored = Callable[[], AbstractContextManager[Session]]
WithPassword = Callable[[Person], Person]
SignIn = Callable[[Person], FlaskClient]
HOUSE = {
    "own_name": "Ada Bell",
    "email": "Ada@Example.org",
    "password": "seven grey geese",
    "name": "Library",
    "language": "de",
    "zone": "Europe/Vienna",
}


def test_the_first_visitor_is_welcomed(client: FlaskClient) -> None:
    assert client.get("/").location == "/welcome"
    assert client.get("/welcome").status_code == 200


def test_the_first_visitor_opens_a_workspace_and_is_in_it(client: FlaskClient, stored: Stored) -> None:
    answer = client.post("/welcome", data=HOUSE)

    assert (answer.status_code, answer.location) == (303, "/week")
    assert client.get("/").location == "/week"
    with stored() as db:
        ada = db.scalars(select(Person)).one()
        assert (ada.name, ada.email, ada.role) == ("Ada Bell", "ada@example.org", Role.ADMIN)
        assert ada.is_trained(ada.created_at.date())
        assert (ada.workspace.name, ada.workspace.language, ada.workspace.zone) == (
            "Library",
            "de",
            "Europe/Vienna",
        )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("own_name", " \t ", "required"),
        ("email", "no address", "not a mail address"),
        ("email", "a@b.example\r\nBcc: x@example.org", "not a mail address"),
        ("password", "short", "at least 8 characters"),
        ("password", "adabell1", "guessed first"),
        ("name", "", "required"),
        ("zone", "Europe/Atlantis", "There is no time zone"),
        ("language", "xx", "Choose one of the entries"),
    ],
)
def test_a_slip_is_said_and_nothing_typed_is_lost(
    field: str, value: str, said: str, client: FlaskClient, stored: Stored
) -> None:
    answer = client.post("/welcome", data=HOUSE | {field: value})

    assert answer.status_code == 422
    assert said in answer.text
    assert ("Library" in answer.text) or field == "name"
    assert "seven grey geese" not in answer.text  # a password is never written back
    with stored() as db:
        assert db.scalars(select(Workspace)).all() == []


def test_the_same_form_sent_twice_opens_one_workspace(client: FlaskClient, stored: Stored) -> None:
    client.post("/welcome", data=HOUSE)

    again = client.post("/welcome", data=HOUSE)

    assert again.status_code == 303
    with stored() as db:
        assert db.scalar(select(func.count(Workspace.id))) == 1
        assert db.scalar(select(func.count(Account.id))) == 1


def test_later_visitors_are_led_to_the_door(
    client: FlaskClient, alice: Person, with_password: WithPassword
) -> None:
    with_password(alice)

    assert client.get("/").location == "/sign-in"
    assert client.get("/welcome").location == "/"
    assert client.post("/welcome", data=HOUSE).location == "/"


def test_who_is_signed_in_goes_on_to_the_calendar(alice: Person, sign_in: SignIn) -> None:
    assert sign_in(alice).get("/").location == "/week"


def test_another_workspace_sent_twice_is_opened_once(bob: Person, sign_in: SignIn, stored: Stored) -> None:
    browser, form = sign_in(bob), {"name": "Side project", "language": "en", "zone": "UTC"}

    answers = [browser.post("/workspaces/new", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with stored() as db:
        assert [house.name for house in db.scalars(select(Workspace))].count("Side project") == 1


@pytest.mark.parametrize("name", ["\u200b\u200b", "\u2060 \u00a0", "\ufeff"])
def test_a_name_nobody_can_see_is_no_name(name: str, bob: Person, sign_in: SignIn) -> None:
    answer = sign_in(bob).post("/workspaces/new", data={"name": name, "language": "en", "zone": "UTC"})

    assert answer.status_code == 422
    assert "This field is required." in answer.text


@pytest.mark.parametrize(
    "zone", ["Factory", "localtime", "europe/berlin", "../../etc/passwd", "Mars/Olympus"]
)
def test_a_zone_that_is_no_place_is_refused(zone: str, bob: Person, sign_in: SignIn) -> None:
    answer = sign_in(bob).post("/workspaces/new", data={"name": "Side", "language": "en", "zone": zone})

    assert answer.status_code == 422
    assert f"There is no time zone “{zone}”." in answer.text


def test_an_account_opens_another_workspace_and_is_its_admin(
    bob: Person, sign_in: SignIn, stored: Stored
) -> None:
    browser = sign_in(bob)

    answer = browser.post("/workspaces/new", data={"name": "Side project", "language": "en", "zone": "UTC"})

    assert answer.status_code == 303
    assert "Side project" in browser.get("/workspace").text
    with stored() as db:
        roles = {person.workspace.name: person.role for person in db.scalars(select(Person))}
        assert roles == {"Newsroom": Role.AUTHOR, "Side project": Role.ADMIN}
