"""A form that is sent several times at the same moment: what it asks for is there once, on both databases."""

from contextlib import suppress

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.channels import services as channels
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.feeds import services as feeds
from calendar_app.feeds.models import Feed
from calendar_app.foundation.db import Database
from calendar_app.people import services as people
from calendar_app.people.models import Person, Role
from calendar_app.posts import writing
from calendar_app.posts.models import Post, Variant
from tests.channels.test_services import particulars
from tests.engagement.test_logbook import at_once
from tests.factories import NOW, make_channel, make_post


def count(session: Session, rows: type) -> int | None:
    return session.scalar(select(func.count()).select_from(rows))


def test_a_channel_is_kept_once(database: Database, session: Session, alice: Person) -> None:
    def add(session: Session) -> None:
        by = session.get_one(Person, alice.id)
        channels.add_channel(session, particulars(), ChannelState.ACTIVE, by=by, now=NOW)

    at_once(database, alice.workspace_id, add)

    assert count(session, Channel) == 1


def test_a_person_is_kept_once(database: Database, session: Session, alice: Person) -> None:
    new = people.Particulars(
        name="Jo", email="jo@example.org", role=Role.AUTHOR, language="en", zone="Europe/Berlin"
    )

    def add(session: Session) -> None:
        with suppress(people.AlreadyHereError):
            people.add_person(session, new, by=session.get_one(Person, alice.id), now=NOW)

    at_once(database, alice.workspace_id, add)

    assert count(session, Person) == 2


def test_a_subscription_is_kept_once(database: Database, session: Session, alice: Person) -> None:
    def subscribe(session: Session) -> None:
        person = session.get_one(Person, alice.id)
        feeds.subscribe(session, person, "mine", now=NOW, form_key="one")

    at_once(database, alice.workspace_id, subscribe)

    assert count(session, Feed) == 1


def test_a_channel_of_a_post_has_one_variant(database: Database, session: Session, alice: Person) -> None:
    post, channel = make_post(session), make_channel(session)
    session.commit()

    def add(session: Session) -> None:
        writing.add_variant(
            session,
            session.get_one(Post, post.id),
            session.get_one(Channel, channel.id),
            person=session.get_one(Person, alice.id),
            now=NOW,
        )

    at_once(database, alice.workspace_id, add)

    assert count(session, Variant) == 1
