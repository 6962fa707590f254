"""Fixtures of dialog time."""

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot
from calendar_app.people.models import Person
from tests.factories import make_channel, make_slot


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
