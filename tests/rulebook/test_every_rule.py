"""Whatever the page of a rule decides, its next verdict follows: tried on the catalogue's own examples."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, partial
from importlib import import_module
from inspect import signature
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.rulebook.forms import IN_ORDER
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules import engine
from calendar_app.rules.facts import Approval, Facts, Role, Strictness, Tuning, Variant
from calendar_app.rules.rule import Rule, Severity, Verdict
from tests.rules import newsroom
from tests.rules.newsroom import channel, facts, person

SignIn = Callable[[Person], FlaskClient]
Example = tuple[Facts, Variant]

TUNABLE = [pytest.param(rule, id=rule.number) for rule in engine.RULES if not rule.is_fixed]
FIXED = [pytest.param(rule, id=rule.number) for rule in engine.RULES if rule.is_fixed]


LINKS = "Drei Seiten, die wir empfehlen: https://example.org/a https://example.org/b https://example.org/c"
APPROVED_EARLIER = newsroom.variant(
    author_id="anna", approval=Approval("ben", at=newsroom.at("2027-03-03 05:00"))
)
MORE: dict[str, tuple[Example, ...]] = {
    "R05": ((facts(channel(outside_mirror_since=date(2027, 2, 20))), newsroom.variant()),),
    "R17": ((facts(), newsroom.variant(text=LINKS)),),
    "R27": (
        (
            facts(person("anna"), person("ben", role=Role.APPROVER), approver_ids=frozenset({"anna", "ben"})),
            APPROVED_EARLIER,
        ),
    ),
}
"""Where the rule's own tests take their examples from a table."""


@cache
def examples(rule: Rule) -> tuple[Example, ...]:
    """What the rule's own tests ask it about, as far as they take nothing in."""
    module = import_module(f"tests.rules.catalog.test_{rule.key.replace('-', '_')}")
    asked: list[Example] = []

    def noting(world: Facts, checked: Variant) -> tuple[Verdict, ...]:
        asked.append((world, checked))
        return engine.check(world, checked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(newsroom, "check", noting)
        for name, test in vars(module).items():
            if name.startswith("test_") and not signature(test).parameters:
                test()
    return (*asked, *MORE.get(rule.number, ()))


def said(rule: Rule, example: Example, *decided: Tuning) -> Verdict:
    world, checked = example
    (verdict,) = engine.check(replace(world, tunings=decided), checked, rules=(rule,))
    return verdict


def found(rule: Rule) -> Iterator[Example]:
    yield from (each for each in examples(rule) if said(rule, each).is_finding)


def softened(rule: Rule) -> Example:
    """An example in which switching the rule off would silence it."""
    off = Tuning(rule.key, strictness=Strictness.OFF)
    return next(each for each in found(rule) if not said(rule, each, off).is_finding)


def numbered(rule: Rule) -> tuple[Example, str, int]:
    """An example, and a number with which the rule would say something else of it."""
    for example in examples(rule):
        before = said(rule, example)
        for parameter in rule.parameters:
            for value in filter(partial(_is_in_order, rule, parameter.name), parameter.bounds):
                decided = Tuning(rule.key, values={parameter.name: value})
                if said(rule, example, decided).severity is not before.severity:
                    return example, parameter.name, value
    raise AssertionError(f"no number of {rule.number} changes what it says of its examples")


def _is_in_order(rule: Rule, name: str, value: int) -> bool:
    held = {each.name: each.default for each in rule.parameters} | {name: value}
    pairs = ((held[low], held[high]) for low, high in IN_ORDER if low in held and high in held)
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
    if rule.parameters:
        example, name, value = numbered(rule)
        decide(client, rule, **{f"number_{name}": value})
        assert said(rule, example, *tunings(session)).severity is not said(rule, example).severity


@pytest.mark.parametrize("rule", FIXED)
def test_what_nobody_may_except_from_keeps_its_floor(
    sign_in: SignIn, session: Session, alice: Person, rule: Rule
) -> None:
    example = next(each for each in found(rule) if said(rule, each).blocks)

    sign_in(alice).post(f"/rules/{rule.key}", data={"place": "", "strictness": "off", "shown": "off"})

    assert said(rule, example, *tunings(session)).blocks
    assert said(rule, example, Tuning(rule.key, strictness=Strictness.OFF)).blocks
