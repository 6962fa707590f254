"""`parley migrate`: in a module of its own, because it needs every table and the other verbs need none."""

import click
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from calendar_app import schema
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.service.reindex import index_stale


@click.command()
def migrate() -> None:
    """Bring the database to this version's shape, and what copies are found by up to date."""
    database = Database(Settings.from_env().database_url, pooled=False)
    _knock(database.engine)
    schema.migrate(database.engine)
    index_stale(database)


def _knock(engine: Engine) -> None:
    """A database that cannot be reached is the operator's matter: they get a sentence, and no traceback."""
    try:
        engine.connect().close()
    except OperationalError as error:
        says = str(error.orig).splitlines()[0]
        raise click.ClickException(f"The database does not answer: {says}") from error
