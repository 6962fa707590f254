"""One's own account: profile, password, sessions, language and look, workspaces."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.models import BrowserSession
from calendar_app.people.models import Account, Person, Role
from tests.factories import make_person, make_workspace
from tests.people.conftest import PASSWORD

Stored = Callable[[], AbstractContextManager[Session]]
WithPassword = Callable[[Person], Person]
SignIn = Callable[[Person], FlaskClient]
NEW_PASSWORD = "eight grey geese"
PROFILE = {"name": "Alice A.", "language": "de", "zone": "Europe/Vienna", "theme": "dark"}


def test_the_profile_is_kept_and_the_page_speaks_the_new_language(
    alice: Person, sign_in: SignIn, stored: Stored
) -> None:
    browser = sign_in(alice)

    answer = browser.post("/account", data=PROFILE, follow_redirects=True)

    assert '<html lang="de" data-theme="dark">' in answer.text
    assert "Mein Konto" in answer.text
    with stored() as db:
        kept = db.get_one(Person, alice.id)
        assert (kept.name, kept.language, kept.zone) == ("Alice A.", "de", "Europe/Vienna")
        assert kept.account
        assert kept.account.shortcuts_on is False


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 121),
        ("zone", "Mars/Olympus"),
        ("zone", ""),
        ("language", "tlh"),
        ("theme", "pink"),
    ],
)
def test_a_profile_that_cannot_be_is_said_and_not_kept(
    field: str, value: str, alice: Person, sign_in: SignIn, stored: Stored
) -> None:
    answer = sign_in(alice).post("/account", data=PROFILE | {field: value})

    assert answer.status_code == 422
    with stored() as db:
        assert db.get_one(Person, alice.id).name == "Alice Adler"


def test_fields_that_are_not_in_the_form_are_not_read(
    bob: Person, charlie: Person, sign_in: SignIn, stored: Stored
) -> None:
    more = {
        "role": "admin",
        "workspace_id": str(charlie.workspace_id),
        "email": "x@example.org",
        "account_id": "1",
    }

    sign_in(bob).post("/account", data=PROFILE | more)

    with stored() as db:
        kept = db.get_one(Person, bob.id)
        assert (kept.role, kept.workspace_id, kept.email) == (Role.AUTHOR, bob.workspace_id, bob.email)


def test_a_new_password_ends_all_other_sessions(
    app: Flask, alice: Person, with_password: WithPassword, sign_in: SignIn
) -> None:
    with_password(alice)
    here, there = sign_in(alice), sign_in(alice)
    copied = here.get_cookie("__Host-session")

    answer = here.post("/account/password", data={"current": PASSWORD, "password": NEW_PASSWORD})

    assert answer.status_code == 303
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303
    renewed = here.get_cookie("__Host-session")
    assert copied
    assert renewed
    assert copied.value != renewed.value
    door = app.test_client()
    assert door.post("/sign-in", data={"email": alice.email, "password": PASSWORD}).status_code == 422
    assert door.post("/sign-in", data={"email": alice.email, "password": NEW_PASSWORD}).status_code == 303


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("wrong", NEW_PASSWORD, "This is not the present password."),
        (PASSWORD, "short", "at least 8 characters"),
        (PASSWORD, "password1234", "guessed first"),
        (PASSWORD, "newsroom 2026", "guessed first"),
        (PASSWORD, "x y " * 60, "longer than 200"),
        (PASSWORD, "", "required"),
    ],
)
def test_a_password_that_will_not_do_is_said(
    current: str, new: str, said: str, alice: Person, with_password: WithPassword, sign_in: SignIn
) -> None:
    with_password(alice)
    here, there = sign_in(alice), sign_in(alice)

    answer = here.post("/account/password", data={"current": current, "password": new})

    assert answer.status_code == 422
    assert said in answer.text
    assert there.get("/account").status_code == 200


def test_sessions_are_listed_and_ended_one_by_one(
    app: Flask, alice: Person, with_password: WithPassword, stored: Stored
) -> None:
    with_password(alice)
    here, phone = app.test_client(), app.test_client()
    _sign_in(here, alice, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
    _sign_in(phone, alice, "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1")
    with stored() as db:
        name = db.scalars(
            select(BrowserSession.token_hash).where(BrowserSession.client.contains("iPhone"))
        ).one()

    page = here.get("/account").text
    answer = here.post(f"/account/sessions/{name[:16]}/end")

    assert "Firefox · Linux" in page
    assert "Safari · iPhone" in page
    assert answer.status_code == 303
    assert phone.get("/account").status_code == 303
    assert here.get("/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(
    alice: Person, bob: Person, sign_in: SignIn, stored: Stored
) -> None:
    alices, bobs = sign_in(alice), sign_in(bob)
    with stored() as db:
        name = db.scalars(
            select(BrowserSession.token_hash).where(BrowserSession.account_id == alice.account_id)
        ).one()

    answer = bobs.post(f"/account/sessions/{name[:16]}/end")

    assert answer.status_code == 404
    assert alices.get("/account").status_code == 200


def test_all_other_sessions_end_at_once(alice: Person, sign_in: SignIn) -> None:
    here, there, elsewhere = sign_in(alice), sign_in(alice), sign_in(alice)

    here.post("/account/sessions/end-others")

    assert [browser.get("/account").status_code for browser in (here, there, elsewhere)] == [200, 303, 303]


def test_a_visitor_chooses_language_and_look_without_an_account(client: FlaskClient, alice: Person) -> None:
    client.post("/language", data={"lang": "de", "next": "/sign-in"})
    client.post("/theme", data={"theme": "dark", "next": "/sign-in"})

    assert '<html lang="de" data-theme="dark">' in client.get("/sign-in").text


def test_the_account_remembers_language_and_look(alice: Person, sign_in: SignIn, stored: Stored) -> None:
    browser = sign_in(alice)

    browser.post("/language", data={"lang": "de"})
    browser.post("/theme", data={"theme": "light"})

    with stored() as db:
        kept = db.get_one(Account, alice.account_id)
        assert (kept.language, kept.theme) == ("de", "light")
        assert db.get_one(Person, alice.id).language == "de"


@pytest.mark.parametrize(("path", "field"), [("/language", "lang"), ("/theme", "theme")])
def test_an_unknown_choice_is_refused(client: FlaskClient, alice: Person, path: str, field: str) -> None:
    assert client.post(path, data={field: '"><script>'}).status_code == 400


@pytest.mark.parametrize("target", ["//evil.example", "/\\evil.example", "https:evil.example"])
def test_a_choice_leads_back_to_this_site_only(client: FlaskClient, alice: Person, target: str) -> None:
    assert client.post("/language", data={"lang": "de", "next": target}).location == "/"


def test_an_account_goes_from_one_of_its_workspaces_to_another(
    session: Session, alice: Person, charlie: Person, sign_in: SignIn
) -> None:
    elsewhere = make_workspace(session, "Second house")
    there = make_person(session, "Alice there", Role.AUTHOR, with_account=False)
    there.account = alice.account
    session.commit()
    browser = sign_in(alice)

    answer = browser.post("/account/workspace", data={"workspace": elsewhere.id})

    assert answer.status_code == 303
    assert "Second house" in browser.get("/people").text
    assert browser.get("/workspace").status_code == 403  # an author there, an admin at home
    assert browser.post("/account/workspace", data={"workspace": charlie.workspace_id}).status_code == 404
    assert browser.post("/account/workspace", data={"workspace": "x"}).status_code == 404


def _sign_in(client: FlaskClient, person: Person, user_agent: str) -> None:
    client.post(
        "/sign-in",
        data={"email": person.email, "password": PASSWORD},
        headers={"User-Agent": user_agent},
    )
