"""`parley reindex`: what copies are found by, made anew; nothing else changes."""

import click
from sqlalchemy import inspect

from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.posts import reindexing
from calendar_app.posts.models import Variant


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what was indexed in the present way.")
def reindex(everything: bool) -> None:
    """Make the index of copies anew. May be stopped and started again; the app may run meanwhile."""
    database = Database(Settings.from_env().database_url, pooled=False)
    if not inspect(database.engine).has_table(Variant.__tablename__):
        raise click.ClickException("The database is empty. Run `parley migrate` first.")
    if everything:
        reindexing.forget_all(database)
    index_stale(database)
    click.echo("The index is complete.")


def index_stale(database: Database) -> None:
    """Index what is not, with a bar that says how far it is."""
    if not (count := reindexing.stale(database)):
        return
    with click.progressbar(length=count, label="Indexing texts", show_pos=True) as bar:
        for step in reindexing.reindex(database):
            bar.update(step)
