"""A connection that is kept for several sessions serves the next one, however the last one ended."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from calendar_app.foundation.db import Database

TABLES = (
    "CREATE TEMPORARY TABLE shelf (id INTEGER PRIMARY KEY)",
    "CREATE TEMPORARY TABLE book (shelf_id INTEGER REFERENCES shelf DEFERRABLE INITIALLY DEFERRED)",
)


def test_a_commit_that_failed_leaves_the_connection_free(database: Database) -> None:
    with database.connection() as connection:
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"):
            _fail_at_commit(database, connection)

        with database.session_over(connection) as session:
            number = session.scalar(text("SELECT 1"))
            session.commit()

    assert number == 1


def _fail_at_commit(database: Database, connection: Connection) -> None:
    """What it writes is looked at by the COMMIT and by nothing before it, as a full disk is."""
    with database.session_over(connection) as session:
        for table in TABLES:
            session.execute(text(table))
        session.execute(text("INSERT INTO book VALUES (1)"))
        session.commit()
