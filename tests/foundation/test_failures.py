"""What a reader gets when something is broken: a sentence, never a trace, whatever else is broken with it."""

from collections.abc import Callable, Iterator
from sqlite3 import Connection

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError
from werkzeug.test import Client

from calendar_app.foundation.web import request_session
from calendar_app.people.access import public
from calendar_app.people.models import Person

SignIn = Callable[[Person], FlaskClient]


@pytest.mark.parametrize(
    "address", ["/week?channel={}", "/list?person={}", "/month?channel=-{}", "/journal?before={}"]
)
def test_a_number_no_row_can_have_is_no_filter(sign_in: SignIn, alice: Person, address: str) -> None:
    answer = sign_in(alice).get(address.format("9" * 20))

    assert answer.status_code == 200


def test_a_post_of_a_number_no_row_can_have_is_nothing_to_start_from(sign_in: SignIn, alice: Person) -> None:
    answer = sign_in(alice).get(f"/posts/new?from={'9' * 20}&channel={'9' * 20}")

    assert answer.status_code == 200


def test_a_failure_with_a_broken_transaction_still_gets_its_page(
    app: Flask, sign_in: SignIn, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    @public
    def broken() -> str:
        request_session().close()  # nothing that was read is within reach any more
        request_session().execute(text("select * from nowhere"))
        return ""

    monkeypatch.setitem(app.view_functions, "board.listing", broken)

    answer = sign_in(alice).get("/list")

    assert answer.status_code == 500
    assert "Something broke in Parley" in answer.text
    assert "Number of this failure" in answer.text
    assert OperationalError.__name__ not in answer.text


def test_a_request_whose_host_cannot_be_read_gets_a_sentence(client: FlaskClient) -> None:
    answer = client.get("/sign-in", headers={"Host": "x" * 3000})

    assert answer.status_code == 400
    assert answer.text == "Parley could not read that request.\n"


def test_a_database_that_is_gone_is_told_in_a_sentence(app: Flask) -> None:
    with app.extensions["parley"]["database"].engine.begin() as connection:
        connection.exec_driver_sql("alter table browser_session rename to elsewhere")

    answer = Client(app, use_cookies=False).get("/sign-in", headers={"Cookie": "__Host-session=somebody"})

    assert answer.status_code == 500
    assert answer.text == "Something broke in Parley. What was saved before is safe.\n"


TYPED = 'Words that took an afternoon, and a "><b>mark</b>.'


@pytest.fixture
def full_disk(app: Flask, sign_in: SignIn, alice: Person) -> Iterator[FlaskClient]:
    """Alice's browser, signed in before the database could grow no more: SQLite tells that as a full disk."""
    browser = sign_in(alice)
    with browser.session_transaction() as content:
        content["_flashes"] = [("success", "Saved.")]
    engine = app.extensions["parley"]["database"].engine
    engine.dispose()
    event.listen(engine, "connect", _no_more_pages)
    yield browser
    event.remove(engine, "connect", _no_more_pages)


def _no_more_pages(connection: Connection, record: object) -> None:
    connection.execute("pragma max_page_count = 1")


def test_on_a_full_disk_what_was_typed_is_handed_back(full_disk: FlaskClient) -> None:
    answer = full_disk.post("/posts/new", data={"core": TYPED, "facts": TYPED * 300, "form_key": "one"})

    assert answer.status_code == 500
    assert "and a &#34;&gt;&lt;b&gt;mark" in answer.text


def test_on_a_full_disk_pages_can_still_be_read(full_disk: FlaskClient) -> None:
    answer = full_disk.get("/week")

    assert answer.status_code == 200


def test_who_was_signed_out_gets_back_what_they_typed(client: FlaskClient) -> None:
    answer = client.post(
        "/posts/new",
        data={"core": TYPED, "password": "a secret sentence"},
        headers={"Referer": "http://localhost/posts/new"},
    )

    assert answer.status_code == 401
    assert "and a &#34;&gt;&lt;b&gt;mark" in answer.text
    assert "a secret sentence" not in answer.text
    assert "/sign-in?next=/posts/new" in answer.text


def test_who_was_signed_out_and_typed_nothing_goes_to_sign_in(client: FlaskClient) -> None:
    answer = client.post("/posts/1/delete", headers={"Referer": "https://elsewhere.example/trap"})

    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_a_form_from_an_old_page_hands_back_what_was_typed(
    app: Flask, sign_in: SignIn, alice: Person
) -> None:
    browser = sign_in(alice)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = browser.post("/posts/new", data={"core": TYPED})

    assert answer.status_code == 400
    assert "and a &#34;&gt;&lt;b&gt;mark" in answer.text


def test_what_is_too_much_to_be_read_still_gets_its_page(app: Flask, sign_in: SignIn, alice: Person) -> None:
    browser = sign_in(alice)
    app.config["MAX_CONTENT_LENGTH"] = 100

    answer = browser.post("/posts/new", data={"core": TYPED * 100})

    assert answer.status_code == 413
    assert "That is too much at once" in answer.text
    assert "To the start page" in answer.text
