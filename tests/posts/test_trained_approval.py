"""Only trained people approve, and the rule about approvals hears of it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.people.models import Person, Role
from calendar_app.posts import review
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Status, Variant
from calendar_app.rules.rule import Severity, Verdict
from tests.factories import NOW, make_channel, make_person, make_variant
from tests.posts.reviewing import draft, hand

SignIn = Callable[[Person], FlaskClient]


def verdict(session: Session, variant: Variant) -> Verdict:
    verdicts = judge(session, variant, now=NOW).verdicts
    return next(each for each in verdicts if each.number == "R27")


def test_an_approver_whose_training_has_ended_cannot_approve(
    session: Session, mastodon: Channel, alice: Person, bob: Person
) -> None:
    lea = make_person(session, "Lea Lorenz", Role.LEAD)
    lea.trained_until = NOW.date() - timedelta(days=1)
    variant = draft(session, mastodon, bob)
    review.submit(session, variant, ticked=True, **hand(variant, bob))

    with pytest.raises(RefusedError, match=r"trained second person \(Alice Adler\)"):
        review.approve(session, variant, ticked=True, **hand(variant, lea))

    lea.trained_until = NOW.date()
    review.approve(session, variant, ticked=True, **hand(variant, lea))
    assert variant.approved_by == lea


def test_a_training_recorded_on_the_page_changes_the_verdict(
    session: Session, alice: Person, sign_in: SignIn
) -> None:
    lea = make_person(session, "Lea Lorenz", Role.LEAD, trained=False)
    variant = make_variant(session, make_channel(session))
    variant.approved_by = lea
    session.commit()
    before = verdict(session, variant)
    session.commit()

    sign_in(alice).post(
        f"/people/{lea.id}",
        data={
            "name": lea.name,
            "role": "lead",
            "training": "Tone and crises, in-house",
            "trained_until": "2028-04-01",
            "language": "en",
            "zone": "Europe/Berlin",
            "email": lea.email,
        },
    )

    session.expire_all()
    assert before.severity is Severity.BLOCK
    assert before.message("en") == "Needs approval by a trained second person (Alice Adler)."
    assert verdict(session, variant).severity is Severity.PASS


def test_an_approval_outlives_the_training_and_the_leaving_of_who_gave_it(
    session: Session, alice: Person
) -> None:
    lea = make_person(session, "Lea Lorenz", Role.LEAD)
    variant = make_variant(session, make_channel(session))
    variant.approved_by = lea

    lea.trained_until, lea.left_at = NOW.date(), NOW

    assert verdict(session, variant).severity is Severity.PASS


def test_what_is_held_may_be_handed_in_again(session: Session, alice: Person) -> None:
    variant = make_variant(session, make_channel(session), status=Status.HELD)

    assert verdict(session, variant).severity is Severity.NOT_APPLICABLE
