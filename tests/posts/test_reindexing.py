"""`parley reindex`: the same index again, from the texts alone."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.cli import parley
from calendar_app.foundation.db import Database, everywhere
from calendar_app.people.models import Person
from calendar_app.posts import reindexing
from calendar_app.posts.models import Fingerprint, Status, Variant
from tests.factories import make_channel, make_variant

LONG = "Anyone who has ever stood in front of a broken chair knows the feeling. We mend number {}."


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    return make_channel(session)


@pytest.fixture
def few_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindexing, "STEP", 2)


def rows(database: Database) -> set[tuple[int, ...]]:
    columns = (Fingerprint.workspace_id, Fingerprint.value, Fingerprint.day, Fingerprint.variant_id)
    with database.reading() as session, everywhere(session):
        return {tuple(row) for row in session.execute(select(*columns))}


def lose_the_index(session: Session) -> None:
    """As after a migration: no rows, and no variant counts as indexed."""
    session.connection().execute(delete(Fingerprint))
    session.connection().execute(update(Variant).values(indexed_as=0, text_key=None))
    session.commit()


@pytest.mark.usefixtures("few_a_step")
def test_it_makes_the_same_rows_again_and_touches_no_revision(
    session: Session, channel: Channel, database: Database
) -> None:
    variants = [
        make_variant(session, channel, text=LONG.format(number), status=Status.SCHEDULED)
        for number in range(5)
    ]
    draft = make_variant(session, channel, text=LONG, status=Status.DRAFT)
    session.commit()
    before = rows(database), [variant.revision for variant in variants], draft.text_key
    lose_the_index(session)

    assert list(reindexing.reindex(database)) == [2, 2, 2]

    session.expire_all()
    assert (rows(database), [variant.revision for variant in variants], draft.text_key) == before
    assert reindexing.stale(database) == 0


@pytest.mark.usefixtures("few_a_step")
def test_it_goes_on_where_it_was_stopped(session: Session, channel: Channel, database: Database) -> None:
    for number in range(5):
        make_variant(session, channel, text=LONG.format(number), status=Status.SCHEDULED)
    session.commit()
    complete = rows(database)
    lose_the_index(session)

    next(reindexing.reindex(database))

    assert reindexing.stale(database) == 3
    assert list(reindexing.reindex(database)) == [2, 1]
    assert rows(database) == complete


@pytest.mark.usefixtures("few_a_step")
def test_what_is_saved_meanwhile_keeps_its_new_words(
    session: Session, channel: Channel, database: Database
) -> None:
    for number in range(4):
        make_variant(session, channel, text=LONG.format(number), status=Status.SCHEDULED)
    lose_the_index(session)
    steps = reindexing.reindex(database)
    next(steps)

    last = session.scalars(select(Variant).order_by(Variant.id.desc())).first()
    assert last is not None
    last.text = "Quite other words by now, saved while the index was being made."
    session.commit()
    saved = {row for row in rows(database) if row[3] == last.id}
    list(steps)

    assert {row for row in rows(database) if row[3] == last.id} == saved != set()


def test_the_command_makes_everything_anew(
    session: Session, channel: Channel, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_variant(session, channel, text=LONG, status=Status.SCHEDULED)
    session.commit()
    complete = rows(database)
    session.connection().execute(delete(Fingerprint))
    session.commit()
    monkeypatch.setenv("PARLEY_DATABASE_URL", database.engine.url.render_as_string(hide_password=False))

    told = CliRunner().invoke(parley, ["reindex", "--all"])

    assert told.exit_code == 0, told.output
    assert "The index is complete." in told.output
    assert rows(database) == complete


def test_without_a_database_the_command_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_DATABASE_URL", f"sqlite:///{tmp_path / 'empty.db'}")

    told = CliRunner().invoke(parley, ["reindex"])

    assert told.exit_code == 1
    assert told.output == "Error: The database is empty. Run `parley migrate` first.\n"
