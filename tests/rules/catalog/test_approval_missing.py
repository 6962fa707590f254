"""R27."""

from datetime import timedelta
from typing import Any

import pytest

from calendar_app.rules.facts import Approval, Facts, Role, Status, Variant
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import at, facts, person, severity, variant, verdict

WHEN = at("2027-03-03 09:00")
PEOPLE = (person("anna"), person("ben", role=Role.APPROVER), person("emil", role=Role.TRAINEE))
TWO: Facts = facts(*PEOPLE, approver_ids=frozenset({"anna", "ben"}))
ALONE: Facts = facts(*PEOPLE, approver_ids=frozenset({"anna"}))


def post(by: str | None, **more: Any) -> Variant:
    approval = Approval(by, WHEN) if by else None
    return variant(author_id="anna", at=WHEN, **({"approval": approval} | more))


def test_a_trainee_cannot_approve() -> None:
    found = verdict("R27", TWO, post("emil"))

    assert found.severity is Severity.BLOCK
    assert found.message("en") == "Needs approval by a trained second person (Ben)."
    assert found.message("de") == "Freigabe durch eine zweite geschulte Person nötig (Ben)."


def test_a_typo_mended_after_approval_needs_another_one() -> None:
    assert severity("R27", TWO, post("ben", approval=Approval("ben", WHEN, content_is_same=False))) is (
        Severity.BLOCK
    )
    assert severity("R27", TWO, post("ben")) is Severity.PASS


def test_who_is_alone_approves_own_words_and_it_says_so() -> None:
    found = verdict("R27", ALONE, post("anna"))

    assert found.severity is Severity.PASS
    assert "alone" in found.message("en")
    assert severity("R27", TWO, post("anna")) is Severity.BLOCK


@pytest.mark.parametrize(("minutes", "expected"), [(120, Severity.PASS), (121, Severity.BLOCK)])
@pytest.mark.parametrize("direction", [1, -1])
def test_a_move_of_more_than_two_hours_voids_it(minutes: int, expected: Severity, direction: int) -> None:
    approved_for = WHEN + direction * timedelta(minutes=minutes)

    assert severity("R27", TWO, post("ben", approval=Approval("ben", approved_for))) is expected


def test_machines_and_borrowed_content_need_a_record() -> None:
    machine = post("ben", is_machine_written=True)

    assert severity("R27", TWO, machine) is Severity.BLOCK
    assert severity("R27", TWO, post("ben", is_machine_written=True, is_human_reviewed=True)) is Severity.PASS
    assert severity("R27", TWO, post("ben", lacks_permission=True)) is Severity.BLOCK


def test_it_is_asked_when_it_is_to_be_scheduled() -> None:
    assert severity("R27", TWO, post(None, status=Status.IN_REVIEW)) is Severity.NOT_APPLICABLE
    assert severity("R27", TWO, post(None)) is Severity.BLOCK
    assert severity("R27", facts(), post(None)) is Severity.NOT_APPLICABLE
    assert "nobody on the team" in verdict("R27", facts(approver_ids=frozenset()), post(None)).message("en")


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.SCHEDULED])
def test_where_words_come_from_is_asked_before_any_approval_is(status: Status) -> None:
    """Also where approvals are not on record."""
    assert severity("R27", facts(), variant(status=status, lacks_permission=True)) is Severity.BLOCK
    assert severity("R27", facts(), variant(status=status, is_machine_written=True)) is Severity.BLOCK
    checked = variant(status=status, is_machine_written=True, is_human_reviewed=True)
    assert severity("R27", facts(), checked) is Severity.NOT_APPLICABLE
