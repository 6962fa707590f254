"""Recorded exceptions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.rulebook import services
from calendar_app.rulebook.services import Binding
from tests.factories import NOW, make_channel, make_variant

REASON = "Agreed with the fire brigade on the phone."


@pytest.fixture
def binding(session: Session, alice: Person) -> Binding:
    variant = make_variant(session, make_channel(session))
    return Binding(variant.id, variant.channel_id, "abc", NOW)


def test_an_exception_holds_for_what_it_was_made_for(
    session: Session, alice: Person, binding: Binding
) -> None:
    override = services.record_override(session, "some-rule", binding, REASON, person=alice, now=NOW)

    assert services.holding(session, binding) == {"some-rule": override}


@pytest.mark.parametrize(
    "change",
    [
        {"content_hash": "abd"},
        {"planned_at": NOW + timedelta(minutes=1)},
        {"planned_at": None},
        {"channel_id": 4711},
    ],
)
def test_it_holds_for_nothing_else(
    session: Session, alice: Person, binding: Binding, change: dict[str, object]
) -> None:
    services.record_override(session, "some-rule", binding, REASON, person=alice, now=NOW)

    assert services.holding(session, replace(binding, **change)) == {}  # type: ignore[arg-type]


def test_once_void_it_stays_void(session: Session, alice: Person, binding: Binding) -> None:
    override = services.record_override(session, "some-rule", binding, REASON, person=alice, now=NOW)

    services.void_changed(session, replace(binding, content_hash="other"), NOW)

    assert override.voided_at == NOW
    assert services.holding(session, binding) == {}


def test_what_still_fits_is_not_voided(session: Session, alice: Person, binding: Binding) -> None:
    override = services.record_override(session, "some-rule", binding, REASON, person=alice, now=NOW)

    services.void_changed(session, binding, NOW)

    assert override.voided_at is None


@pytest.mark.parametrize(
    "reason", ["Because.", "Be" + " " * 20 + "cause.", "\u200b" * 25, "e" + "\u0301" * 25]
)
def test_a_short_reason_is_no_reason(session: Session, alice: Person, binding: Binding, reason: str) -> None:
    with pytest.raises(ValueError, match="20"):
        services.record_override(session, "some-rule", binding, reason, person=alice, now=NOW)


def test_the_newest_exceptions_come_first(session: Session, alice: Person, binding: Binding) -> None:
    for rule in ("first", "second"):
        services.record_override(session, rule, binding, REASON, person=alice, now=NOW)

    assert [override.rule for override in services.recorded(session)] == ["second", "first"]
