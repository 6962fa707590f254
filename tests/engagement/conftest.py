"""Fixtures of dialog time."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot
from calendar_app.people.models import Person
from tests.factories import make_channel, make_slot


@pytest.fixture
def count_queries(app: Flask) -> Iterator[Callable[[], int]]:
    """How many statements the app's database has run since the fixture was last asked."""
    engine = app.extensions["parley"]["database"].engine
    statements: list[str] = []

    def remember(*details: object) -> None:
        statements.append(str(details[2]))

    def asked() -> int:
        number = len(statements)
        statements.clear()
        return number

    event.listen(engine, "before_cursor_execute", remember)
    yield asked
    event.remove(engine, "before_cursor_execute", remember)


@pytest.fixture
def channel(session: Session, bob: Person) -> Channel:
    channel = make_channel(session)
    session.commit()
    return channel


@pytest.fixture
def slot(session: Session, bob: Person, channel: Channel) -> Slot:
    """Bob's Mondays at nine."""
    slot = make_slot(session, bob, [channel])
    session.commit()
    return slot
