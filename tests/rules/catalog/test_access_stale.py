"""R28."""

from datetime import date, datetime, timedelta

import pytest

from calendar_app.rules.facts import AccessEntry, Status
from calendar_app.rules.rule import Severity, Verdict
from tests.rules.newsroom import at, facts, variant, verdict

NOW = at("2027-03-03 10:00")


def entry(
    name: str = "Anna", reviewed: int = 40, ends_at: datetime | None = None, **more: bool
) -> AccessEntry:
    day = date(2027, 3, 3) - timedelta(days=reviewed)
    return AccessEntry("mastodon", name, ends_at, day, **more)


def judged(*entries: AccessEntry, status: Status = Status.DRAFT) -> Verdict:
    return verdict("R28", facts(access=entries, now=NOW), variant(status=status))


def test_left_yesterday_at_nine_blocks_after_twenty_five_hours() -> None:
    found = judged(entry(), entry("Ben", ends_at=at("2027-03-02 09:00")))

    assert found.severity is Severity.BLOCK
    assert found.message("en") == (
        "Ben left on Tue 2 Mar 2027 and still has access to Mastodon. Rotate and confirm."
    )


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        ("2027-03-02 10:00", Severity.WARN),
        ("2027-03-02 09:59", Severity.BLOCK),
        ("2027-03-03 10:00", Severity.WARN),
        ("2027-03-03 10:01", Severity.PASS),
    ],
)
def test_a_day_of_grace_is_given(left: str, expected: Severity) -> None:
    assert judged(entry(), entry("Ben", ends_at=at(left))).severity is expected


def test_what_is_scheduled_already_stays() -> None:
    gone = (entry(), entry("Ben", ends_at=at("2027-02-01 09:00")))

    assert judged(*gone, status=Status.SCHEDULED).severity is Severity.WARN
    assert judged(*gone, status=Status.IN_REVIEW).severity is Severity.BLOCK


@pytest.mark.parametrize(
    ("days", "expected"), [(95, Severity.WARN), (91, Severity.WARN), (90, Severity.PASS)]
)
def test_a_review_is_due_every_ninety_days(days: int, expected: Severity) -> None:
    assert judged(entry(reviewed=days), entry("Ben")).severity is expected


def test_two_people_with_two_factors_reviewed_forty_days_ago_pass() -> None:
    assert judged(entry(), entry("Ben")).severity is Severity.PASS


def test_one_person_or_one_factor_warns() -> None:
    assert "Only Anna gets into Mastodon" in judged(entry()).message("en")
    assert "Ben hat ohne zweiten Faktor" in judged(entry(), entry("Ben", has_two_factor=False)).message("de")
    assert judged(entry(), AccessEntry("mastodon", "Ben")).severity is Severity.WARN


def test_where_nothing_is_recorded_nothing_is_judged() -> None:
    assert judged().severity is Severity.NOT_APPLICABLE
