"""Alembic's entry: run with the connection that `calendar_app.schema` hands over."""

from alembic import context
from sqlalchemy import Connection, Enum

from calendar_app.foundation.db import Base, UtcDateTime, WallTime


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Our column types are plain timestamps in the database; a migration should not depend on our classes."""
    if kind == "type" and isinstance(item, UtcDateTime | WallTime):
        return "sa.DateTime()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    render_item=render_item,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
