"""R13."""

from dataclasses import replace
from datetime import date

import pytest

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import Case
from calendar_app.rules.catalog import reply_overdue
from calendar_app.rules.facts import Calendar, Facts, InboundItem, InboundKind, Label, Tuning
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import at, channel, facts, severity, variant, verdict

PROMO = variant(labels=frozenset({Label.PROMO}))
STORY = variant(labels=frozenset({Label.INSIGHT}))


def complaint(id: str, when: str, closed: str | None = None) -> InboundItem:
    return InboundItem(id, "mastodon", at(when), InboundKind.COMPLAINT, at(closed) if closed else None)


def world_of(*items: InboundItem, now: str = "2027-03-03 15:00") -> Facts:
    return facts(inbound=items, now=at(now))


def due(item: InboundItem, calendar: Calendar | None = None) -> str:
    world = facts(calendar=calendar or Calendar())
    case = Case(reply_overdue.RULE, world, channel(), platform("mastodon"), STORY)
    return f"{case.local(reply_overdue.due_at(case, item)):%a %H:%M}"


def test_a_complaint_of_friday_evening_is_due_on_monday() -> None:
    assert due(complaint("c", "2027-03-05 16:30")) == "Mon 12:30"
    assert due(complaint("c", "2027-03-05 16:30"), Calendar(holidays={date(2027, 3, 8): "x"})) == "Tue 12:30"


@pytest.mark.parametrize(
    ("when", "expected"),
    [("2027-03-03 09:00", "Wed 13:00"), ("2027-03-03 06:00", "Wed 13:00"), ("2027-03-06 12:00", "Mon 13:00")],
)
def test_only_working_hours_count(when: str, expected: str) -> None:
    assert due(complaint("c", when)) == expected


def test_a_complaint_is_due_before_a_question_of_the_same_minute() -> None:
    complaint, question = (
        InboundItem(kind, "mastodon", at("2027-03-05 16:30"), kind)
        for kind in (InboundKind.COMPLAINT, InboundKind.QUESTION)
    )

    assert (due(complaint), due(question)) == ("Mon 12:30", "Mon 14:30")


def test_no_complaint_waits_for_longer_than_a_question() -> None:
    hurried = (Tuning("reply-overdue", values={"question_hours": 2}),)
    world = replace(world_of(complaint("c", "2027-03-03 09:00"), now="2027-03-03 11:01"), tunings=hurried)

    assert severity("R13", world, STORY) is Severity.WARN


def test_anything_else_has_a_working_day() -> None:
    assert due(InboundItem("o", "mastodon", at("2027-03-03 11:00"))) == "Thu 11:00"


def test_a_team_may_take_more_days_for_all_else() -> None:
    waiting = InboundItem("o", "mastodon", at("2027-03-03 11:00"))
    world = world_of(waiting, now="2027-03-04 12:00")
    patient = replace(world, tunings=(Tuning("reply-overdue", values={"other_days": 2}),))

    assert severity("R13", world, STORY) is Severity.WARN
    assert severity("R13", patient, STORY) is Severity.PASS


def test_one_overdue_warns_beside_a_story() -> None:
    found = verdict("R13", world_of(complaint("c", "2027-03-03 09:00")), STORY)

    assert found.severity is Severity.WARN
    assert found.message("en").startswith("1 person on Mastodon waits for an answer")
    assert found.message("de").startswith("1 Person wartet auf Mastodon auf Antwort")


def test_three_overdue_block_advertising() -> None:
    waiting = [complaint(str(n), "2027-03-03 09:00") for n in range(3)]

    assert severity("R13", world_of(*waiting), PROMO) is Severity.BLOCK
    assert severity("R13", world_of(*waiting), STORY) is Severity.WARN
    assert severity("R13", world_of(*waiting[:2]), PROMO) is Severity.WARN


@pytest.mark.parametrize(("now", "expected"), [("10:00", Severity.WARN), ("10:01", Severity.BLOCK)])
def test_one_that_is_older_than_two_working_days_blocks_too(now: str, expected: Severity) -> None:
    assert severity("R13", world_of(complaint("c", "2027-03-01 10:00"), now=f"2027-03-03 {now}"), PROMO) is (
        expected
    )


def test_what_a_human_closed_waits_no_more() -> None:
    closed = complaint("c", "2027-03-01 10:00", "2027-03-01 11:00")

    assert severity("R13", world_of(closed), PROMO) is Severity.PASS


def test_at_the_moment_it_is_due_nobody_has_waited_too_long() -> None:
    item = complaint("c", "2027-03-03 09:00")

    assert severity("R13", world_of(item, now="2027-03-03 13:00"), PROMO) is Severity.PASS
    assert severity("R13", world_of(item, now="2027-03-03 13:01"), PROMO) is Severity.WARN


def test_where_nothing_is_recorded_nothing_is_judged() -> None:
    assert severity("R13", facts(), PROMO) is Severity.NOT_APPLICABLE
