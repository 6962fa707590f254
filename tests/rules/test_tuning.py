"""What a team decides about a rule: how strict it is and what its numbers are, in the narrowest place."""

from dataclasses import replace

import pytest

from calendar_app.platforms.directory import PLATFORMS, platform
from calendar_app.rules.case import Case, ChannelCase
from calendar_app.rules.engine import RULES, check
from calendar_app.rules.facts import Facts, Strictness, Tuning, Variant
from calendar_app.rules.parameters import STRICTER, Origin, layers_of, resolved, strictness
from calendar_app.rules.rule import NOBODY, Override, Parameter, Rule, Severity, Verdict
from calendar_app.wording import Text
from tests.rules.newsroom import at, channel, facts, slot, variant

PARAMETERS = [
    pytest.param(rule, each, id=f"{rule.key}.{each.name}") for rule in RULES for each in rule.parameters
]
MASTODON, OTHER, LINKEDIN = channel("mastodon"), channel("second", "mastodon"), channel("linkedin")


def blocking(rule: Rule, override: Override | None = None) -> Rule:
    """The rule with a case in which it blocks, whatever it usually needs for that."""

    def judge(case: Case) -> Verdict:
        verdict = case.answer(Severity.BLOCK, Text("No.", "Nein."))
        return verdict if override is None else replace(verdict, override=override)

    return replace(rule, judge=judge)


def severity_of(rule: Rule, *tunings: Tuning, checked: Variant | None = None) -> Severity:
    world = facts(MASTODON, OTHER, LINKEDIN, tunings=tunings)
    (verdict,) = check(world, checked or variant(), rules=(rule,))
    return verdict.severity


SOFT = [
    pytest.param(rule, id=rule.key)
    for rule in RULES
    if rule.strictest is Strictness.BLOCK and not rule.is_fixed
]
FIXED = [pytest.param(rule, id=rule.key) for rule in RULES if rule.is_fixed]


@pytest.mark.parametrize("rule", SOFT)
@pytest.mark.parametrize(
    ("decided", "expected"),
    [
        (Strictness.OFF, Severity.NOT_APPLICABLE),
        (Strictness.ADVISE, Severity.WARN),
        (Strictness.BLOCK, Severity.BLOCK),
    ],
)
def test_each_rule_goes_as_far_as_the_team_lets_it(
    rule: Rule, decided: Strictness, expected: Severity
) -> None:
    assert severity_of(blocking(rule), Tuning(rule.key, strictness=decided)) is expected


@pytest.mark.parametrize("rule", FIXED)
@pytest.mark.parametrize("decided", [Strictness.OFF, Strictness.ADVISE])
def test_what_nobody_may_except_from_nobody_can_switch_off(rule: Rule, decided: Strictness) -> None:
    assert severity_of(blocking(rule), Tuning(rule.key, strictness=decided)) is Severity.BLOCK


@pytest.mark.parametrize("rule", SOFT)
def test_a_single_block_without_exceptions_is_a_floor_as_well(rule: Rule) -> None:
    assert severity_of(blocking(rule, NOBODY), Tuning(rule.key, strictness=Strictness.OFF)) is Severity.BLOCK


def test_there_are_rules_of_both_kinds() -> None:
    assert SOFT
    assert FIXED


@pytest.mark.parametrize(("rule", "parameter"), PARAMETERS)
def test_each_number_can_be_decided_for_one_channel(rule: Rule, parameter: Parameter) -> None:
    values = {parameter.name: 77, STRICTER.get(parameter.name, parameter.name): 77}
    world = facts(MASTODON, OTHER, tunings=(Tuning(rule.key, channel_id="mastodon", values=values),))

    here, there = (ChannelCase(rule, world, each, platform("mastodon")) for each in (MASTODON, OTHER))

    assert here.value(parameter.name) == 77
    assert there.value(parameter.name) == resolved([], parameter, platform("mastodon")).value


@pytest.mark.parametrize(("rule", "parameter"), PARAMETERS)
def test_defaults_lie_within_the_bounds(rule: Rule, parameter: Parameter) -> None:
    least, most = parameter.bounds

    for profile in PLATFORMS.values():
        assert least <= resolved([], parameter, profile).value <= most


LAYERS = (
    Tuning("automated-share", strictness=Strictness.ADVISE, values={"warn": 10, "block": 20}),
    Tuning("automated-share", platform="mastodon", values={"warn": 11}),
    Tuning("automated-share", channel_id="mastodon", strictness=Strictness.OFF),
    Tuning("feed-share", values={"warn": 99}),
)


@pytest.mark.parametrize("tunings", [LAYERS, LAYERS[::-1]])
def test_the_narrowest_place_that_says_something_wins(tunings: tuple[Tuning, ...]) -> None:
    rule = next(each for each in RULES if each.key == "automated-share")
    numbers = {each.name: each for each in rule.parameters}
    profile = platform("mastodon")

    layers = layers_of(tunings, rule.key, "mastodon", "mastodon")

    warn, block, least = (resolved(layers, numbers[name], profile) for name in ("warn", "block", "min_auto"))
    assert (warn.value, warn.origin) == (11, Origin.PLATFORM)
    assert (block.value, block.origin) == (20, Origin.WORKSPACE)
    assert least.origin is Origin.BUILT_IN
    assert strictness(layers, rule).origin is Origin.CHANNEL
    assert strictness(layers_of(tunings, rule.key, "linkedin"), rule).value is Strictness.ADVISE


def test_what_a_profile_says_is_named_as_such() -> None:
    rule = next(each for each in RULES if each.key == "posting-burst")
    gap = next(each for each in rule.parameters if each.name == "min_gap")

    assert resolved([], gap, platform("linkedin")).origin is Origin.PROFILE


def alone_but_for(minutes: int) -> Facts:
    return facts(slot("2027-03-03 09:00", minutes))


def test_a_number_changes_the_next_verdict() -> None:
    world, checked = alone_but_for(20), variant(at=at("2027-03-03 09:00"))
    tuned = replace(world, tunings=(Tuning("unattended-publication", values={"min_cover": 20}),))

    def judged(each: Facts) -> Severity:
        return next(found.severity for found in check(each, checked) if found.number == "R08")

    assert judged(world) is Severity.WARN
    assert judged(tuned) is Severity.PASS
