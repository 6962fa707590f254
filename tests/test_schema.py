"""The way from an older database to today's loses no row."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from calendar_app import schema
from calendar_app.foundation.db import Database, scope_to
from calendar_app.foundation.places import MIGRATIONS
from calendar_app.people.models import Role
from tests.factories import make_person, make_workspace

COPIES_A_TABLE = '''
"""a table that others refer to is changed"""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("workspace", recreate="always") as table:
        table.add_column(sa.Column("motto", sa.String(20)))
'''


def test_changing_a_table_keeps_what_refers_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database(f"sqlite:///{tmp_path / 'parley.db'}")
    schema.migrate(database.engine)
    with database.session() as session:
        scope_to(session, make_workspace(session).id)
        make_person(session, "Alice Adler", Role.ADMIN)
        session.commit()
    shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    (tmp_path / "migrations/versions/9999_motto.py").write_text(COPIES_A_TABLE.format(head=schema.heads()[0]))
    monkeypatch.setattr(schema, "MIGRATIONS", tmp_path / "migrations")

    schema.migrate(database.engine)

    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM person")) == "Alice Adler"
        assert connection.scalar(text("SELECT motto FROM workspace")) is None
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    database.engine.dispose()
