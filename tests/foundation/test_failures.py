"""What a reader gets when something is broken: a sentence, never a trace, whatever else is broken with it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
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
    app: Flask, sign_in: SignIn, alice: Person
) -> None:
    @app.get("/broken")
    @public
    def broken() -> str:
        request_session().close()  # nothing that was read is within reach any more
        request_session().execute(text("select * from nowhere"))
        return ""

    answer = sign_in(alice).get("/broken")

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
