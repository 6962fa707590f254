"""Steps from draft to published, and what stops them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel, ChannelState
from calendar_app.foundation.db import Database, scope_to
from calendar_app.people.models import Person
from calendar_app.posts import review, writing
from calendar_app.posts.content import content_of
from calendar_app.posts.errors import BlockedError, ConflictError, RefusedError, TickNeededError
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, Post, Status
from tests.factories import NOW, make_channel, make_post, make_slot, make_variant
from tests.posts.reviewing import FRIDAY, OWN, TEXT, actions, copied, draft, hand


def test_what_an_author_hands_in_waits_for_review(
    session: Session, mastodon: Channel, alice: Person, bob: Person
) -> None:
    variant = draft(session, mastodon, bob)

    review.submit(session, variant, ticked=True, **hand(variant, bob))

    assert variant.status == Status.IN_REVIEW
    assert variant.approved_by is None
    assert actions(session, variant) == ["submitted"]


def test_a_warning_wants_a_tick(session: Session, alice: Person) -> None:
    channel = make_channel(session)
    make_slot(session, alice, [channel], minutes=120, rrule="FREQ=WEEKLY;BYDAY=TU")
    variant = make_variant(session, channel, text=OWN, status=Status.DRAFT, author=alice)

    with pytest.raises(TickNeededError) as needed:
        review.submit(session, variant, **hand(variant, alice))

    assert [verdict.number for verdict in needed.value.judgement.warnings] == ["R08"]
    assert variant.status == Status.DRAFT


def test_a_warning_that_was_read_stops_nothing(session: Session, alice: Person) -> None:
    channel = make_channel(session)
    make_slot(session, alice, [channel], minutes=120, rrule="FREQ=WEEKLY;BYDAY=TU")
    variant = make_variant(session, channel, text=OWN, status=Status.DRAFT, author=alice)

    review.submit(session, variant, ticked=True, **hand(variant, alice))

    assert variant.status == Status.SCHEDULED


@pytest.mark.parametrize(
    ("field", "value"), [("text", ""), ("planned_wall", None)], ids=["without a text", "without a time"]
)
def test_an_unfinished_draft_is_not_handed_in(
    session: Session, mastodon: Channel, alice: Person, field: str, value: Any
) -> None:
    variant = draft(session, mastodon, alice)
    unfinished = replace(content_of(variant), **{field: value})
    writing.edit_variant(session, variant, unfinished, **hand(variant, alice))

    with pytest.raises(RefusedError):
        review.submit(session, variant, ticked=True, **hand(variant, alice))

    assert variant.status == Status.DRAFT


def test_a_copy_is_not_handed_in(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    variant = copied(session, mastodon, linkedin, alice, Status.DRAFT)

    with pytest.raises(BlockedError) as blocked:
        review.submit(session, variant, ticked=True, **hand(variant, alice))

    assert [verdict.number for verdict in blocked.value.judgement.blocks] == ["R01"]
    assert variant.status == Status.DRAFT


def test_a_copy_is_not_approved(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person, bob: Person
) -> None:
    variant = copied(session, mastodon, linkedin, bob, Status.IN_REVIEW)

    with pytest.raises(BlockedError):
        review.approve(session, variant, ticked=True, **hand(variant, alice))

    assert variant.status == Status.IN_REVIEW


def test_a_copy_is_not_confirmed_as_published(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    variant = copied(session, mastodon, linkedin, alice, Status.SCHEDULED)

    with pytest.raises(BlockedError):
        review.confirm_published(session, variant, **hand(variant, alice))

    assert (variant.status, variant.published_at) == (Status.SCHEDULED, None)


def test_a_move_into_a_block_is_refused(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    make_variant(session, linkedin, text=TEXT, answer_person=alice)
    far = FRIDAY + timedelta(days=40)
    variant = make_variant(
        session, mastodon, text=TEXT, planned_wall=far, author=alice, answer_person=alice, mode=Mode.LIVE
    )

    with pytest.raises(BlockedError):
        review.move(session, variant, FRIDAY + timedelta(days=1), **hand(variant, alice))

    assert variant.planned_wall == far


def test_a_draft_may_be_moved_anywhere_and_is_stopped_when_handed_in(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    variant = copied(session, mastodon, linkedin, alice, Status.DRAFT)

    review.move(session, variant, FRIDAY + timedelta(days=1), **hand(variant, alice))

    with pytest.raises(BlockedError):
        review.submit(session, variant, ticked=True, **hand(variant, alice))


def test_in_another_week_and_back_it_is_judged_as_before(
    session: Session, mastodon: Channel, alice: Person
) -> None:
    make_variant(session, mastodon, text=TEXT, planned_wall=FRIDAY + timedelta(minutes=40))
    variant = draft(session, mastodon, alice)
    review.submit(session, variant, ticked=True, **hand(variant, alice))
    before = judge(session, variant, now=NOW).verdicts

    review.move(session, variant, FRIDAY + timedelta(weeks=1), **hand(variant, alice))
    there = judge(session, variant, now=NOW).verdicts
    review.move(session, variant, FRIDAY, **hand(variant, alice))

    assert there != before
    assert judge(session, variant, now=NOW).verdicts == before


def test_words_changed_into_a_copy_after_approval_are_stopped(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    make_variant(session, linkedin, text=TEXT, answer_person=alice)
    variant = draft(session, mastodon, alice, mode=Mode.LIVE)
    review.submit(session, variant, ticked=True, **hand(variant, alice))

    writing.edit_variant(session, variant, replace(content_of(variant), text=TEXT), **hand(variant, alice))

    assert variant.status == Status.IN_REVIEW
    with pytest.raises(BlockedError):
        review.approve(session, variant, ticked=True, **hand(variant, alice))


def test_an_edit_that_makes_a_rule_block_takes_the_variant_out_of_the_plan(
    session: Session, alice: Person
) -> None:
    """Without its answer person the fourth variant is automated, and with it most of the week."""
    channel = make_channel(session)
    make_slot(session, alice, [channel], minutes=240, rrule="FREQ=WEEKLY;BYDAY=MO")
    for day in range(3):
        make_variant(
            session,
            channel,
            post=make_post(session),
            text=f"{OWN} {'abcdefghijkl'[day] * 40}",
            planned_wall=FRIDAY + timedelta(hours=3 * day),
            mode=Mode.FEED if day < 2 else Mode.LIVE,
        )
    variant = make_variant(
        session, channel, text="A quite different thing to say", author=alice, answer_person=alice
    )

    writing.edit_variant(
        session, variant, replace(content_of(variant), answer_person_id=None), **hand(variant, alice)
    )

    assert variant.status == Status.IN_REVIEW


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        (review.back_to_draft, Status.IN_REVIEW, Status.DRAFT),
        (review.back_to_draft, Status.SCHEDULED, Status.DRAFT),
        (review.back_to_draft, Status.HELD, Status.DRAFT),
        (review.cancel, Status.DRAFT, Status.CANCELLED),
        (review.cancel, Status.SCHEDULED, Status.CANCELLED),
        (review.reinstate, Status.CANCELLED, Status.DRAFT),
        (review.confirm_published, Status.SCHEDULED, Status.PUBLISHED),
        (review.take_back_published, Status.PUBLISHED, Status.SCHEDULED),
    ],
)
def test_steps_lead_where_they_say(
    session: Session,
    mastodon: Channel,
    alice: Person,
    step: Callable[..., None],
    before: Status,
    after: Status,
) -> None:
    variant = make_variant(session, mastodon, text=OWN, status=before, answer_person=alice, mode=Mode.LIVE)

    step(session, variant, **hand(variant, alice))

    assert variant.status == after
    assert len(actions(session, variant)) == 1


@pytest.mark.parametrize(
    ("step", "status"),
    [
        (review.submit, Status.SCHEDULED),
        (review.submit, Status.PUBLISHED),
        (review.approve, Status.DRAFT),
        (review.approve, Status.CANCELLED),
        (review.back_to_draft, Status.PUBLISHED),
        (review.cancel, Status.PUBLISHED),
        (review.reinstate, Status.PUBLISHED),
        (review.confirm_published, Status.DRAFT),
        (review.confirm_published, Status.IN_REVIEW),
        (review.confirm_published, Status.CANCELLED),
        (review.take_back_published, Status.SCHEDULED),
    ],
)
def test_steps_that_do_not_fit_the_status_are_refused(
    session: Session, mastodon: Channel, alice: Person, step: Callable[..., None], status: Status
) -> None:
    variant = make_variant(session, mastodon, text=OWN, status=status, answer_person=alice)

    with pytest.raises(RefusedError):
        step(session, variant, **hand(variant, alice))

    assert variant.status == status


def test_a_confirmation_taken_back_is_held_when_its_place_was_given_away(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    """Confirmed by mistake it counted today; so the same words could be planned for its day elsewhere."""
    far = FRIDAY + timedelta(days=60)
    first = make_variant(
        session, mastodon, text=TEXT, planned_wall=far, author=alice, answer_person=alice, mode=Mode.LIVE
    )
    review.confirm_published(session, first, **hand(first, alice))
    second = draft(session, linkedin, alice, text=TEXT, mode=Mode.LIVE)
    review.move(session, second, far, **hand(second, alice))
    review.submit(session, second, ticked=True, **hand(second, alice))

    review.take_back_published(session, first, **hand(first, alice))

    assert (second.status, first.status) == (Status.SCHEDULED, Status.HELD)
    assert (first.published_at, first.approved_wall) == (None, None)


def test_a_channel_that_was_paused_since_the_page_was_read_stops_the_step(
    session: Session, database: Database, mastodon: Channel, alice: Person
) -> None:
    variant = draft(session, mastodon, alice)
    session.commit()
    with database.session() as other:
        scope_to(other, variant.workspace_id)
        other.get_one(Channel, mastodon.id).state = ChannelState.PAUSED
        other.commit()

    with pytest.raises(BlockedError) as blocked:
        review.submit(session, variant, ticked=True, **hand(variant, alice))

    assert [verdict.number for verdict in blocked.value.judgement.blocks] == ["R26"]


def test_a_confirmation_keeps_time_and_address(session: Session, mastodon: Channel, alice: Person) -> None:
    variant = make_variant(session, mastodon, text=OWN, answer_person=alice, mode=Mode.LIVE)

    review.confirm_published(session, variant, permalink="https://example.org/1", **hand(variant, alice))

    assert (variant.published_at, variant.permalink) == (NOW, "https://example.org/1")


def test_a_step_on_an_older_state_is_a_conflict(
    session: Session, mastodon: Channel, alice: Person, bob: Person
) -> None:
    variant = make_variant(session, mastodon, text=OWN, status=Status.IN_REVIEW, author=bob)
    seen = variant.revision
    writing.edit_variant(
        session, variant, replace(content_of(variant), text="Other words"), **hand(variant, bob)
    )

    with pytest.raises(ConflictError):
        review.approve(session, variant, ticked=True, revision=seen, person=alice, now=NOW)

    assert variant.status == Status.IN_REVIEW


def test_held_variants_are_handed_in_again(session: Session, mastodon: Channel, alice: Person) -> None:
    variant = make_variant(
        session, mastodon, text=OWN, status=Status.HELD, author=alice, answer_person=alice, mode=Mode.LIVE
    )

    review.submit(session, variant, ticked=True, **hand(variant, alice))

    assert variant.status == Status.SCHEDULED


def test_variants_of_one_post_are_compared_too(
    session: Session, mastodon: Channel, linkedin: Channel, alice: Person
) -> None:
    post: Post = make_post(session)
    first = make_variant(
        session, linkedin, post=post, text=TEXT, status=Status.DRAFT, author=alice, answer_person=alice
    )
    second = make_variant(
        session, mastodon, post=post, text=TEXT, status=Status.DRAFT, author=alice, answer_person=alice
    )
    review.submit(session, first, ticked=True, **hand(first, alice))

    with pytest.raises(BlockedError):
        review.submit(session, second, ticked=True, **hand(second, alice))
