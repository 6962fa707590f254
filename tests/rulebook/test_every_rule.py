"""Whatever the page of a rule decides, its next verdict follows: tried on the catalogue's own examples."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules import engine
from calendar_app.rules.facts import Strictness, Tuning
from calendar_app.rules.parameters import STRICTER
from calendar_app.rules.rule import Override, Rule, Severity, Verdict
from tests.rules.examples import Example, examples, found, said

SignIn = Callable[[Person], FlaskClient]

TUNABLE = [pytest.param(rule, id=rule.number) for rule in engine.RULES if not rule.is_fixed]
FIXED = [pytest.param(rule, id=rule.number) for rule in engine.RULES if rule.is_fixed]


def softened(rule: Rule) -> Example:
    """An example in which switching the rule off would silence it."""
    off = Tuning(rule.key, strictness=Strictness.OFF)
    return next(each for each in found(rule) if not said(rule, each, off).is_finding)


def advisable(rule: Rule) -> Example | None:
    """An example in which the rule blocks and somebody may be excepted from it."""
    blocks = (each for each in found(rule) if said(rule, each).blocks)
    return next((each for each in blocks if may_pass(rule, each)), None)


def _outcome(verdict: Verdict) -> tuple[Severity, Override]:
    """What a team notices: how heavy a finding is, and who may be excepted from it how long."""
    return verdict.severity, verdict.override


def numbered(rule: Rule) -> tuple[Example, str, int]:
    """An example, and a number with which the rule would say something else of it."""
    for example in examples(rule):
        before = said(rule, example)
        for parameter in rule.parameters:
            for value in filter(partial(_is_in_order, rule, parameter.name), parameter.bounds):
                decided = Tuning(rule.key, values={parameter.name: value})
                if _outcome(said(rule, example, decided)) != _outcome(before):
                    return example, parameter.name, value
    raise AssertionError(f"no number of {rule.number} changes what it says of its examples")


def _is_in_order(rule: Rule, name: str, value: int) -> bool:
    held = {each.name: each.default for each in rule.parameters} | {name: value}
    pairs = ((held[low], held[high]) for low, high in STRICTER.items() if low in held and high in held)
    return all(low <= high for low, high in pairs)


def decide(client: FlaskClient, rule: Rule, **fields: Any) -> int:
    """Decide on the page, as somebody does who has read what it would change."""
    shown = client.post(f"/rules/{rule.key}", data={"place": "", **fields}).get_data(as_text=True)
    seen = re.search(r'name="shown" value="([^"]*)"', shown)
    assert seen is not None
    return client.post(f"/rules/{rule.key}", data={"place": "", "shown": seen[1], **fields}).status_code


@pytest.mark.parametrize("rule", TUNABLE)
def test_what_its_page_decides_is_what_a_rule_says_next(
    sign_in: SignIn, session: Session, alice: Person, rule: Rule
) -> None:
    client, example = sign_in(alice), softened(rule)

    decide(client, rule, strictness="off")

    assert said(rule, example, *tunings(session)).severity is Severity.NOT_APPLICABLE
    session.rollback()
    if blocked := advisable(rule):
        decide(client, rule, strictness="advise")
        assert said(rule, blocked, *tunings(session)).severity is Severity.WARN
        session.rollback()
    if rule.parameters:
        example, name, value = numbered(rule)
        decide(client, rule, strictness="", **{f"number_{name}": value})
        assert _outcome(said(rule, example, *tunings(session))) != _outcome(said(rule, example))


@pytest.mark.parametrize("rule", FIXED)
def test_what_nobody_may_except_from_keeps_its_floor(
    sign_in: SignIn, session: Session, alice: Person, rule: Rule
) -> None:
    example = next(each for each in found(rule) if said(rule, each).blocks)

    sign_in(alice).post(f"/rules/{rule.key}", data={"place": "", "strictness": "off", "shown": "off"})

    assert said(rule, example, *tunings(session)).blocks
    assert said(rule, example, Tuning(rule.key, strictness=Strictness.OFF)).blocks


def heaviest(rule: Rule) -> Example:
    """The first example of the heaviest verdict that the rule gives."""
    return max(found(rule), key=lambda each: said(rule, each).severity.rank)


def test_advice_softens_every_block_from_which_somebody_may_be_excepted() -> None:
    blocks = {rule: heaviest(rule) for rule in engine.RULES if said(rule, heaviest(rule)).blocks}

    softened = {
        rule.number
        for rule, example in blocks.items()
        if not said(rule, example, Tuning(rule.key, strictness=Strictness.ADVISE)).blocks
    }

    assert softened == {rule.number for rule in blocks if not rule.is_fixed and may_pass(rule, blocks[rule])}


def may_pass(rule: Rule, example: Example) -> bool:
    return said(rule, example).override.role is not None
