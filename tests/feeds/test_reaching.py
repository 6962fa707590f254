"""Whether others reach Parley is asked over the wire, and said in a sentence."""

from collections.abc import Callable, Iterator
from ipaddress import ip_address
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from calendar_app.feeds.reaching import trouble_at
from calendar_app.foundation.fetching import Limits, Trouble
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server.port
    server.shutdown()
    thread.join()
    server.server_close()


def on_this_machine(port: int) -> Limits:
    """As if this machine were the internet."""
    return Limits(
        seconds=5, may_reach=lambda found: found == ip_address("127.0.0.1"), ports=frozenset({port})
    )


def test_parley_finds_itself(port: int) -> None:
    assert trouble_at(f"http://127.0.0.1:{port}", on_this_machine(port)) is None


def test_somebody_else_is_not_taken_for_parley(port: int) -> None:
    assert trouble_at(f"http://127.0.0.1:{port}/nowhere", on_this_machine(port)) == Trouble.REFUSED


def test_nothing_there_is_said(port: int) -> None:
    assert trouble_at("http://127.0.0.1:9", on_this_machine(9)) == Trouble.UNREACHABLE


@pytest.mark.parametrize("host", ["10.0.0.7", "127.0.0.1", "[fd00::1]"])
def test_a_private_address_is_asked_nothing(host: str) -> None:
    assert trouble_at(f"https://{host}") == Trouble.PRIVATE


class TestBehindAPrivateAddress:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return Settings(
            data_dir=settings.data_dir,
            database_url=settings.database_url,
            secret_key="for tests only",
            base_url="https://192.168.3.4",
        )

    def test_the_page_says_why_calendars_cannot_be_fetched(self, sign_in: SignIn, alice: Person) -> None:
        answer = sign_in(alice).post("/feeds/reach", follow_redirects=True)

        assert "The address leads into a private network." in answer.text
