"""What a subscription holds is its owner's choice: what, how much of it, in which language, with alarms."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.feeds import services
from calendar_app.feeds.contents import Contents, Detail
from calendar_app.people.models import Person, Workspace
from calendar_app.posts.models import Status
from tests.factories import NOW, make_channel, make_slot, make_variant
from tests.feeds.reading import built, events, titles

SLOT = "Dialog time: Mastodon"
NOT_HELD = set(Status) - {Status.HELD}
EVERYTHING = {SLOT, "Held – Mastodon: held", *(f"Mastodon: {status}" for status in NOT_HELD)}


@pytest.fixture
def plan(session: Session, workspace: Workspace, alice: Person) -> None:
    """A post in each status, and a slot of Alice's."""
    mastodon = make_channel(session)
    for status in Status:
        make_variant(session, mastodon, text=str(status), status=status, answer_person=alice)
    make_slot(session, alice, [mastodon]).note = "Bring coffee."
    session.flush()


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("contents", "missing"),
    [
        ({}, set()),
        ({"posts": False}, EVERYTHING - {SLOT}),
        ({"slots": False}, {SLOT}),
        ({"drafts": False}, {"Mastodon: draft", "Mastodon: in_review"}),
        ({"cancelled": False}, {"Mastodon: cancelled"}),
    ],
)
def test_what_is_not_wanted_is_left_out(
    session: Session, alice: Person, contents: dict[str, Any], missing: set[str]
) -> None:
    assert titles(built(session, alice, **contents)) == EVERYTHING - missing


@pytest.mark.usefixtures("plan")
def test_titles_only_has_no_descriptions(session: Session, alice: Person) -> None:
    octets = built(session, alice, detail=Detail.TITLES)

    assert titles(octets) == EVERYTHING
    assert not [event for event in events(octets).values() if "DESCRIPTION" in event]
    assert b"Alice" not in octets


@pytest.mark.usefixtures("plan")
def test_busy_only_says_that_there_is_something_and_not_what(session: Session, alice: Person) -> None:
    octets = built(session, alice, detail=Detail.BUSY)

    assert titles(octets) == {"Post", "Busy"}
    assert len(events(octets)) == len(EVERYTHING)
    for word in (b"Mastodon", b"Alice", b"coffee", b"CATEGORIES", b"DESCRIPTION:B", b"posts.variant"):
        assert word not in octets


@pytest.mark.usefixtures("plan")
def test_a_subscription_may_speak_another_language_than_its_owner(session: Session, alice: Person) -> None:
    assert "Dialogzeit: Mastodon" in titles(built(session, alice, language="de"))


@pytest.mark.usefixtures("plan")
def test_alarms_are_off_unless_asked_for_and_ring_only_for_time_and_posts_that_are_to_be(
    session: Session, alice: Person
) -> None:
    silent, loud = built(session, alice), built(session, alice, alarm_minutes=10)

    assert b"VALARM" not in silent
    ringing = {str(event["SUMMARY"]): event.walk("VALARM") for event in events(loud).values()}
    assert {title for title, alarms in ringing.items() if alarms} == {SLOT, "Mastodon: scheduled"}
    (alarm,) = ringing[SLOT]
    assert (alarm["ACTION"], alarm["DESCRIPTION"]) == ("DISPLAY", SLOT)
    assert alarm["TRIGGER"].to_ical() == b"-PT10M"


@pytest.mark.usefixtures("plan")
def test_alarms_ring_only_for_those_whose_time_it_is(session: Session, alice: Person, bob: Person) -> None:
    assert b"VALARM" in built(session, alice, alarm_minutes=10)
    assert b"VALARM" not in built(session, bob, alarm_minutes=10)


@pytest.mark.usefixtures("plan")
def test_other_contents_show_at_the_next_fetch_under_the_same_address(
    client: FlaskClient, session: Session, alice: Person
) -> None:
    feed, token = services.subscribe(session, alice, "team", now=NOW)
    session.commit()
    before = client.get(f"/feeds/{token}.ics")
    services.change_contents(session, feed, Contents(posts=False, detail=Detail.TITLES))
    session.commit()

    after = client.get(f"/feeds/{token}.ics", headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert titles(after.data) == {SLOT}
    assert feed.contents == Contents(posts=False, detail=Detail.TITLES)
