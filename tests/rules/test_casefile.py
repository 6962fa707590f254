"""Facts as a file: whatever they hold comes back, and what is no fact is refused by its place."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calendar_app.rules import engine
from calendar_app.rules.casefile import MARK, VERSION, CaseFile, UnreadableCaseError, read, written
from calendar_app.rules.facts import Facts, Mode, Tuning, Variant
from tests.rules.newsroom import at, channel, facts, person, slot, talk, variant

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "check.md").read_text(encoding="utf-8")

MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    int: st.integers(-(2**31), 2**31),
    str: st.text(max_size=8),
    bool: st.booleans(),
    datetime: MOMENTS,
    date: st.dates(date(1971, 1, 1), date(2199, 1, 1)),
    time: st.times(),
    type(None): st.none(),
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type, of a dataclass with every field: a new one is generated without a word here."""
    origin, inner = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        wanted = {each.name: of_field(each.name, hints[each.name]) for each in fields(kind) if each.init}
        return st.builds(kind, **wanted)
    if origin in {Union, UnionType}:
        return st.one_of(*map(anything, inner))
    if origin is tuple:
        return st.lists(anything(inner[0]), max_size=2).map(tuple)
    if origin is frozenset:
        return st.frozensets(anything(inner[0]), max_size=2) if inner[0] != int | str else IDS
    if origin is Mapping:
        return st.dictionaries(anything(inner[0]), anything(inner[1]), max_size=2)
    return PLAIN[kind] if kind in PLAIN else st.sampled_from(kind)


IDS = st.one_of(st.frozensets(PLAIN[int], max_size=2), st.frozensets(PLAIN[str], max_size=2))


def of_field(name: str, kind: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe"]) if name == "zone" else anything(kind)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything(CaseFile))
def test_every_fact_comes_back_from_the_file(case: CaseFile) -> None:
    assert read(json.loads(written(case))) == case


def dataclasses_within(kind: Any) -> set[type]:
    """A dataclass and all that its fields are made of."""
    if isinstance(kind, type) and is_dataclass(kind):
        inner = get_type_hints(kind)
        parts = [inner[each.name] for each in fields(kind) if each.init]
        return {kind}.union(*map(dataclasses_within, parts))
    return set[type]().union(*map(dataclasses_within, get_args(kind)))


@pytest.mark.parametrize("kind", sorted(dataclasses_within(CaseFile), key=str))
def test_every_field_is_documented(kind: Any) -> None:
    missing = [each.name for each in fields(kind) if each.init and f"`{each.name}`" not in DOCUMENTED]

    assert missing == []


def test_what_has_a_default_may_be_left_out() -> None:
    case = read({MARK: VERSION, "facts": {"now": "2027-03-01T09:00:00+01:00", "channels": []}})

    assert case == CaseFile(Facts(at("2027-03-01 09:00"), ()))
    assert {each.name for each in fields(Facts) if each.init and each.default is MISSING} >= {"now"}


WORLD = facts(
    channel("mastodon"),
    channel("linkedin"),
    person("anna"),
    slot("2027-03-03 09:00", 20, "mastodon"),
    talk("2027-02-26 10:00"),
    variant("copy", on="linkedin", mode=Mode.FEED),
    variant("checked"),
    tunings=(Tuning("unattended-publication", values={"min_cover": 25}),),
)


def test_a_file_gives_the_same_verdicts() -> None:
    checked = next(each for each in WORLD.variants if each.id == "checked")
    case = read(json.loads(written(CaseFile(WORLD, (checked,), WORLD.siblings(checked)))))

    ((judged, verdicts),) = case.verdicts()

    assert judged == checked
    assert verdicts == engine.check(WORLD, checked, WORLD.siblings(checked))


def test_without_a_checked_one_everything_that_is_not_cancelled_is_judged() -> None:
    gone = variant("gone", status="cancelled")

    judged = CaseFile(facts(gone, variant("stays"))).judged

    assert [each.id for each in judged] == ["stays"]


def test_the_same_case_is_the_same_text() -> None:
    labels = frozenset({"question", "promo", "insight", "story", "service"})
    again = frozenset(sorted(labels, reverse=True))

    assert written(CaseFile(facts(variant(labels=labels)))) == written(CaseFile(facts(variant(labels=again))))


WRONG = {
    "a time without its offset": (("facts", "now"), "2027-03-01", "lacks its offset from UTC @ $.facts.now"),
    "a year beyond the calendar": (("facts", "now"), "9999-01-01T00:00Z", "the year 9999 is none of 1970"),
    "a zone that is nowhere": (("facts", "channels", 0, "zone"), "Nowhere", "@ $.facts.channels[0]"),
    "a word for a truth": (("facts", "variants", 0, "is_urgent"), "false", "'false' is no bool"),
    "a truth for a number": (("facts", "interactions", 0, "quality"), True, "True is no int"),
    "a mode nobody knows": (("facts", "variants", 0, "mode"), "bot", "'bot' is not a valid Mode"),
    "a misspelt field": (("facts", "slots", 0, "persn_id"), "anna", "persn_id"),
    "nothing for a list": (("facts", "people"), None, "another form"),
    "a list for an object": (("facts",), [], "another form"),
    "an id that is none": (("facts", "variants", 0, "id"), 1.5, "another form"),
    "another version": ((MARK,), 2, "version 2 is unknown"),
}


@pytest.mark.parametrize(("place", "value", "said"), WRONG.values(), ids=list(WRONG))
def test_what_is_no_fact_is_refused_by_its_place(place: tuple[Any, ...], value: object, said: str) -> None:
    content = json.loads(written(CaseFile(WORLD)))
    *above, last = place
    found = content
    for step in above:
        found = found[step]
    found[last] = value

    with pytest.raises(UnreadableCaseError) as refused:
        read(content)

    assert said in str(refused.value)


def test_a_required_field_that_is_missing_is_named() -> None:
    with pytest.raises(UnreadableCaseError, match=r"channels is missing @ \$\.facts"):
        read({MARK: VERSION, "facts": {"now": "2027-03-01T09:00:00+01:00"}})


def test_a_variant_that_is_not_stored_yet_can_be_judged() -> None:
    draft: Variant = variant("draft", at=None)

    ((judged, verdicts),) = CaseFile(facts(), (draft,)).verdicts()

    assert judged == draft
    assert len(verdicts) == len(engine.RULES)
