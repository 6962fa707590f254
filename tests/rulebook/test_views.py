"""The rulebook's page."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.rulebook import services
from calendar_app.rules.engine import RULES
from tests.factories import NOW, make_channel, make_person, make_variant

SignIn = Callable[[Person], FlaskClient]


def test_every_rule_stands_on_the_page_with_its_reason(sign_in: SignIn, alice: Person) -> None:
    page = sign_in(alice).get("/rules").get_data(as_text=True)

    for rule in RULES:
        assert f'id="{rule.key}"' in page
        assert rule.number in page


def test_the_page_is_german_for_a_german_reader(sign_in: SignIn, session: Session, alice: Person) -> None:
    assert alice.account is not None
    alice.account.language = "de"
    session.commit()

    page = sign_in(alice).get("/rules").get_data(as_text=True)

    for rule in RULES:
        assert rule.name.de in page


def test_recorded_exceptions_are_listed_for_the_team_only(
    sign_in: SignIn, session: Session, alice: Person, bob: Person, charlie: Person
) -> None:
    variant = make_variant(session, make_channel(session))
    binding = services.Binding(variant.id, variant.channel_id, "abc", variant.planned_at)
    reason = 'Agreed with <b>the "fire brigade"</b> {{7*7}} 100 %'
    services.record_override(session, "identical-cross-post", binding, reason, person=alice, now=NOW)
    session.commit()

    ours = sign_in(bob).get("/rules").get_data(as_text=True)
    theirs = sign_in(charlie).get("/rules").get_data(as_text=True)

    assert "Agreed with &lt;b&gt;the &#34;fire brigade&#34;&lt;/b&gt; {{7*7}} 100 %" in ours
    assert "fire brigade" not in theirs


@pytest.mark.parametrize(("posts", "is_told"), [(10, False), (9, True)])
def test_an_admin_is_told_when_more_than_a_tenth_passes_by_exception(
    sign_in: SignIn, session: Session, alice: Person, posts: int, is_told: bool
) -> None:
    channel = make_channel(session)
    wall = datetime(2026, 4, 1, 9, 0)  # noqa: DTZ001 wall time, a week ago
    variants = [make_variant(session, channel, planned_wall=wall) for _ in range(posts)]
    binding = services.Binding(variants[0].id, channel.id, "abc", variants[0].planned_at)
    services.record_override(
        session, "posting-burst", binding, "Agreed with everybody.", person=alice, now=NOW
    )
    author = make_person(session, "Author")
    session.commit()

    pages = [sign_in(each).get("/rules").get_data(as_text=True) for each in (alice, author)]

    assert ["More than one in ten is a habit" in page for page in pages] == [is_told, False]


def test_a_stranger_is_sent_to_the_door(client: FlaskClient) -> None:
    answer = client.get("/rules")

    assert answer.status_code == 303
    assert "/sign-in" in answer.location
