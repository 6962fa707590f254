"""Four eyes: who approves, and when an approval is void."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import JournalEntry, Person, Role
from calendar_app.posts import review, writing
from calendar_app.posts.content import content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, Status
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules.catalog import approval_missing
from tests.factories import NOW, make_person
from tests.posts.reviewing import FRIDAY, OWN, actions, draft, hand


def test_a_second_person_approves(session: Session, mastodon: Channel, alice: Person, bob: Person) -> None:
    variant = draft(session, mastodon, bob)
    review.submit(session, variant, ticked=True, **hand(variant, bob))

    review.approve(session, variant, ticked=True, **hand(variant, alice))

    assert variant.status == Status.SCHEDULED
    assert (variant.approved_by, variant.approved_at) == (alice, NOW)


def test_while_two_may_approve_nobody_approves_their_own_words(
    session: Session, mastodon: Channel, alice: Person
) -> None:
    make_person(session, "Lea Lorenz", Role.LEAD)
    variant = draft(session, mastodon, alice)

    review.submit(session, variant, ticked=True, **hand(variant, alice))

    assert variant.status == Status.IN_REVIEW
    with pytest.raises(RefusedError, match="Lea Lorenz"):
        review.approve(session, variant, ticked=True, **hand(variant, alice))
    assert variant.status == Status.IN_REVIEW


def test_whoever_rewrote_the_text_does_not_approve_it(
    session: Session, mastodon: Channel, alice: Person, bob: Person
) -> None:
    make_person(session, "Lea Lorenz", Role.LEAD)
    variant = draft(session, mastodon, bob)
    review.submit(session, variant, ticked=True, **hand(variant, bob))
    writing.edit_variant(
        session, variant, replace(content_of(variant), text=OWN + "!!"), **hand(variant, alice)
    )

    with pytest.raises(RefusedError):
        review.approve(session, variant, ticked=True, **hand(variant, alice))


def test_the_only_one_who_may_approve_puts_own_words_into_the_plan(
    session: Session, mastodon: Channel, alice: Person
) -> None:
    variant = draft(session, mastodon, alice)

    review.submit(session, variant, ticked=True, **hand(variant, alice))

    assert variant.status == Status.SCHEDULED
    assert actions(session, variant) == ["approved own text"]


def test_somebody_without_an_account_does_not_count_as_second_pair_of_eyes(
    session: Session, mastodon: Channel, alice: Person
) -> None:
    make_person(session, "Lea Lorenz", Role.LEAD, with_account=False)
    variant = draft(session, mastodon, alice)

    review.submit(session, variant, ticked=True, **hand(variant, alice))

    assert variant.status == Status.SCHEDULED


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.AUTHOR, Role.EXTERNAL])
def test_these_roles_never_approve(
    session: Session, mastodon: Channel, alice: Person, bob: Person, role: Role
) -> None:
    somebody = make_person(session, "Toni Traub", role)
    variant = draft(session, mastodon, bob)
    review.submit(session, variant, ticked=True, **hand(variant, bob))

    with pytest.raises(RefusedError):
        review.approve(session, variant, ticked=True, **hand(variant, somebody))

    assert variant.status == Status.IN_REVIEW


def test_changed_words_void_the_approval_and_the_journal_says_so(
    session: Session, mastodon: Channel, alice: Person
) -> None:
    variant = draft(session, mastodon, alice)
    review.submit(session, variant, ticked=True, **hand(variant, alice))

    writing.edit_variant(
        session, variant, replace(content_of(variant), text=OWN + "!"), **hand(variant, alice)
    )

    assert (variant.status, variant.approved_by, variant.approved_at) == (Status.IN_REVIEW, None, None)
    assert actions(session, variant)[-1] == "approval void"


@pytest.mark.parametrize("change", [{"mode": Mode.FEED}, {"labels": ("promo",)}, {"language": "de"}])
def test_another_mode_label_or_language_voids_the_approval(
    session: Session, mastodon: Channel, alice: Person, change: dict[str, Any]
) -> None:
    variant = draft(session, mastodon, alice, mode=Mode.LIVE)
    review.submit(session, variant, ticked=True, **hand(variant, alice))

    writing.edit_variant(
        session,
        variant,
        replace(content_of(variant), **change),
        **hand(variant, alice),
    )

    assert variant.status == Status.IN_REVIEW


def test_a_small_shift_keeps_the_approval_and_a_large_one_voids_it(
    session: Session, mastodon: Channel, alice: Person, bob: Person
) -> None:
    variant = draft(session, mastodon, bob)
    review.submit(session, variant, ticked=True, **hand(variant, bob))
    review.approve(session, variant, ticked=True, **hand(variant, alice))

    review.move(session, variant, FRIDAY + timedelta(hours=2), **hand(variant, bob))
    after_two_hours = variant.status
    review.move(session, variant, FRIDAY + timedelta(hours=5), **hand(variant, bob))

    assert after_two_hours == Status.SCHEDULED
    assert variant.status == Status.IN_REVIEW


def test_how_far_an_approval_reaches_is_for_the_team_to_decide(
    session: Session, mastodon: Channel, alice: Person, bob: Person
) -> None:
    farther = Decision(values={"time_shift_hours": 4})
    decide(session, approval_missing.RULE, Place(), farther, person=alice, now=NOW)
    variant = draft(session, mastodon, bob)
    review.submit(session, variant, ticked=True, **hand(variant, bob))
    review.approve(session, variant, ticked=True, **hand(variant, alice))

    review.move(session, variant, FRIDAY + timedelta(hours=4), **hand(variant, bob))

    assert variant.status == Status.SCHEDULED
    assert judge(session, variant, now=NOW).of("approval-missing") is None


def test_small_shifts_add_up_and_are_measured_from_the_approved_time(
    session: Session, mastodon: Channel, alice: Person, bob: Person
) -> None:
    variant = draft(session, mastodon, bob, mode=Mode.LIVE)
    review.submit(session, variant, ticked=True, **hand(variant, bob))
    review.approve(session, variant, ticked=True, **hand(variant, alice))

    review.move(session, variant, FRIDAY + timedelta(hours=2), **hand(variant, bob))
    review.move(session, variant, FRIDAY + timedelta(hours=3), **hand(variant, bob))

    assert variant.status == Status.IN_REVIEW
    assert actions(session, variant)[-2:] == ["moved", "approval void"]


def test_the_journal_keeps_both_times_of_a_move(session: Session, mastodon: Channel, alice: Person) -> None:
    variant = draft(session, mastodon, alice)

    review.move(session, variant, FRIDAY + timedelta(days=1), **hand(variant, alice))

    notes = session.scalars(select(JournalEntry.note).where(JournalEntry.action == "moved")).all()
    assert notes == ["2026-04-10 09:00 → 2026-04-11 09:00"]


def test_a_move_by_somebody_who_may_approve_is_approved_with_it(
    session: Session, mastodon: Channel, alice: Person, bob: Person
) -> None:
    variant = draft(session, mastodon, bob)
    review.submit(session, variant, ticked=True, **hand(variant, bob))
    review.approve(session, variant, ticked=True, **hand(variant, alice))

    review.move(session, variant, FRIDAY - timedelta(days=1), **hand(variant, alice))

    assert (variant.status, variant.approved_by) == (Status.SCHEDULED, alice)
