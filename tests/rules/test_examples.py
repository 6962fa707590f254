"""What the catalogue promises of all 29 rules, tried on the examples of each."""

from dataclasses import replace

import pytest

from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Tuning
from calendar_app.rules.rule import Parameter, Rule, Severity
from tests.rules.examples import examples, found, said

LIFTED_BY_URGENT = {f"R{number:02}" for number in (2, 3, 4, *range(6, 14), *range(20, 25), 29)}

OF_CHANNELS = {
    ("R29", "block"),
    *(("R26", name) for name in ("lead_days", "forgotten_days", "announcements", "probation_days")),
}
"""Numbers that say nothing of a post, but of a channel that opens or closes (tests/channels)."""

NUMBERS = [
    pytest.param(rule, number, id=f"{rule.number}-{number.name}")
    for rule in RULES
    for number in rule.parameters
    if (rule.number, number.name) not in OF_CHANNELS
]

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.number)


def test_the_catalogue_is_complete() -> None:
    assert [rule.number for rule in RULES] == [f"R{number:02}" for number in range(1, 30)]


@each_rule
def test_a_rule_has_three_examples_and_finds_something_in_some_of_them_only(rule: Rule) -> None:
    asked = examples(rule)

    assert len([each for number, each in enumerate(asked) if each not in asked[:number]]) >= 3
    assert {said(rule, each).is_finding for each in asked} == {True, False}


OF_PEOPLE = {
    "R17": "which words or links stay is the author's to say",
    "R23": "a post of another kind has to be written",
    "R24": "a question has to be thought of",
    "R27": "somebody approves or reviews on the same page",
}
"""Rules whose findings offer nothing to press, and why."""


@each_rule
def test_a_finding_offers_what_mends_it_wherever_a_button_or_a_place_can(rule: Rule) -> None:
    offered = any(
        verdict.fixes or verdict.wants_move for verdict in (said(rule, each) for each in found(rule))
    )

    assert offered == (rule.number not in OF_PEOPLE)


@each_rule
def test_urgency_lifts_what_a_rule_finds_where_the_catalogue_says_so_and_nowhere_else(rule: Rule) -> None:
    is_lifted = rule.number in LIFTED_BY_URGENT

    for world, checked in found(rule):
        calm, urgent = said(rule, (world, checked)), said(rule, (world, replace(checked, is_urgent=True)))

        assert urgent.severity is (Severity.NOT_APPLICABLE if is_lifted else calm.severity)


@pytest.mark.parametrize(("rule", "number"), NUMBERS)
def test_each_number_changes_what_its_rule_says(rule: Rule, number: Parameter) -> None:
    least, most = number.bounds
    others = {least, 1, number.default // 2, number.default * 2, most} & set(range(least, most + 1))
    tuned = [Tuning(rule.key, values={number.name: other}) for other in sorted(others)]

    assert any(said(rule, each, other) != said(rule, each) for each in examples(rule) for other in tuned)
