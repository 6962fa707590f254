"""What the version before reads and writes still works once a migration has run: migrations only add.

So hosts can be brought up to date one after the other. What is not needed any more is taken away by a later
release, when no running version knows it; from then on `PROMISED_FROM` names that revision.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Inspector, event, inspect

from calendar_app import schema
from calendar_app.foundation.db import Database

PROMISED_FROM = "0035"


@dataclass(frozen=True)
class Shape:
    """What a version relies on: each table's columns, and what must be unique in it."""

    columns: dict[str, dict[str, Any]]
    unique: dict[str, set[tuple[str, ...]]]

    @classmethod
    def of(cls, engine: Engine) -> "Shape":
        columns, unique = {}, {}
        with engine.connect() as connection:
            seen = inspect(connection)
            for table in seen.get_table_names():
                columns[table] = {column["name"]: dict(column) for column in seen.get_columns(table)}
                unique[table] = set(_unique(seen, table))
        return cls(columns, unique)


def _unique(seen: Inspector, table: str) -> Iterator[tuple[str, ...]]:
    for rule in seen.get_unique_constraints(table):
        yield tuple(rule["column_names"])
    for index in seen.get_indexes(table):
        if index["unique"]:
            yield tuple(name or "an expression" for name in index["column_names"])


def troubles(before: Shape, after: Shape) -> Iterator[str]:
    """What a version that knows the schema before could no longer do with the one after."""
    for table, columns in before.columns.items():
        if table not in after.columns:
            yield f"{table} is gone"
            continue
        now = after.columns[table]
        for name, column in columns.items():
            if name not in now:
                yield f"{table}.{name} is gone"
            elif str(now[name]["type"]) != str(column["type"]):
                yield f"{table}.{name} holds something else"
            elif column["nullable"] and not now[name]["nullable"]:
                yield f"{table}.{name} may no longer be empty"
        for name in now.keys() - columns.keys():
            if not now[name]["nullable"] and now[name]["default"] is None:
                yield f"{table}.{name} is not written by who does not know it"
        for names in after.unique[table] - before.unique[table]:
            yield f"{table} wants {names} to be unique"


def test_migrations_only_add(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'grown.db'}", pooled=False)
    event.listen(database.engine, "connect", _never_wait_for_the_disk)
    revisions = schema.revisions()
    schema.migrate(database.engine, PROMISED_FROM)
    found, before = {}, Shape.of(database.engine)
    for revision in revisions[revisions.index(PROMISED_FROM) + 1 :]:
        schema.migrate(database.engine, revision)
        after = Shape.of(database.engine)
        found[revision], before = list(troubles(before, after)), after
    database.engine.dispose()

    assert {revision: some for revision, some in found.items() if some} == {}


def _never_wait_for_the_disk(connection: Any, record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")
