"""`parley backup` and `parley restore`: the whole database as one file, also while Parley runs.

SQLite copies itself through its backup API; PostgreSQL's own pg_dump and pg_restore do its work.
"""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import click
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from calendar_app import schema
from calendar_app.foundation.clock import database_time
from calendar_app.foundation.db import Database, everywhere
from calendar_app.foundation.settings import Settings
from calendar_app.reminders.services import doubt_what_is_due

PG_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the database into FILE; Parley may go on running."""
    url = Settings.from_env().database_url
    part = file.with_name(f".{file.name}.part")  # FILE is whole or not there
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        if path := _sqlite_path(url):
            _copy(path, part)
        else:
            _postgres("pg_dump", url, "--format=custom", "--no-owner", f"--file={part}")
        os.replace(part, file)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Throw away what the database holds now.")
def restore(file: Path, *, replace: bool) -> None:
    """Bring back what FILE holds, and bring it to this version's shape."""
    url = Settings.from_env().database_url
    if not replace:
        raise click.ClickException("What the database holds now would be lost; if that is meant: --replace")
    if path := _sqlite_path(url):
        _must_be_whole(file)
        _copy(file, path)
    else:
        options = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        _postgres("pg_restore", url, *options, f"--dbname={_parts(url)['PGDATABASE']}", str(file))
    database = Database(url, pooled=False)
    schema.migrate(database.engine)
    with database.session() as session, everywhere(session):
        doubtful = doubt_what_is_due(session, database_time(session))
        session.commit()
    click.echo(f"Restored. {doubtful} mails were due since and may arrive a second time.")


def _sqlite_path(url: str) -> Path | None:
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def _copy(source: Path, target: Path) -> None:
    """Copy a SQLite database page by page, under its own locks; whoever reads sees the old or the new."""
    if not source.exists():
        raise click.ClickException(f"There is no database at {source}.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(_sqlite(source)) as old, closing(_sqlite(target)) as new:
        old.backup(new)


def _sqlite(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=15)


def _must_be_whole(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            connection.execute("SELECT version_num FROM alembic_version")
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{file} is no backup of Parley's SQLite database: {error}") from error
    if not sound:
        raise click.ClickException(f"{file} is damaged; nothing was changed.")


def _postgres(program: str, url: str, *options: str) -> None:
    """Run one of PostgreSQL's programs. The password goes through the environment, where no list shows it."""
    found = shutil.which(program)
    if found is None:
        raise click.ClickException(f"{program} is missing; on Debian: sudo apt install postgresql-client")
    environ = {**os.environ, **_parts(url)}
    done = subprocess.run([found, *options], env=environ, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0:
        raise click.ClickException(f"{program} failed: {done.stderr.strip()}")


def _parts(url: str) -> dict[str, str]:
    parts = conninfo_to_dict(url.replace("postgresql+psycopg://", "postgresql://", 1))
    return {variable: str(parts[name]) for name, variable in PG_VARIABLES.items() if parts.get(name)}
