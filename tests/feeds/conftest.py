"""What tests of addresses share: an app that fetches, and a calendar that it fetches."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.feeds import services
from calendar_app.feeds.models import Feed
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import Person, Workspace
from tests.factories import make_channel, make_slot, make_variant

THUNDERBIRD = {
    "Accept": "text/calendar,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Thunderbird/153.0",
}


@pytest.fixture
def subscriber(app: Flask) -> FlaskClient:
    """An app without cookies."""
    return app.test_client(use_cookies=False)


@pytest.fixture
def address(session: Session, workspace: Workspace, alice: Person) -> str:
    """Alice's team calendar, with a post and a slot in it."""
    mastodon = make_channel(session)
    make_variant(session, mastodon, text="We open on Saturday.")
    make_slot(session, alice, [mastodon])
    return subscribed(session, alice)


def subscribed(session: Session, person: Person, kind: str = "team") -> str:
    _, token = services.subscribe(session, person, kind, now=person.created_at)
    session.commit()
    return f"/feeds/{token}.ics"


def feed_of(app: Flask, person: Person) -> Feed:
    database: Database = app.extensions["parley"]["database"]
    with database.reading() as session:
        scope_to(session, person.workspace_id)
        return services.feeds_of(session, person)[0]
