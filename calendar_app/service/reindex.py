"""`parley reindex`: what copies are found by, made anew; nothing else changes."""

import click

from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.posts import reindexing


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what was indexed in the present way.")
def reindex(everything: bool) -> None:
    """Make the index of copies anew. May be stopped and started again; the app may run meanwhile."""
    database = Database(Settings.from_env().database_url, pooled=False)
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
