"""What tests of channels share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy.orm import Session

from calendar_app.foundation.db import Database, everywhere


@pytest.fixture
def stored(database: Database) -> Callable[[], AbstractContextManager[Session]]:
    """What the database holds now, of all workspaces: `with stored() as db: …`."""

    @contextmanager
    def _stored() -> Iterator[Session]:
        with database.reading() as session, everywhere(session):
            yield session

    return _stored
