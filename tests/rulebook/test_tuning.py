"""What a team decides about a rule: kept with who and when, holding from the next check on."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.db import scope_to
from calendar_app.people.models import JournalEntry, Person, Workspace
from calendar_app.people.services import act_for
from calendar_app.posts.judging import judge
from calendar_app.rulebook import tuning
from calendar_app.rulebook.tuning import Decision, Place
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Role, Strictness
from calendar_app.rules.rule import Severity
from tests.factories import NOW, make_channel, make_person, make_variant

RULE = {rule.key: rule for rule in RULES}
SHARE, UNATTENDED, LENGTH = RULE["automated-share"], RULE["unattended-publication"], RULE["platform-length"]
OFF = Decision(Strictness.OFF)


def test_a_decision_changes_the_next_verdict_on_its_channel_only(session: Session, alice: Person) -> None:
    here, there = make_channel(session), make_channel(session, "Second")
    variants = [make_variant(session, each) for each in (here, there)]

    tuning.decide(session, UNATTENDED, Place(channel=here), OFF, person=alice, now=NOW)

    found = [judge(session, each, now=NOW).verdicts for each in variants]
    severities = [next(v.severity for v in each if v.rule == UNATTENDED.key) for each in found]
    assert severities == [Severity.NOT_APPLICABLE, Severity.WARN]


def test_the_newest_decision_of_a_place_holds(session: Session, alice: Person) -> None:
    tuning.decide(session, SHARE, Place(), OFF, person=alice, now=NOW)
    tuning.decide(session, SHARE, Place(), Decision(values={"warn": 10}), person=alice, now=NOW)

    assert tuning.decided(tuning.tunings(session), SHARE, Place()) == Decision(values={"warn": 10})


def test_taking_a_decision_back_leaves_what_is_built_in(session: Session, alice: Person) -> None:
    tuning.decide(session, SHARE, Place(), OFF, person=alice, now=NOW)
    tuning.decide(session, SHARE, Place(), Decision(), person=alice, now=NOW)

    assert tuning.tunings(session) == ()


def test_it_is_written_down_who_decided_what(session: Session, workspace: Workspace, alice: Person) -> None:
    channel = make_channel(session, "Newsroom on Mastodon")
    before = workspace.plan_revision

    tuning.decide(session, SHARE, Place(channel=channel), OFF, person=alice, now=NOW)

    (row,) = tuning.history(session, SHARE)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    session.refresh(workspace)
    assert (row.person, row.changed_at, row.strictness) == (alice, NOW, Strictness.OFF)
    assert entry is not None
    assert (entry.action, entry.name, entry.note) == ("rule changed", "R06", "Newsroom on Mastodon")
    assert workspace.plan_revision == before + 1


def test_the_same_decision_again_is_none(session: Session, alice: Person) -> None:
    tuning.decide(session, SHARE, Place(), OFF, person=alice, now=NOW)

    assert not tuning.decide(session, SHARE, Place(), OFF, person=alice, now=NOW + timedelta(hours=1))
    assert len(tuning.history(session, SHARE)) == 1


def test_what_has_a_floor_cannot_be_softened(session: Session, alice: Person) -> None:
    with pytest.raises(ValueError, match="cannot be switched off"):
        tuning.decide(session, LENGTH, Place(), OFF, person=alice, now=NOW)


def test_another_workspace_has_its_own(session: Session, alice: Person, charlie: Person) -> None:
    tuning.decide(session, SHARE, Place(), OFF, person=alice, now=NOW)
    session.flush()

    scope_to(session, charlie.workspace_id)

    assert tuning.tunings(session) == ()


def test_whoever_is_limited_to_channels_is_judged_by_all_decisions(session: Session, alice: Person) -> None:
    mine, other = make_channel(session), make_channel(session, "Second")
    tuning.decide(session, SHARE, Place(channel=other), OFF, person=alice, now=NOW)
    agency = make_person(session, "Agency", Role.EXTERNAL)
    agency.channel_ids = [mine.id]
    session.flush()

    act_for(session, agency)

    assert len(tuning.tunings(session)) == 1
