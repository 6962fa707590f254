"""Joining by an invitation's link."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Account, Person, Role
from tests.people.conftest import PASSWORD

Stored = Callable[[], AbstractContextManager[Session]]
WithPassword = Callable[[Person], Person]
SignIn = Callable[[Person], FlaskClient]
DORA = {
    "name": "Dora Dahl",
    "email": "dora@example.org",
    "role": "author",
    "language": "de",
    "zone": "Europe/Berlin",
}


def invite(browser: FlaskClient, **changes: str) -> str:
    """Add a person as admin; the path of the link that was shown."""
    page = browser.post("/people/new", data=DORA | changes).text
    found = re.search(r"http://127\.0\.0\.1:8000(/join/[\w-]+)", page)
    assert found
    return found[1]


def test_the_invited_person_chooses_a_password_and_is_in(
    app: Flask, alice: Person, sign_in: SignIn, stored: Stored
) -> None:
    link = invite(sign_in(alice))
    client = app.test_client()

    page = client.get(link)
    answer = client.post(link, data={"name": "Dora D.", "password": PASSWORD, "role": "admin"})

    assert '<html lang="de"' in page.text  # the language the admin chose for her
    assert (answer.status_code, answer.location) == (303, "/week")
    assert client.get("/people").status_code == 200
    with stored() as db:
        dora = db.scalars(select(Person).where(Person.email == "dora@example.org")).one()
        assert (dora.name, dora.role) == ("Dora D.", Role.AUTHOR)
        assert dora.account
        assert dora.account.language == "de"


def test_a_link_works_once(app: Flask, alice: Person, sign_in: SignIn) -> None:
    link = invite(sign_in(alice))
    app.test_client().post(link, data={"name": "Dora", "password": PASSWORD})

    assert app.test_client().get(link).status_code == 410
    assert app.test_client().post(link, data={"name": "Eve", "password": PASSWORD}).status_code == 410


def test_a_link_that_is_too_old_says_so(
    app: Flask, alice: Person, sign_in: SignIn, clock: FixedClock
) -> None:
    link = invite(sign_in(alice))
    clock.moment += timedelta(days=7)

    answer = app.test_client().get(link)

    assert answer.status_code == 410
    assert "no longer works" in answer.text


def test_an_unknown_link_gets_the_same_page(client: FlaskClient, alice: Person) -> None:
    assert client.get("/join/" + "x" * 43).status_code == 410


def test_a_new_link_makes_the_one_before_void(
    app: Flask, alice: Person, sign_in: SignIn, stored: Stored
) -> None:
    browser = sign_in(alice)
    first = invite(browser)
    with stored() as db:
        dora = db.scalars(select(Person).where(Person.email == "dora@example.org")).one()

    page = browser.post(f"/people/{dora.id}/invitation").text

    second = re.findall(r"(/join/[\w-]+)", page)[0]
    assert app.test_client().get(first).status_code == 410
    assert app.test_client().get(second).status_code == 200


def test_whoever_has_left_cannot_join_by_an_old_link(
    app: Flask, alice: Person, sign_in: SignIn, stored: Stored
) -> None:
    browser = sign_in(alice)
    link = invite(browser)
    with stored() as db:
        dora = db.scalars(select(Person).where(Person.email == "dora@example.org")).one()
    browser.post(f"/people/{dora.id}/left")

    assert app.test_client().get(link).status_code == 410


def test_who_has_joined_needs_no_link(alice: Person, bob: Person, sign_in: SignIn) -> None:
    assert sign_in(alice).post(f"/people/{bob.id}/invitation").status_code == 409


def test_an_account_of_another_workspace_joins_with_its_own_password(
    app: Flask, alice: Person, charlie: Person, with_password: WithPassword, sign_in: SignIn, stored: Stored
) -> None:
    with_password(charlie)
    link = invite(sign_in(alice), email=charlie.email)
    client = app.test_client()

    wrong = client.post(link, data={"name": "Charlie", "password": "not his password"})
    right = client.post(link, data={"name": "Charlie", "password": PASSWORD})

    assert wrong.status_code == 422
    assert right.status_code == 303
    assert "Newsroom" in client.get("/account").text
    assert "Elsewhere" in client.get("/account").text
    with stored() as db:
        assert db.scalar(select(func.count(Account.id)).where(Account.email == charlie.email)) == 1


def test_a_weak_password_does_not_use_up_the_link(app: Flask, alice: Person, sign_in: SignIn) -> None:
    link = invite(sign_in(alice))
    client = app.test_client()

    refused = client.post(link, data={"name": "Dora", "password": "dora1234"})

    assert refused.status_code == 422
    assert client.get(link).status_code == 200


def test_the_link_is_not_shown_again(alice: Person, sign_in: SignIn) -> None:
    browser = sign_in(alice)
    link = invite(browser)

    pages = browser.get("/people").text + browser.get("/journal").text

    assert link.rsplit("/", 1)[1] not in pages


def test_an_account_is_not_tried_without_end_by_inviting_it(
    app: Flask, alice: Person, charlie: Person, with_password: WithPassword, sign_in: SignIn
) -> None:
    with_password(charlie)
    link = invite(sign_in(alice), email=charlie.email)

    codes = [
        app.test_client()
        .post(
            link,
            data={"name": "Charlie", "password": f"a guess, the {attempt}th"},
            environ_base={"REMOTE_ADDR": f"203.0.113.{attempt}"},
        )
        .status_code
        for attempt in range(31)
    ]

    assert codes == [422] * 30 + [429]
