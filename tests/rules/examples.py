"""The catalogue's own examples: what the tests of a rule ask it about."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import import_module
from inspect import signature
from itertools import product
from typing import Any

import pytest

from calendar_app.rules import engine
from calendar_app.rules.facts import Facts, Tuning, Variant
from calendar_app.rules.rule import Rule, Verdict
from tests.rules import newsroom

Example = tuple[Facts, Variant]


@cache
def examples(rule: Rule) -> tuple[Example, ...]:
    """What the rule's own tests ask it about; after those that tell one story, each row of their tables."""
    module = import_module(f"tests.rules.catalog.test_{rule.key.replace('-', '_')}")
    asked: list[Example] = []

    def noting(world: Facts, checked: Variant) -> tuple[Verdict, ...]:
        asked.append((world, checked))
        return engine.check(world, checked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(newsroom, "check", noting)
        tests = [test for name, test in vars(module).items() if name.startswith("test_")]
        for test in sorted(tests, key=lambda each: hasattr(each, "pytestmark")):
            for row in _rows(test):
                test(**row)
    return tuple(asked)


def _rows(test: Any) -> Iterator[dict[str, Any]]:
    """What a test is called with, by name; nothing for one that also needs what only a run of pytest has."""
    tables = [mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    columns = [(names,) if isinstance(names, str) else tuple(names) for names, _ in tables]
    if set(signature(test).parameters) != {name for names in columns for name in names}:
        return
    for cells in product(*(values for _, values in tables)):
        row: dict[str, Any] = {}
        for names, cell in zip(columns, cells, strict=True):
            row |= zip(names, cell if len(names) > 1 else (cell,), strict=True)
        yield row


def said(rule: Rule, example: Example, *decided: Tuning) -> Verdict:
    """What the rule says of an example, with these decisions and no others."""
    world, checked = example
    (verdict,) = engine.check(replace(world, tunings=decided), checked, rules=(rule,))
    return verdict


def found(rule: Rule) -> Iterator[Example]:
    """The examples in which the rule finds something."""
    yield from (each for each in examples(rule) if said(rule, each).is_finding)
