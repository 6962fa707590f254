"""Fixtures for all rooms."""

import gc
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from calendar_app.app import create_app
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Base, Database, everywhere, scope_to
from calendar_app.foundation.i18n import speaking
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.web import furnish, limiter
from calendar_app.people.models import Person, Role, Workspace
from tests.factories import NOW, make_person, make_workspace

pytest_plugins = [
    "tests.postgres",
    "tests.chromium",
    "tests.redis_server",
    "tests.mail_sink",
    "tests.push_service",
]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """All tables, made once: copying them is a hundred times faster than creating them."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(f"sqlite:///{path}")
    Base.metadata.create_all(database.engine)
    database.engine.dispose()
    with sqlite3.connect(path) as connection:
        return connection.serialize()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


def pytest_collection_finish() -> None:
    """What is there before the first test stays to the end: no garbage is looked for in it any more."""
    gc.collect()
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Tests of services run on both databases; tests of pages, which add nothing to a query, on SQLite."""
    names = set(metafunc.fixturenames)
    if "database_kind" in names and not names & {"app", "client", "sign_in"}:
        metafunc.parametrize("database_kind", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where each test of a worker finds its SQLite: one address, so that one engine serves them all."""
    return tmp_path_factory.mktemp("database") / "parley.db"


@pytest.fixture
def database_url(
    database_kind: str, database_file: Path, empty_database: bytes, request: pytest.FixtureRequest
) -> str:
    """The address of a database of this test's own, with all tables and no rows."""
    if database_kind == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    for left in database_file.parent.iterdir():
        left.unlink()  # the file and its log; who still holds them disturbs nobody
    database_file.write_bytes(empty_database)
    return f"sqlite:///{database_file}"


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        secret_key="for tests only",
        base_url="http://127.0.0.1:8000",
    )


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    database = _opened(settings.database_url)
    yield database
    pool = database.engine.pool
    is_server = database.engine.dialect.name == "postgresql"
    if not (is_server and isinstance(pool, QueuePool) and pool.checkedout() == 0):
        database.engine.dispose()  # a file is replaced; what a test left open is let go of


@cache
def _opened(url: str) -> Database:
    """Its engine lives as long as the worker: a statement compiled once is not compiled for each test."""
    database = Database(url)
    if database.engine.dialect.name == "sqlite":
        event.listen(database.engine, "connect", _make_haste)
    return database


def _make_haste(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous=OFF")  # a test's rows need not outlive a power cut


@pytest.fixture(scope="session")
def built_app(tmp_path_factory: pytest.TempPathFactory) -> tuple[Flask, dict[str, Any]]:
    """An app and its settings: all that tells installations apart is given to it anew by each test.

    Compiling its addresses takes 60 ms and its templates more, which was most of a page's test.
    """
    folder = tmp_path_factory.mktemp("app")
    app = create_app(Settings(data_dir=folder, database_url="sqlite://", secret_key="for tests only"))
    return app, dict(app.config)


@pytest.fixture
def app(
    built_app: tuple[Flask, dict[str, Any]], settings: Settings, database: Database, clock: FixedClock
) -> Flask:
    app, config = built_app
    app.config.clear()
    app.config.update(config, TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    furnish(app, settings, database, clock)
    limiter.reset()
    return app


@pytest.fixture
def count_queries(app: Flask) -> Iterator[Callable[[], int]]:
    """How many statements the app's database has run since the fixture was last asked."""
    engine = app.extensions["parley"]["database"].engine
    statements: list[str] = []

    def remember(*details: object) -> None:
        statements.append(str(details[2]))

    def asked() -> int:
        number = len(statements)
        statements.clear()
        return number

    event.listen(engine, "before_cursor_execute", remember)
    yield asked
    event.remove(engine, "before_cursor_execute", remember)


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """Take out pytest-flask's fixture of this name: it keeps one request, and `g`, open for a whole test."""


@pytest.fixture(autouse=True)
def _speak_english() -> Iterator[None]:
    """A page that was read in German leaves its language to the thread; the next test starts in English."""
    with speaking("en"):
        yield


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing session; scoped to the workspace once that fixture is used. Commit what a page shall see."""
    with database.session() as session:
        yield session


@pytest.fixture
def workspace(session: Session) -> Workspace:
    workspace = make_workspace(session)
    session.commit()
    return workspace


@pytest.fixture
def alice(session: Session, workspace: Workspace) -> Person:
    """Admin of the workspace: owns what the tests are about."""
    return _kept(session, make_person(session, "Alice Adler", Role.ADMIN))


@pytest.fixture
def bob(session: Session, workspace: Workspace) -> Person:
    """Author on Alice's team."""
    return _kept(session, make_person(session, "Bob Brandt", Role.AUTHOR))


@pytest.fixture
def charlie(session: Session, workspace: Workspace) -> Person:
    """Admin of another workspace: must see nothing of Alice's."""
    home = session.info["scope"]
    make_workspace(session, "Elsewhere")
    charlie = _kept(session, make_person(session, "Charlie Cramer", Role.ADMIN))
    scope_to(session, home)
    return charlie


def _kept(session: Session, person: Person) -> Person:
    session.commit()
    return person


@pytest.fixture
def sign_in(app: Flask, session: Session) -> Callable[[Person], FlaskClient]:
    """A browser in which the person is signed in: `sign_in(alice).get("/week")`."""

    def _sign_in(person: Person) -> FlaskClient:
        with everywhere(session):
            account = person.account
        assert account is not None
        return signed_in_client(app, account.id, person.workspace_id)

    return _sign_in


def signed_in_client(app: Flask, account_id: int, workspace_id: int) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as browser:
        browser.begin(account_id)  # type: ignore[attr-defined]
        browser["workspace"] = workspace_id
    return client
