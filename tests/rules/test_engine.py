"""The rulebook as a whole, and what must hold whatever the plan looks like."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.rules.engine import RULES, check, week_summary
from calendar_app.rules.facts import ChannelState, Facts, Label, Mode, Slot, Status, Variant
from calendar_app.rules.rule import Rule, Severity, Verdict, worst
from calendar_app.rules.weeks import week_of
from tests.rules.newsroom import (
    MONDAY,
    NOW,
    STUDY_ANEW,
    STUDY_SHORT,
    at,
    channel,
    facts,
    person,
    slot,
    talk,
    variant,
)

CHANNELS = (channel("mastodon"), channel("linkedin"), channel("youtube"))
TEXTS = (STUDY_SHORT, STUDY_ANEW, STUDY_SHORT.replace("zwölf", "zehn"), "Kurz.", "", "🎉", "x" * 501)

MOMENTS = st.integers(0, 14 * 24 * 4).map(
    lambda quarters: MONDAY - timedelta(days=4) + timedelta(minutes=15 * quarters)
)
PLANS = st.lists(
    st.builds(
        Variant,
        id=st.uuids().map(str),
        channel_id=st.sampled_from([each.id for each in CHANNELS]),
        text=st.sampled_from(TEXTS),
        at=st.none() | MOMENTS,
        post_id=st.none() | st.integers(1, 3),
        mode=st.sampled_from(Mode),
        status=st.sampled_from(Status),
        labels=st.sampled_from([frozenset(), frozenset({Label.PROMO}), frozenset({Label.RESHARE})]),
        answer_person_id=st.sampled_from([None, "anna"]),
    ),
    min_size=1,
    max_size=8,
)
SLOTS = st.lists(
    st.builds(
        lambda id, start, minutes, on, person_id, kept: Slot(
            id, start, start + timedelta(minutes=minutes), tuple(on), person_id, outcome_minutes=kept
        ),
        st.uuids().map(str),
        MOMENTS,
        st.integers(5, 90),
        st.lists(st.sampled_from([each.id for each in CHANNELS]), min_size=1, max_size=3, unique=True),
        st.sampled_from([None, "anna"]),
        st.sampled_from([None, 0, 20]),
    ),
    max_size=5,
)
TALKED = tuple(
    talk(f"2027-02-2{day} 10:00", each.id, id=(day, each.id)) for day in range(3) for each in CHANNELS
)


def world_of(plan: list[Variant], slots: list[Slot], now: datetime = NOW) -> Facts:
    supply = {MONDAY.date() + timedelta(weeks=week): 300 for week in (-1, 0, 1)}
    return facts(*CHANNELS, person("anna"), *plan, *slots, *TALKED, now=now, supply=supply)


def ranks(verdicts: tuple[Verdict, ...]) -> list[int]:
    return [each.severity.rank for each in verdicts]


def test_rules_answer_in_the_order_of_the_rulebook() -> None:
    verdicts = check(facts(), variant())

    assert [each.number for each in verdicts] == sorted({rule.number for rule in RULES})
    assert [each.rule for each in verdicts] == [rule.key for rule in RULES]


def test_a_lifted_rule_says_why_it_does_not_judge() -> None:
    lifted = {rule.number for rule in RULES if rule.lifted_by_urgent}

    verdicts = check(facts(channel(state=ChannelState.FROZEN)), variant(is_urgent=True))

    assert {each.number for each in verdicts if "urgent" in each.message("en")} == lifted


def test_an_unknown_channel_is_no_pass() -> None:
    verdicts = check(facts(), variant(on="nowhere"))

    assert {each.severity for each in verdicts} == {Severity.NOT_APPLICABLE}


def test_only_the_given_relatives_are_compared() -> None:
    mine = variant("m")
    world = facts(*CHANNELS, mine, variant("l", "linkedin"))

    assert worst(check(world, mine)[:1]) is Severity.BLOCK
    assert worst(check(world, mine, relatives=())[:1]) is Severity.PASS


def test_the_heaviest_verdict_is_the_worst() -> None:
    assert worst(()) is Severity.PASS
    assert worst(check(facts(channel(state=ChannelState.IDEA)), variant())) is Severity.BLOCK


@settings(deadline=None, max_examples=60)
@given(PLANS, SLOTS, st.randoms())
def test_the_order_of_the_plan_does_not_matter(
    plan: list[Variant], slots: list[Slot], random: object
) -> None:
    shuffled, shuffled_slots = list(plan), list(slots)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(shuffled_slots)  # type: ignore[attr-defined]

    one = check(world_of(plan, slots), plan[0])
    other = check(world_of(shuffled, shuffled_slots), plan[0])

    assert [(each.severity, each.measured, set(each.counted)) for each in one] == [
        (each.severity, each.measured, set(each.counted)) for each in other
    ]


@settings(deadline=None, max_examples=60)
@given(PLANS, SLOTS)
def test_every_verdict_can_be_said_in_both_languages(plan: list[Variant], slots: list[Slot]) -> None:
    for each in check(world_of(plan, slots), plan[0]):
        for language in ("en", "de"):
            said = [each.message(language), *(fix.label(language) for fix in each.fixes)]
            assert all(text and "{" not in text for text in said)


@settings(deadline=None, max_examples=60)
@given(PLANS, SLOTS, MOMENTS, st.sampled_from([NOW, MONDAY + timedelta(days=4)]))
def test_an_added_attended_slot_never_makes_a_verdict_worse(
    plan: list[Variant], slots: list[Slot], start: datetime, now: datetime
) -> None:
    end = start + timedelta(minutes=45)
    kept = 45 if end <= now else None
    added = Slot("new", start, end, (plan[0].channel_id,), "anna", outcome_minutes=kept)

    before = check(world_of(plan, slots, now), plan[0])
    after = check(world_of(plan, [*slots, added], now), plan[0])

    assert all(late <= early for early, late in zip(ranks(before), ranks(after), strict=True))


@settings(deadline=None, max_examples=60)
@given(PLANS, SLOTS, st.sampled_from([-5, -1, 1, 2, 5]))
def test_moving_to_another_week_and_back_changes_nothing(
    plan: list[Variant], slots: list[Slot], weeks: int
) -> None:
    mine = plan[0]
    away = replace(mine, at=mine.at + timedelta(weeks=weeks) if mine.at else None)
    back = replace(away, at=mine.at)

    stored_here = check(world_of(plan, slots), mine)
    stored_away = check(world_of([away, *plan[1:]], slots), back)

    assert stored_here == stored_away


@settings(deadline=None, max_examples=60)
@given(PLANS)
def test_what_is_not_on_its_way_out_changes_no_block_or_warning(plan: list[Variant]) -> None:
    mine = plan[0]
    counted = [each for each in plan[1:] if each.is_counted]

    everything = check(world_of([mine, *plan[1:]], []), mine)
    only_counted = check(world_of([mine, *counted], []), mine)

    heavy = {Severity.WARN, Severity.BLOCK}
    assert [each.severity for each in everything if each.severity in heavy] == [
        each.severity for each in only_counted if each.severity in heavy
    ]


def test_the_strip_counts_what_the_rules_count() -> None:
    posts = [variant(n, mode=Mode.FEED, at=at(f"2027-03-02 {9 + n:02}:00")) for n in range(5)]
    world = facts(channel(), *posts, slot("2027-03-04 10:00", 30))

    strip = week_summary(world, world.channels[0], week_of(MONDAY, "Europe/Berlin"))
    verdicts = {each.number: each for each in check(world, posts[0])}

    assert (strip.posts, strip.automated, strip.automated_percent) == (5, 5, 100)
    assert strip.automated_severity is verdicts["R06"].severity is Severity.BLOCK
    assert (strip.minutes_booked, strip.minutes_needed, strip.minutes_missing) == (30, 75, 45)
    assert strip.minutes_severity is verdicts["R10"].severity is Severity.BLOCK
    assert (verdicts["R10"].measured, verdicts["R10"].threshold) == (30, 75)


def test_an_empty_week_asks_for_nothing_unless_the_channel_listens() -> None:
    week = week_of(MONDAY, "Europe/Berlin")
    quiet = channel()
    listening = channel(state=ChannelState.LISTEN_ONLY, needs_dialog_base=True)

    silent = week_summary(facts(quiet), quiet, week)
    heard = week_summary(facts(listening), listening, week)

    assert (silent.minutes_needed, silent.minutes_severity) == (0, Severity.NOT_APPLICABLE)
    assert silent.automated_severity is Severity.NOT_APPLICABLE
    assert (heard.minutes_needed, heard.minutes_severity) == (60, Severity.BLOCK)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.number)
def test_a_rule_explains_itself_in_both_languages(rule: Rule) -> None:
    assert rule.name.de
    for text in (rule.why, rule.looks_at, *(each.meaning for each in rule.parameters)):
        assert text.en
        assert text.de
        assert text.en != text.de
