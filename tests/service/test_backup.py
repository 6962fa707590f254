"""The whole database as one file, and back."""

import os
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app import schema
from calendar_app.cli import parley
from calendar_app.foundation.clock import SystemClock
from calendar_app.foundation.db import Database, everywhere
from calendar_app.people.models import Person
from calendar_app.reminders.models import Reminder, ReminderState
from tests.factories import make_person, make_workspace
from tests.postgres import find_binaries


@pytest.fixture
def url(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if database_kind == "postgresql":
        return str(request.getfixturevalue("bare_postgres_url"))
    return f"sqlite:///{tmp_path / 'parley.db'}"


@pytest.fixture
def house(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """An installation with one person; its commands find the PostgreSQL programs of the server."""
    binaries = find_binaries()
    assert binaries is not None
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PARLEY_DATABASE_URL", url)
    monkeypatch.setenv("PATH", f"{binaries}:{os.environ['PATH']}")
    database = Database(url)
    schema.migrate(database.engine)
    with database.session() as session:
        make_workspace(session)
        make_person(session, "Alice Adler")
        session.commit()
    yield database
    database.engine.dispose()


def run(*words: object) -> Result:
    return CliRunner().invoke(parley, [str(word) for word in words])


def names(database: Database) -> list[str]:
    with database.reading() as session, everywhere(session):
        return list(session.scalars(select(Person.name).order_by(Person.id)))


def add(database: Database, name: str) -> None:
    with database.session() as session:
        make_workspace(session)
        make_person(session, name)
        session.commit()


def test_what_was_backed_up_comes_back(house: Database, tmp_path: Path) -> None:
    saved = run("backup", tmp_path / "saved")
    add(house, "Bob Brandt")

    restored = run("restore", "--replace", tmp_path / "saved")

    assert saved.exit_code == 0, saved.output
    assert restored.exit_code == 0, restored.output
    assert names(house) == ["Alice Adler"]
    with house.engine.connect() as connection:
        assert schema.drift(connection) == []


def test_a_backup_made_while_others_write_is_whole(house: Database, tmp_path: Path) -> None:
    writing = threading.Event()

    def write() -> None:
        for number in range(30):
            add(house, f"Writer {number}")
            writing.set()

    writer = threading.Thread(target=write)
    writer.start()
    writing.wait()
    saved = run("backup", tmp_path / "saved")
    writer.join()
    restored = run("restore", "--replace", tmp_path / "saved")

    assert (saved.exit_code, restored.exit_code) == (0, 0), saved.output + restored.output
    found = names(house)
    assert found == ["Alice Adler", *(f"Writer {number}" for number in range(len(found) - 1))]
    with house.reading() as session, everywhere(session):
        assert session.scalar(select(func.count()).where(Person.account_id.is_(None))) == 0


def test_nothing_is_replaced_without_being_told_to(house: Database, tmp_path: Path) -> None:
    run("backup", tmp_path / "saved")
    add(house, "Bob Brandt")

    refused = run("restore", tmp_path / "saved")

    assert refused.exit_code == 1
    assert "--replace" in refused.output
    assert names(house) == ["Alice Adler", "Bob Brandt"]


def test_a_file_that_is_no_backup_changes_nothing(house: Database, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("Dear diary, " * 1000)

    refused = run("restore", "--replace", tmp_path / "other")

    assert refused.exit_code == 1
    assert names(house) == ["Alice Adler"]


def test_what_was_due_meanwhile_is_marked_as_perhaps_sent(house: Database, tmp_path: Path) -> None:
    due = SystemClock().now() - timedelta(minutes=1)
    with house.session() as session:
        make_workspace(session)
        owe(session, make_person(session), due)
        session.commit()
    run("backup", tmp_path / "saved")

    restored = run("restore", "--replace", tmp_path / "saved")

    assert "1 mails were due" in restored.output
    with house.reading() as session, everywhere(session):
        assert session.scalars(select(Reminder.ambiguous)).all() == [1]


def owe(session: Session, person: Person, due: object) -> None:
    session.add(
        Reminder(
            kind="slot_starts",
            subject_id=1,
            person=person,
            lead_minutes=15,
            state=ReminderState.PENDING,
            **dict.fromkeys(("starts_at", "due_at", "next_at", "expires_at", "created_at"), due),
        )
    )


def test_missing_programs_of_postgresql_are_named(
    bare_postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PARLEY_DATABASE_URL", bare_postgres_url)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("pg_dump") is None

    refused = run("backup", tmp_path / "saved")

    assert refused.output == "Error: pg_dump is missing; on Debian: sudo apt install postgresql-client\n"
    assert not (tmp_path / "saved").exists()
