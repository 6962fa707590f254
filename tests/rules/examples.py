"""The catalogue's own examples: what the tests of a rule ask it about."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import import_module
from inspect import signature

import pytest

from calendar_app.rules import engine
from calendar_app.rules.facts import Approval, Facts, Role, Tuning, Variant
from calendar_app.rules.rule import Rule, Verdict
from tests.rules import newsroom
from tests.rules.newsroom import channel, facts, person

Example = tuple[Facts, Variant]

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
    """What the rule says of an example, with these decisions and no others."""
    world, checked = example
    (verdict,) = engine.check(replace(world, tunings=decided), checked, rules=(rule,))
    return verdict


def found(rule: Rule) -> Iterator[Example]:
    """The examples in which the rule finds something."""
    yield from (each for each in examples(rule) if said(rule, each).is_finding)
