"""What is tapped on the phone changes what the rules that read it say of the next post."""

import uuid
from collections.abc import Mapping
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement.models import Slot
from calendar_app.people.models import Person
from calendar_app.posts.facts import fact_of, facts_of_check
from calendar_app.posts.models import Status
from calendar_app.rules import engine
from calendar_app.rules.catalog import (
    dialog_time_reserved,
    give_take_ratio,
    missed_slot_makeup,
)
from calendar_app.rules.facts import Mode
from calendar_app.rules.rule import Severity
from tests.engagement.booking import SignIn, wall
from tests.factories import NOW, make_slot, make_variant

RULES = [rule.RULE for rule in (dialog_time_reserved, missed_slot_makeup, give_take_ratio)]
AFTERWARDS = NOW + timedelta(minutes=1)
DATE = "2026-04-06T09:00"  # Monday, two days ago


@pytest.fixture
def slot(session: Session, bob: Person, channel: Channel) -> Slot:
    """An hour on Monday, in the week of one post that is out and one that is planned."""
    out = make_variant(session, channel, status=Status.PUBLISHED, planned_wall=wall("2026-04-07T09:00"))
    out.published_at = out.planned_at
    slot = make_slot(session, bob, [channel], starts_wall=wall(DATE), rrule="", minutes=60)
    session.commit()
    return slot


def severities(session: Session, channel: Channel) -> Mapping[str, Severity]:
    checked = fact_of(make_variant(session, channel, mode=Mode.SCHEDULED))
    found = facts_of_check(session, checked, zone=channel.zone, now=AFTERWARDS)
    verdicts = engine.check(found.plan, checked, found.relatives, RULES)
    return {each.number: each.severity for each in verdicts}


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (None, Severity.BLOCK),
        ("done", Severity.PASS),
        ("nothing_to_add", Severity.PASS),
        ("could_not", Severity.BLOCK),
    ],
)
def test_an_outcome_decides_whether_the_time_was_kept(
    sign_in: SignIn,
    session: Session,
    bob: Person,
    channel: Channel,
    slot: Slot,
    outcome: str | None,
    expected: Severity,
) -> None:
    if outcome:
        tap(sign_in(bob), slot, "outcome", session, kind=outcome)

    found = severities(session, channel)

    assert (found["R10"], found["R11"]) == (expected, expected)
    assert found["R12"] is Severity.NOT_APPLICABLE  # nothing was given, and nothing is called giving


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ({"kind": "comment", "quality": "2"}, Severity.PASS),
        ({"kind": "comment", "quality": "0"}, Severity.WARN),
        ({"kind": "comment", "quality": "2", "relevance": "off_topic"}, Severity.WARN),
    ],
)
def test_what_is_logged_decides_whether_enough_was_given(
    sign_in: SignIn,
    session: Session,
    bob: Person,
    channel: Channel,
    slot: Slot,
    entry: dict[str, str],
    expected: Severity,
) -> None:
    client = sign_in(bob)
    where = {"channel": str(channel.id), "relevance": "own"}
    for _ in range(3):
        tap(client, slot, "log", session, **where | entry, entry_key=str(uuid.uuid4()))

    found = severities(session, channel)

    assert found["R12"] is expected


def tap(client: FlaskClient, slot: Slot, act: str, session: Session, **form: str) -> None:
    address = f"/dialog/{slot.id}/{DATE}/{act}"
    session.rollback()  # on SQLite pages wait for a session that may write
    assert client.post(address, data=form).status_code == 303
