"""Finding what stands in very many posts, and leaving it out once it is registered."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Workspace
from calendar_app.posts import often_said
from calendar_app.posts.facts import fact_of
from calendar_app.posts.judging import Judgement, judge
from calendar_app.posts.models import Status, Variant
from calendar_app.rulebook import boilerplate
from calendar_app.rules import kinship
from calendar_app.rules.rule import Severity
from tests.factories import NOW, make_channel, make_variant

FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time
SIGNATURE = "Your city library, at the market since 1912, open until eight in the evening"
STORIES = (
    "Forty toasters left the repair café alive on Saturday.",
    "Who found the letter of 1987 in a cookery book from Trieste?",
    "Mister Demir reads crime stories aloud each Thursday afternoon.",
    "Seven novels from Norway wait on the shelf beside the door.",
    "Apprentices borrow for nothing from today, by their own request.",
    "A drill is what people in this town borrow most.",
)


@pytest.fixture
def posts(session: Session, alice: Person) -> list[Variant]:
    channel = make_channel(session, "X", "x")
    return [
        make_variant(session, channel, text=f"{text} {SIGNATURE}", planned_wall=FRIDAY + timedelta(days=day))
        for day, text in enumerate(STORIES)
    ]


def look_through(session: Session, now: datetime = NOW) -> None:
    sample = often_said.sample(session)
    often_said.keep(session, sample, often_said.find(sample), now=now)
    session.flush()


def of_other_channel(session: Session, text: str) -> Variant:
    return make_variant(session, make_channel(session, "Mastodon"), text=text, status=Status.DRAFT)


def judged(session: Session, variant: Variant, rule: str) -> Severity:
    judgement: Judgement = judge(session, variant, now=NOW)
    return next(each.severity for each in judgement.verdicts if each.rule == rule)


def test_a_signature_under_every_post_is_suggested(session: Session, posts: list[Variant]) -> None:
    look_through(session)

    [suggestion] = boilerplate.suggestions(session)
    assert "city library, at the market since 1912" in suggestion.text
    assert suggestion.posts == len(STORIES)


def test_drafts_suggest_nothing(session: Session, posts: list[Variant]) -> None:
    for variant in posts:
        variant.status = Status.DRAFT
    session.flush()

    look_through(session)

    assert boilerplate.suggestions(session) == []


def test_a_workspace_is_looked_through_again_when_its_plan_changed_and_a_day_has_passed(
    session: Session, workspace: Workspace, posts: list[Variant]
) -> None:
    assert often_said.due(session, NOW) == [workspace.id]
    look_through(session)
    assert often_said.due(session, NOW + timedelta(days=2)) == []

    workspace.plan_revision += 1
    session.flush()

    assert often_said.due(session, NOW + timedelta(hours=1)) == []
    assert often_said.due(session, NOW + timedelta(days=2)) == [workspace.id]


def test_a_shared_signature_is_no_copy_once_it_is_registered(
    session: Session, alice: Person, posts: list[Variant]
) -> None:
    draft = of_other_channel(session, f"Do you know what people borrow here? It drills. {SIGNATURE}")
    assert judged(session, draft, "near-identical-cross-post") is not Severity.PASS

    row = boilerplate.register(session, SIGNATURE, None, person=alice, now=NOW)
    session.flush()
    assert judged(session, draft, "near-identical-cross-post") is Severity.PASS

    boilerplate.remove(session, row, person=alice, now=NOW)
    session.flush()
    assert judged(session, draft, "near-identical-cross-post") is not Severity.PASS


def test_the_same_words_with_and_without_a_signature_are_a_copy(
    session: Session, alice: Person, posts: list[Variant]
) -> None:
    boilerplate.register(session, SIGNATURE, None, person=alice, now=NOW)
    session.flush()

    assert judged(session, of_other_channel(session, STORIES[0]), "identical-cross-post") is Severity.BLOCK


def test_a_phrase_of_one_channel_counts_on_the_other(
    session: Session, alice: Person, posts: list[Variant]
) -> None:
    draft = of_other_channel(session, SIGNATURE)

    boilerplate.register(session, SIGNATURE, posts[0].channel, person=alice, now=NOW)
    session.flush()

    phrases = boilerplate.phrases(session)
    assert SIGNATURE not in kinship.compared(phrases, fact_of(posts[0]))
    assert SIGNATURE in kinship.compared(phrases, fact_of(draft))
