"""`parley migrate`: in a module of its own, because it needs every table and the other verbs need none."""

import click

from calendar_app import schema
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.service.reindex import index_stale


@click.command()
def migrate() -> None:
    """Bring the database to this version's shape, and what copies are found by up to date."""
    database = Database(Settings.from_env().database_url, pooled=False)
    schema.migrate(database.engine)
    index_stale(database)
