"""A channel that closes says goodbye: by the numbers of the rulebook, and until enough is planned."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.people.models import Person
from calendar_app.posts.activity import farewells
from calendar_app.posts.models import Status
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules.catalog import channel_state
from tests.factories import NOW, make_channel, make_variant

SignIn = Callable[[Person], FlaskClient]
LAST_DAY = date(2026, 5, 6)


@pytest.fixture
def closing(session: Session, alice: Person) -> Channel:
    channel = make_channel(session, "X", "x", state=ChannelState.CLOSING, owner=alice)
    channel.closes_on, channel.notice_url = LAST_DAY, "https://x.example/pinned"
    return channel


def say_goodbye(
    session: Session, channel: Channel, day: str = "2026-05-06", *, status: Status = Status.SCHEDULED
) -> None:
    variant = make_variant(
        session, channel, planned_wall=datetime.fromisoformat(f"{day} 12:00"), status=status
    )
    variant.labels = ["service", "farewell"]
    session.flush()


def test_what_says_goodbye_in_time_counts_and_nothing_else(session: Session, closing: Channel) -> None:
    make_variant(session, closing)
    say_goodbye(session, closing, status=Status.PUBLISHED)
    say_goodbye(session, closing, status=Status.HELD)
    say_goodbye(session, closing, status=Status.DRAFT)
    say_goodbye(session, closing, status=Status.CANCELLED)
    say_goodbye(session, closing, "2026-05-07")
    say_goodbye(session, make_channel(session, "Stays open"))

    assert farewells(session) == {closing.id: 2}


def test_a_closing_wants_as_many_farewells_as_the_rulebook_says(
    session: Session, alice: Person, closing: Channel, sign_in: SignIn
) -> None:
    for _number in range(3):
        say_goodbye(session, closing)
    session.commit()
    browser = sign_in(alice)
    enough = browser.get(f"/channels/{closing.id}").text
    more = Decision(values={"announcements": 4})
    decide(session, channel_state.RULE, Place(channel=closing), more, person=alice, now=NOW)
    session.commit()

    lacking = browser.get(f"/channels/{closing.id}").text

    assert "Too few farewell posts" not in enough
    assert "Too few farewell posts" in lacking
    assert "Farewell posts planned or out so far: 3 of 4." in lacking


def test_its_numbers_are_decided_on_the_rules_page_and_never_below_those_built_in(
    session: Session, alice: Person, sign_in: SignIn
) -> None:
    channel = make_channel(session, "X", "x")
    make_variant(session, channel, status=Status.PUBLISHED).published_at = NOW
    session.commit()
    browser, place = sign_in(alice), str(channel.id)

    refused = browser.post("/rules/channel-state", data={"place": place, "number_lead_days": "27"})
    sent = {"place": place, "number_lead_days": "35", "shown": "- lead_days=35"}
    decided = browser.post("/rules/channel-state", data=sent)

    assert (refused.status_code, decided.status_code) == (422, 303)
    assert "At the earliest on 13 May 2026" in browser.get(f"/channels/{channel.id}/close").text
