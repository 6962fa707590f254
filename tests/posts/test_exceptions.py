"""Exceptions from a rule: who may make them, and what they are bound to."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.foundation.i18n import speaking
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.posts import exceptions, review, writing
from calendar_app.posts.content import content_of
from calendar_app.posts.errors import BlockedError, RefusedError
from calendar_app.posts.judging import binding, judge
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.rulebook import services as rulebook
from calendar_app.rulebook.models import Override
from tests.factories import NOW, make_channel, make_person, make_slot, make_variant

TEXT = "Who has ever built a chair? On Saturday we show where it usually goes wrong, and how to mend it."
REASON = "The wording was agreed with the fire brigade."
COPY = "identical-cross-post"
SHARE = "automated-share"


@pytest.fixture
def copy(session: Session, alice: Person, bob: Person) -> Variant:
    """Bob's variant, handed in before the same text was planned elsewhere."""
    channels = [make_channel(session, "LinkedIn", "linkedin"), make_channel(session, "Mastodon", "mastodon")]
    make_slot(session, alice, channels, minutes=240, rrule="FREQ=WEEKLY;BYDAY=MO,FR")
    make_variant(session, channels[0], text=TEXT, answer_person=alice)
    return make_variant(
        session,
        channels[1],
        text=TEXT,
        status=Status.IN_REVIEW,
        author=bob,
        answer_person=bob,
        mode=Mode.LIVE,
    )


def allow(session: Session, variant: Variant, person: Person, reason: str = REASON, rule: str = COPY) -> None:
    exceptions.make_exception(
        session, variant, rule, reason, revision=variant.revision, person=person, now=NOW
    )


def approve(session: Session, variant: Variant, person: Person) -> None:
    review.approve(session, variant, ticked=True, revision=variant.revision, person=person, now=NOW)


def test_with_an_exception_the_variant_passes(session: Session, copy: Variant, alice: Person) -> None:
    allow(session, copy, alice)

    approve(session, copy, alice)

    assert copy.status == Status.SCHEDULED


def test_without_one_it_does_not(session: Session, copy: Variant, alice: Person) -> None:
    with pytest.raises(BlockedError):
        approve(session, copy, alice)


def test_the_finding_stays_visible_beside_its_exception(
    session: Session, copy: Variant, alice: Person
) -> None:
    allow(session, copy, alice)

    judgement = judge(session, copy, now=NOW)

    assert [verdict.rule for verdict in judgement.findings if verdict.blocks] == [COPY]
    assert judgement.blocks == ()
    assert judgement.exceptions[COPY].reason == REASON


@pytest.mark.parametrize("role", [Role.TRAINEE, Role.AUTHOR, Role.APPROVER, Role.EXTERNAL])
def test_these_roles_make_no_exception(session: Session, copy: Variant, role: Role) -> None:
    somebody = make_person(session, "Toni Traub", role)

    with pytest.raises(RefusedError):
        allow(session, copy, somebody)

    assert judge(session, copy, now=NOW).blocks


def test_a_reason_has_twenty_characters(session: Session, copy: Variant, alice: Person) -> None:
    with pytest.raises(RefusedError):
        allow(session, copy, alice, "Because I say so!!")


@pytest.mark.parametrize("filling", [" " * 30, "\n" * 30, "\u200b" * 30])
def test_what_cannot_be_read_does_not_make_a_reason_longer(
    session: Session, copy: Variant, alice: Person, filling: str
) -> None:
    with pytest.raises(RefusedError):
        allow(session, copy, alice, "short" + filling + "one")


def test_the_author_makes_none_while_two_may_approve(session: Session, copy: Variant, alice: Person) -> None:
    make_person(session, "Lea Lorenz", Role.LEAD)
    copy.author = alice
    session.flush()

    with pytest.raises(RefusedError):
        allow(session, copy, alice)


def test_a_rule_that_does_not_block_needs_none(session: Session, copy: Variant, alice: Person) -> None:
    with pytest.raises(RefusedError):
        allow(session, copy, alice, rule="automated-share")


def test_a_rule_without_exceptions_allows_none(session: Session, alice: Person) -> None:
    channel: Channel = make_channel(session, "X", "x")
    make_slot(session, alice, [channel], minutes=240, rrule="FREQ=WEEKLY;BYDAY=MO,FR")
    variant = make_variant(session, channel, text="word " * 100, status=Status.DRAFT, answer_person=alice)

    with pytest.raises(RefusedError, match="Nobody"):
        allow(session, variant, alice, rule="platform-length")


def test_it_lets_nothing_pass_that_nobody_may_let_pass(
    session: Session, copy: Variant, alice: Person
) -> None:
    """Made for a copy on another platform, it does not hold for a second account on the same one."""
    allow(session, copy, alice)
    twin = make_channel(session, "Mastodon two", "mastodon")
    make_variant(session, twin, text=TEXT, answer_person=alice)

    with pytest.raises(BlockedError):
        approve(session, copy, alice)


def test_another_word_voids_it(session: Session, copy: Variant, alice: Person, bob: Person) -> None:
    allow(session, copy, alice)
    content = replace(content_of(copy), text=TEXT.replace("Saturday", "Sunday"))

    writing.edit_variant(session, copy, content, revision=copy.revision, person=bob, now=NOW)
    writing.edit_variant(
        session,
        copy,
        replace(content, labels=("promo",), text=TEXT),
        revision=copy.revision,
        person=bob,
        now=NOW,
    )

    assert judge(session, copy, now=NOW).blocks


def test_another_time_voids_it(session: Session, copy: Variant, alice: Person) -> None:
    allow(session, copy, alice)
    assert copy.planned_wall is not None
    later = replace(content_of(copy), planned_wall=copy.planned_wall + timedelta(minutes=1))

    assert judge(session, copy, now=NOW, content=later).blocks


def test_the_same_words_again_do_not_revive_it(
    session: Session, copy: Variant, alice: Person, bob: Person
) -> None:
    allow(session, copy, alice)
    allowed = content_of(copy)
    writing.edit_variant(
        session, copy, replace(allowed, text="Other"), revision=copy.revision, person=bob, now=NOW
    )

    writing.edit_variant(session, copy, allowed, revision=copy.revision, person=bob, now=NOW)

    assert judge(session, copy, now=NOW).blocks


@pytest.fixture
def lead(session: Session, workspace: Workspace) -> Person:
    return make_person(session, "Lea Lang", Role.LEAD)


@pytest.fixture
def automated(session: Session, workspace: Workspace) -> Variant:
    """The last of four posts of one week that all go out by themselves."""
    channel = make_channel(session, "Mastodon", "mastodon")
    walls = [datetime.fromisoformat(f"2026-04-0{day} 09:00") for day in (6, 7, 8, 9)]
    return [make_variant(session, channel, text=TEXT[wall.day :], planned_wall=wall) for wall in walls][-1]


def allow_beside(
    session: Session, automated: Variant, person: Person, wall: str, rule: str = SHARE
) -> Override:
    """An exception for something else on the same channel, planned for a wall time."""
    other = make_variant(session, automated.channel, text="Other", planned_wall=datetime.fromisoformat(wall))
    session.flush()
    bound = binding(other, content_of(other), other.planned_at)
    return rulebook.record_override(session, rule, bound, REASON, person=person, now=NOW)


def blocking(session: Session, variant: Variant) -> set[str]:
    return {verdict.rule for verdict in judge(session, variant, now=NOW).blocks}


def test_a_lead_lets_a_week_run_by_itself(session: Session, automated: Variant, lead: Person) -> None:
    assert SHARE in blocking(session, automated)

    allow(session, automated, lead, rule=SHARE)

    assert SHARE not in blocking(session, automated)


@pytest.mark.parametrize(
    "wall", ["2026-03-30 00:00", "2026-04-05 23:59", "2026-04-13 00:00", "2026-04-19 23:59"]
)
def test_a_second_week_in_a_row_is_for_an_admin(
    session: Session, automated: Variant, lead: Person, alice: Person, wall: str
) -> None:
    allow_beside(session, automated, lead, wall)

    with pytest.raises(RefusedError, match="Two in a row are for an admin"):
        allow(session, automated, lead, rule=SHARE)
    allow(session, automated, alice, rule=SHARE)

    assert SHARE not in blocking(session, automated)


@pytest.mark.parametrize(
    "wall", ["2026-03-29 23:59", "2026-04-06 00:00", "2026-04-12 23:59", "2026-04-20 00:00"]
)
def test_the_same_week_and_one_apart_are_no_second_in_a_row(
    session: Session, automated: Variant, lead: Person, wall: str
) -> None:
    allow_beside(session, automated, lead, wall)

    allow(session, automated, lead, rule=SHARE)

    assert SHARE not in blocking(session, automated)


def test_neither_a_void_exception_nor_one_from_another_rule_makes_a_row(
    session: Session, automated: Variant, lead: Person
) -> None:
    allow_beside(session, automated, lead, "2026-04-01 09:00").voided_at = NOW
    allow_beside(session, automated, lead, "2026-04-01 09:00", rule="dialog-time-reserved")

    allow(session, automated, lead, rule=SHARE)

    assert SHARE not in blocking(session, automated)


def test_a_second_week_is_refused_in_german_too(session: Session, automated: Variant, lead: Person) -> None:
    allow_beside(session, automated, lead, "2026-04-01 09:00")

    with speaking("de"), pytest.raises(RefusedError, match="Zwei in Folge"):
        allow(session, automated, lead, rule=SHARE)
