"""What most posts do without: who may declare it, what the rules make of it, what the journal keeps."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.people.models import JournalEntry, Person, Role
from calendar_app.posts import review, writing
from calendar_app.posts.circumstances import Circumstances
from calendar_app.posts.content import Medium, content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.facts import fact_of
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.rules.engine import RULES
from calendar_app.rules.rule import Severity
from tests.factories import NOW, make_channel, make_person, make_post, make_slot, make_variant
from tests.posts.composer import again, saved

SignIn = Callable[[Person], FlaskClient]

WALL = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time, when the factory's posts go out
WATER = "The water main at the market is broken."

EVERYTHING = Circumstances(
    urgent_because=WATER,
    embargo_wall=WALL,
    embargo_because="The mayor speaks first.",
    source_channel_id=1,
    is_machine_written=True,
    is_human_reviewed=True,
    borrowed="The fire brigade",
    permission="Mail of Monday",
    has_video=True,
    has_captions=True,
)


@pytest.fixture
def draft(session: Session, alice: Person) -> Variant:
    draft = make_variant(session, make_channel(session), author=alice, status=Status.DRAFT)
    session.commit()
    return draft


def declare(session: Session, variant: Variant, person: Person, text: str = "", **declared: object) -> None:
    content = content_of(variant)
    told = replace(content.circumstances, **declared)  # type: ignore[arg-type]
    content = replace(content, circumstances=told, text=text or content.text)
    writing.edit_variant(session, variant, content, revision=variant.revision, person=person, now=NOW)


def severity(session: Session, variant: Variant, rule: str) -> Severity:
    return next(each.severity for each in judge(session, variant, now=NOW).verdicts if each.rule == rule)


def noted(session: Session) -> list[tuple[str, str]]:
    rows = session.execute(select(JournalEntry.action, JournalEntry.note).order_by(JournalEntry.id))
    return [(row.action, row.note) for row in rows]


def test_a_row_keeps_what_was_declared_and_nothing_else() -> None:
    assert Circumstances().row == {}
    assert Circumstances.read(EVERYTHING.row) == EVERYTHING


def test_without_circumstances_a_content_is_called_as_before(session: Session, draft: Variant) -> None:
    content = content_of(draft)

    assert content.declared == ()
    assert content.hash != replace(content, circumstances=EVERYTHING).hash


def test_urgency_lifts_its_rules_and_no_others(session: Session, alice: Person, draft: Variant) -> None:
    urgent = replace(fact_of(draft), is_urgent=True)
    declare(session, draft, alice, urgent_because=WATER)

    lifted = {
        each.number
        for each in judge(session, draft, now=NOW).verdicts
        if each.severity is Severity.NOT_APPLICABLE and each.sentence.en.startswith("Lifted")
    }

    assert fact_of(draft) == urgent
    assert lifted == {rule.number for rule in RULES if rule.lifted_by_urgent}
    assert not lifted & {"R05", "R14", "R25", "R26", "R27", "R28"}
    assert ("called urgent", WATER) in noted(session)


@pytest.mark.parametrize("role", [Role.EXTERNAL, Role.TRAINEE, Role.AUTHOR, Role.APPROVER])
def test_these_roles_call_nothing_urgent(session: Session, draft: Variant, role: Role) -> None:
    somebody = make_person(session, "Toni Traub", role)

    with pytest.raises(RefusedError, match="Only a channel lead"):
        declare(session, draft, somebody, urgent_because=WATER)


def test_words_that_somebody_else_changes_are_urgent_no_more(
    session: Session, alice: Person, bob: Person, draft: Variant
) -> None:
    declare(session, draft, alice, urgent_because=WATER)
    declare(session, draft, bob, has_video=True)
    kept = draft.circumstances["urgent_because"]

    declare(session, draft, bob, text="Buy our new chairs.")

    assert kept == WATER
    assert "urgent_because" not in draft.circumstances
    assert noted(session)[-1] == ("no longer urgent", "")


def test_a_machines_words_wait_for_a_persons_review(session: Session, alice: Person, draft: Variant) -> None:
    declare(session, draft, alice, is_machine_written=True)
    before = severity(session, draft, "approval-missing")
    declare(session, draft, alice, is_human_reviewed=True)
    after = severity(session, draft, "approval-missing")

    declare(session, draft, alice, text="Other words, which nobody has checked yet.")

    assert (before, after) == (Severity.BLOCK, Severity.NOT_APPLICABLE)
    assert severity(session, draft, "approval-missing") is Severity.BLOCK
    assert ("machine's words checked", "") in noted(session)


def test_what_others_made_waits_for_their_permission(session: Session, alice: Person, draft: Variant) -> None:
    declare(session, draft, alice, borrowed="Lio")
    before = severity(session, draft, "approval-missing")

    declare(session, draft, alice, permission="Mail of Monday")

    assert before is Severity.BLOCK
    assert severity(session, draft, "approval-missing") is Severity.NOT_APPLICABLE
    assert noted(session)[-1] == ("permission recorded", "Lio: Mail of Monday")


def test_an_embargo_explains_several_channels_at_once(
    session: Session, alice: Person, draft: Variant
) -> None:
    for name in ("Second", "Third", "Fourth"):
        make_variant(session, make_channel(session, name), post=draft.post, text=f"Own words of {name}.")
    before = severity(session, draft, "simultaneous-blast")

    declare(session, draft, alice, embargo_wall=WALL, embargo_because="The mayor speaks first.")

    assert before is Severity.BLOCK
    assert severity(session, draft, "simultaneous-blast") is Severity.PASS


def test_nothing_is_planned_before_its_embargo_ends(session: Session, alice: Person, draft: Variant) -> None:
    ends = WALL + timedelta(hours=1)
    make_slot(session, alice, [draft.channel], starts_wall=WALL, minutes=180, rrule="")
    declare(session, draft, alice, embargo_wall=ends, embargo_because="The mayor speaks first.")
    hand = {"person": alice, "now": NOW}

    with pytest.raises(RefusedError, match="Its embargo lasts until"):
        review.submit(session, draft, revision=draft.revision, ticked=True, **hand)  # type: ignore[arg-type]
    review.move(session, draft, ends, revision=draft.revision, **hand)  # type: ignore[arg-type]
    review.submit(session, draft, revision=draft.revision, ticked=True, **hand)  # type: ignore[arg-type]

    planned = draft.status
    with pytest.raises(RefusedError, match="Its embargo lasts until"):
        review.move(session, draft, WALL, revision=draft.revision, **hand)  # type: ignore[arg-type]
    later = ends + timedelta(minutes=30)
    declare(session, draft, alice, embargo_wall=later)
    assert (planned, draft.status) == (Status.SCHEDULED, Status.IN_REVIEW)


def test_a_feed_from_an_own_channel_is_a_mirror(session: Session, alice: Person, draft: Variant) -> None:
    other = make_channel(session, "Blog", "general")
    draft.mode = Mode.FEED
    before = severity(session, draft, "auto-sync-source")

    declare(session, draft, alice, source_channel_id=other.id)

    found = judge(session, draft, now=NOW).of("auto-sync-source")
    assert before is Severity.PASS
    assert found is not None
    assert "Blog" in found.message("en")


def test_a_video_without_captions_is_found(session: Session, alice: Person, draft: Variant) -> None:
    declare(session, draft, alice, has_video=True)
    before = severity(session, draft, "alt-text-missing")

    declare(session, draft, alice, has_captions=True)

    assert before.is_finding
    assert severity(session, draft, "alt-text-missing") is Severity.PASS


def test_a_picture_that_says_nothing_needs_a_reason_and_no_description(
    session: Session, alice: Person, draft: Variant
) -> None:
    draft.media = [[1, "pixels", "motif", ""]]  # as rows were written before there was a reason
    session.flush()
    before = severity(session, draft, "alt-text-missing")

    content = replace(content_of(draft), media=(Medium(1, "pixels", "motif", "", "A line between parts"),))

    assert before.is_finding
    judged = judge(session, draft, now=NOW, content=content)
    assert judged.of("alt-text-missing") is None
    assert content.hash != content_of(draft).hash


def test_a_scheduled_post_whose_circumstances_change_is_approved_anew(
    session: Session, alice: Person, draft: Variant
) -> None:
    draft.status, draft.approved_wall = Status.SCHEDULED, draft.planned_wall
    session.flush()

    declare(session, draft, alice, borrowed="Lio", permission="Mail of Monday")

    assert draft.status == Status.IN_REVIEW
    assert noted(session)[-1] == ("approval void", "The campaign or the circumstances were changed.")


def test_the_composer_takes_and_shows_them(sign_in: SignIn, session: Session, alice: Person) -> None:
    source = make_channel(session, "Blog", "general")
    draft = make_variant(session, make_channel(session), post=make_post(session), status=Status.DRAFT)
    session.commit()
    client, source_id = sign_in(alice), source.id
    fields = {
        "urgent_because": WATER,
        "embargo_day": "2026-04-10",
        "embargo_time": "09:00",
        "embargo_because": "The mayor speaks first.",
        "source_channel_id": source_id,
        "is_machine_written": "y",
        "is_human_reviewed": "y",
        "borrowed": "The fire brigade",
        "permission": "Mail of Monday",
        "has_video": "y",
        "has_captions": "y",
    }

    answer = saved(client, draft, **fields)

    assert answer.status_code == 303
    told = Circumstances.read(again(session, draft).circumstances)
    assert told == replace(EVERYTHING, source_channel_id=source_id)
    page = client.get(answer.location).get_data(as_text=True)
    assert "Special circumstances: urgent, embargo" in page
    assert WATER in page
    empty = dict.fromkeys(fields, "") | {"source_channel_id": 0}
    unticked = {name: value for name, value in empty.items() if not name.startswith(("is_", "has_"))}
    saved(client, draft, **unticked)
    assert again(session, draft).circumstances == {}


@pytest.mark.parametrize(
    "half",
    [{"embargo_day": "2026-04-10"}, {"embargo_because": "The mayor"}, {"embargo_day": "x"}],
)
def test_half_an_embargo_is_said_and_nothing_typed_is_lost(
    sign_in: SignIn, session: Session, alice: Person, draft: Variant, half: dict[str, str]
) -> None:
    answer = saved(sign_in(alice), draft, text="Typed with care.", **half)

    assert answer.status_code == 422
    assert "Typed with care." in answer.get_data(as_text=True)


def test_an_author_is_told_who_may_call_it_urgent(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, draft: Variant
) -> None:
    answer = saved(sign_in(bob), draft, text="Typed with care.", urgent_because=WATER)

    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Only a channel lead or an admin can call a post urgent." in page
    assert "Typed with care." in page
    assert WATER in page
