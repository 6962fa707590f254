"""The door: signing in and out, what is kept of it, and what does not get through."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.models import BrowserSession
from calendar_app.foundation.web import safe_next
from calendar_app.people.models import Person
from tests.people.conftest import PASSWORD

Stored = Callable[[], AbstractContextManager[Session]]
WithPassword = Callable[[Person], Person]
COOKIE = "__Host-session"


@pytest.fixture
def ada(alice: Person, with_password: WithPassword) -> Person:
    return with_password(alice)


def _send(client: FlaskClient, email: str, password: str = PASSWORD, **more: str):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"email": email, "password": password, **more})


def test_the_right_pair_opens_the_door(client: FlaskClient, ada: Person) -> None:
    answer = _send(client, ada.email.upper(), next="/people")

    assert (answer.status_code, answer.location) == (303, "/people")
    assert client.get("/people").status_code == 200


@pytest.mark.parametrize("email", ["alice", "nobody@example.org", "' OR 1=1 --", "x" * 200])
def test_every_wrong_pair_gets_the_same_answer(client: FlaskClient, ada: Person, email: str) -> None:
    known = _send(client, ada.email, "wrong password")
    unknown = _send(client, email, "wrong password")

    assert known.status_code == unknown.status_code == 422
    assert "Address and password do not fit together." in known.text
    assert "Address and password do not fit together." in unknown.text


def test_the_session_gets_a_new_number_at_the_door(client: FlaskClient, ada: Person) -> None:
    client.post("/language", data={"lang": "en"})
    before = client.get_cookie(COOKIE)

    _send(client, ada.email)

    after = client.get_cookie(COOKIE)
    assert before
    assert after
    assert before.value != after.value


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(client: FlaskClient, ada: Person) -> None:
    answer = _send(client, ada.email)

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_a_copied_cookie_is_worth_nothing_after_signing_out(
    app: Flask, client: FlaskClient, ada: Person
) -> None:
    _send(client, ada.email)
    copied = client.get_cookie(COOKIE)
    assert copied
    thief = app.test_client()
    thief.set_cookie(COOKIE, copied.value, domain=copied.domain, secure=True)
    before = thief.get("/people").status_code

    client.post("/sign-out")

    assert before == 200
    assert thief.get("/people").status_code == 303
    assert client.get("/people").status_code == 303


def test_the_database_holds_only_the_hash_of_the_cookie(
    client: FlaskClient, ada: Person, stored: Stored
) -> None:
    _send(client, ada.email)

    cookie = client.get_cookie(COOKIE)
    with stored() as db:
        kept = db.scalars(select(BrowserSession).where(BrowserSession.account_id == ada.account_id)).one()
        assert cookie
        assert cookie.value not in kept.token_hash


def test_too_many_attempts_from_one_address_have_to_wait(client: FlaskClient, ada: Person) -> None:
    answers = [_send(client, f"somebody{number}@example.org", "wrong").status_code for number in range(10)]

    refused = _send(client, ada.email)

    assert set(answers) == {422}
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_too_many_attempts_at_one_account_have_to_wait_wherever_they_come_from(
    app: Flask, ada: Person
) -> None:
    answers = []
    for number in range(31):
        client = app.test_client()
        data = {"email": ada.email.upper() if number % 2 else ada.email, "password": "wrong"}
        answers.append(
            client.post("/sign-in", data=data, environ_base={"REMOTE_ADDR": f"192.0.2.{number}"}).status_code
        )

    assert answers == [422] * 30 + [429]


def test_signing_in_is_not_counted_as_an_attempt(app: Flask, ada: Person) -> None:
    answers = {_send(app.test_client(), ada.email).status_code for _ in range(12)}

    assert answers == {303}


HOSTILE = [
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "https:evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "\t//evil.example",
    "/%0d%0aSet-Cookie:x\r\n",
    "%2f%2fevil.example",
    "evil.example",
    "",
]


@pytest.mark.parametrize("target", HOSTILE)
def test_nobody_is_led_to_another_site(client: FlaskClient, ada: Person, target: str) -> None:
    answer = _send(client, ada.email, next=target)

    assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize(
    "target", ["/people", "/channels?state=active", "/week/2026-04-06#day-3", "/%2f%2fx"]
)
def test_a_path_of_ones_own_is_followed(target: str) -> None:
    assert safe_next(target, "/") == target


def test_who_is_in_no_workspace_any_more_is_told_so(
    client: FlaskClient, session: Session, ada: Person
) -> None:
    ada.left_at = ada.created_at
    session.commit()

    answer = _send(client, ada.email)

    assert answer.status_code == 422
    assert "no workspace any more" in answer.text


def test_a_form_without_its_token_changes_nothing(app: Flask, ada: Person) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client = app.test_client()

    assert _send(client, ada.email).status_code == 400
    assert client.post("/language", data={"lang": "de"}).status_code == 400
    assert client.post("/sign-out").status_code == 400
