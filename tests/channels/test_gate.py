"""The launch gate: its page, what it names, and what the rule about a channel's state makes of it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.gate.services import is_evidence_old, keep, open_items
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.people.models import Person
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Status
from calendar_app.rules.facts import GateItem
from tests.channels.launching import ANSWERS
from tests.factories import NOW, make_channel, make_variant

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def idea(session: Session, alice: Person, bob: Person) -> Channel:
    idea = make_channel(session, "Bluesky", "bluesky", state=ChannelState.IDEA, owner=alice)
    idea.deputy, idea.purpose, idea.audience = bob, "Talk", "Readers"
    session.commit()
    return idea


def test_answers_close_items_one_by_one(session: Session, alice: Person, idea: Channel) -> None:
    without_one = ANSWERS | {"accounts": "Ada\n\nBert\nCleo\nDora"}

    before = open_items(idea, None)
    then = open_items(idea, keep(session, idea, without_one, by=alice, now=NOW))
    after = open_items(idea, keep(session, idea, ANSWERS, by=alice, now=NOW))

    assert before == tuple(GateItem)[4:]
    assert (then, after) == ((GateItem.ACCOUNTS,), ())


def test_the_page_keeps_what_is_settled_and_the_rule_names_what_is_open(
    session: Session, alice: Person, idea: Channel, sign_in: SignIn
) -> None:
    variant = make_variant(session, idea, status=Status.DRAFT)
    session.commit()
    browser = sign_in(alice)

    typed = {name: str(answer) for name, answer in ANSWERS.items()}
    browser.post(f"/channels/{idea.id}/gate", data=typed | {"plan": "", "council": ""})

    page = browser.get(f"/channels/{idea.id}/gate").text
    verdicts = judge(session, variant, now=NOW).verdicts
    found = next(each for each in verdicts if each.number == "R26")
    assert "2 items are open:</b> plan, works council" in page
    assert found.message("en").endswith("Finish the launch gate: plan and works council.")
    assert found.message("de").endswith("Startprüfung abschließen: Plan und Betriebsrat.")


def test_a_launch_on_the_page_is_refused_while_another_channel_starves(
    session: Session, alice: Person, idea: Channel, sign_in: SignIn
) -> None:
    silent = make_channel(session, "Silent old account")
    silent.created_at = NOW - timedelta(days=61)
    keep(session, idea, ANSWERS, by=alice, now=NOW)
    session.commit()
    browser = sign_in(alice)

    refused = browser.post(f"/channels/{idea.id}/launch")
    browser.post(f"/channels/{silent.id}/silence")
    launched = browser.post(f"/channels/{idea.id}/launch")

    assert refused.status_code == 422
    assert "Silent old account" in refused.text
    assert launched.status_code == 303


def test_an_author_does_not_see_the_gate(bob: Person, idea: Channel, sign_in: SignIn) -> None:
    assert sign_in(bob).get(f"/channels/{idea.id}/gate").status_code == 403


def test_evidence_is_old_after_a_year() -> None:
    gate = LaunchGate(evidence_on=date(2025, 4, 8))

    assert not is_evidence_old(gate, date(2026, 4, 8))
    assert is_evidence_old(gate, date(2026, 4, 9))
