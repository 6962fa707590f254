"""Channels on which somebody answers, and a draft on one."""

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from calendar_app.posts.models import Mode, Status, Variant
from tests.factories import make_channel, make_slot, make_variant
from tests.posts.composer import OWN, TEXT
from tests.posts.reviewing import attended


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    channel = make_channel(session)
    make_slot(session, alice, [channel], minutes=120, rrule="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR")
    session.commit()
    return channel


@pytest.fixture
def variant(session: Session, channel: Channel, alice: Person) -> Variant:
    """Alice's draft for Friday, with nothing for a rule to find."""
    variant = make_variant(
        session,
        channel,
        text=OWN,
        status=Status.DRAFT,
        author=alice,
        answer_person=alice,
        mode=Mode.LIVE,
    )
    session.commit()
    return variant


@pytest.fixture
def mastodon(session: Session, alice: Person) -> Channel:
    return attended(session, "Mastodon", "mastodon", alice)


@pytest.fixture
def linkedin(session: Session, alice: Person) -> Channel:
    return attended(session, "LinkedIn", "linkedin", alice)


@pytest.fixture
def other(session: Session, alice: Person) -> Variant:
    """A text that stands on LinkedIn."""
    other = make_variant(session, make_channel(session, "LinkedIn", "linkedin"), text=TEXT)
    session.commit()
    return other


@pytest.fixture
def draft(session: Session, other: Variant, bob: Person) -> Variant:
    """Bob's draft on X, of another post, in which nothing is written yet."""
    channel = make_channel(session, "X", "x")
    draft = make_variant(session, channel, text="", status=Status.DRAFT, author=bob, mode=Mode.LIVE)
    session.commit()
    return draft
