"""The database's schema: all tables together, and the way from an older one to today's."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine.interfaces import DBAPIConnection

# Imported for their tables: what is not imported here does not exist for a migration.
import calendar_app.campaigns.contest_models
import calendar_app.campaigns.models
import calendar_app.channels.gate.models
import calendar_app.channels.models
import calendar_app.channels.register.models
import calendar_app.copies.models
import calendar_app.engagement.almanac.models
import calendar_app.engagement.availability.models
import calendar_app.engagement.inbound.models
import calendar_app.engagement.materials.models
import calendar_app.engagement.models
import calendar_app.engagement.months.models
import calendar_app.engagement.occasions.models
import calendar_app.engagement.snippets.models
import calendar_app.feeds.models
import calendar_app.foundation.models
import calendar_app.people.models
import calendar_app.posts.models
import calendar_app.posts.themes.models
import calendar_app.reminders.models
import calendar_app.rulebook.models
import calendar_app.sights.models  # noqa: F401
from calendar_app.foundation.db import Base
from calendar_app.foundation.places import MIGRATIONS

# Any number will do, as long as all processes ask for the same one.
_LOCK = 7_370_431


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database to the newest schema, or up to a revision; several processes may try at once."""
    with engine.execution_options(immediate=True).connect() as connection, _without_cascades(connection):
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": _LOCK})
            connection.commit()
        try:
            command.upgrade(_config(connection), revision)
        finally:
            if connection.dialect.name == "postgresql":
                connection.rollback()
                connection.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _LOCK})
                connection.commit()


@contextmanager
def _without_cascades(connection: Connection) -> Iterator[None]:
    """On SQLite a table is changed by copying it and dropping the old one: what refers to it would go too.

    The switch works outside of transactions only, so the driver is asked, who begins none.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: DBAPIConnection = connection.connection.dbapi_connection  # type: ignore[assignment]
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
        if driver.execute("PRAGMA foreign_key_check").fetchone():
            raise RuntimeError("after the migration rows refer to rows that are not there")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def write_migration(engine: Engine, message: str) -> None:
    """Write a migration from the database's schema to the models' (for developers)."""
    with engine.connect() as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=_next_number())


def heads() -> list[str]:
    """The newest revisions; more than one means that two migrations were written side by side."""
    return list(ScriptDirectory(str(MIGRATIONS)).get_heads())


def revisions() -> list[str]:
    """All revisions, the oldest first."""
    script = ScriptDirectory(str(MIGRATIONS))
    return [each.revision for each in script.walk_revisions()][::-1]


def drift(connection: Connection) -> list[object]:
    """What the models have that the database has not, and the other way round."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def _next_number() -> str:
    return f"{len(list((MIGRATIONS / 'versions').glob('*.py'))) + 1:04d}"


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
