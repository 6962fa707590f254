"""Write a migration from the newest revision to the models: `python -m tools.migration "what changes"`."""

import sys
import tempfile
from pathlib import Path

from calendar_app import schema
from calendar_app.foundation.db import Database


def main(message: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'newest.db'}", pooled=False)
        schema.migrate(database.engine)
        schema.write_migration(database.engine, message)
        database.engine.dispose()


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or sys.exit('usage: python -m tools.migration "what changes"'))
