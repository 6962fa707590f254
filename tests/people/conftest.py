"""What tests of accounts share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from sqlalchemy.orm import Session

from calendar_app.foundation.db import Database, everywhere
from calendar_app.people import passwords
from calendar_app.people.models import Person

PASSWORD = "seven grey geese"


@pytest.fixture
def with_password(session: Session) -> Callable[[Person], Person]:
    """Give a person's account a password: PASSWORD."""

    def _with_password(person: Person) -> Person:
        assert person.account is not None
        person.account.password_hash = passwords.hash_password(PASSWORD)
        session.commit()
        return person

    return _with_password


@pytest.fixture
def stored(database: Database) -> Callable[[], AbstractContextManager[Session]]:
    """What the database holds now, of all workspaces: `with stored() as db: …`."""

    @contextmanager
    def _stored() -> Iterator[Session]:
        with database.reading() as session, everywhere(session):
            yield session

    return _stored
