"""Proposals: never where somebody is not free, everything that can be, and honest about the rest."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from calendar_app.engagement.availability.diary import Holder
from calendar_app.planner.needs import answer_needs, week_needs
from calendar_app.planner.proposing import Proposals, Why, propose
from calendar_app.rules.facts import Channel, Facts, ItemId, Mode, Person, Slot, Span, Variant, WorkingHours
from calendar_app.rules.weeks import local, monday_of
from tests.planner.newsroom import Newsroom

MONDAY = datetime(2026, 4, 13, tzinfo=UTC)
MASTODON = Channel(1, "Mastodon", "mastodon", zone="UTC")
OFFICE = WorkingHours(time(9), time(17))


def proposed(room: Newsroom) -> Proposals:
    return propose(
        room.facts,
        room.holders,
        room.near,
        answer_needs(room.facts, room.channels, room.span),
        week_needs(room.facts, room.channels, room.mondays),
    )


rooms = st.builds(
    Newsroom,
    st.integers(0, 10**6),
    people=st.integers(1, 6),
    channels=st.integers(1, 5),
    weeks=st.integers(1, 3),
    busy=st.integers(0, 12),
)


@settings(max_examples=40)
@given(room=rooms)
def test_no_proposal_meets_an_absence_another_slot_or_free_time(room: Newsroom) -> None:
    only_where_people_are_free(room, proposed(room))


def only_where_people_are_free(room: Newsroom, plan: Proposals) -> None:
    taken: defaultdict[ItemId, list[Span]] = defaultdict(list)
    for holder in room.holders:
        taken[holder.id] += [*holder.taken, *holder.reserved]

    assert len(room.holders) < 15 or plan.booked
    for each in plan.booked:
        here, until = (local(moment, each.holder.zone) for moment in (each.span.start, each.span.end))
        day = each.holder.hours.on(here.weekday())
        assert not [span for span in taken[each.holder.id] if span.overlap(each.span)]
        assert day is not None
        assert day.start <= here.time() < until.time() <= day.end
        assert each.span.start >= room.now
        taken[each.holder.id].append(each.span)  # nobody is proposed twice at a time


@pytest.mark.parametrize("seed", [20260413, 20261122])
def test_a_large_team_is_asked_only_where_it_is_free(seed: int) -> None:
    room = Newsroom(seed, people=15, channels=20, busy=10)

    only_where_people_are_free(room, proposed(room))


@settings(max_examples=40)
@given(room=rooms)
def test_nobody_is_asked_for_more_minutes_than_they_have(room: Newsroom) -> None:
    load: defaultdict[tuple[object, object], int] = defaultdict(int)
    asked = set()
    for holder in room.holders:
        for span in holder.reserved:
            load[holder.id, monday_of(span.start, holder.zone)] += span.length // timedelta(minutes=1)
    for each in proposed(room).booked:
        week = (each.holder.id, monday_of(each.span.start, each.holder.zone))
        load[week] += each.minutes
        asked.add(week)

    limits = {holder.id: holder.minutes for holder in room.holders}
    assert not [week for week in asked if (most := limits[week[0]]) is not None and load[week] > most]


@settings(max_examples=25)
@given(room=rooms)
@example(room=Newsroom(3199, people=6, channels=1, weeks=2, busy=6))  # a window that is partly covered
def test_what_is_booked_covers_the_plan_but_for_what_is_said(room: Newsroom) -> None:
    """Booking everything leaves just the shortfalls: the rules themselves say so."""
    plan = proposed(room)
    slots = tuple(
        Slot(f"new {number}", each.span.start, each.span.end, (each.channel.id,), each.holder.id)
        for number, each in enumerate(plan.booked)
    )
    people = tuple(
        Person(each.id, each.name, is_trained=each.may_answer_alone, absences=each.taken)
        for each in room.holders
    )
    after = Facts(
        now=room.now,
        channels=room.channels,
        people=people,
        variants=room.facts.variants,
        slots=(*room.facts.slots, *slots),
    )

    short = {
        (need.channel.id, need.week): need.minutes for need in week_needs(after, room.channels, room.mondays)
    }
    alone = {need.post.id for need in answer_needs(after, room.channels, room.span)}

    assert short == {(each.need.channel.id, each.need.week): each.minutes for each in plan.short}
    assert alone <= {need.post.id for need in plan.unattended}


@pytest.mark.parametrize("seed", [20260413])
def test_a_large_team_with_time_is_fully_covered(seed: int) -> None:
    room = Newsroom(seed, people=15, channels=20, busy=0)
    free = [
        Holder(each.id, each.name, each.zone, WorkingHours(time(7), time(20), frozenset(range(7))))
        for each in room.holders
    ]
    room.holders = free

    plan = proposed(room)

    assert plan.booked
    assert (plan.short, plan.unattended) == ((), ())


def facts(*variants: Variant, slots: tuple[Slot, ...] = ()) -> Facts:
    people = (Person(1, "Anna"), Person(2, "Ben"))
    return Facts(now=MONDAY, channels=(MASTODON,), people=people, variants=variants, slots=slots)


def person(number: int, **changes: object) -> Holder:
    given: dict[str, object] = {"id": number, "name": "Anna", "zone": "UTC", "hours": OFFICE, **changes}
    return Holder(**given)  # type: ignore[arg-type]


def post(number: int, hour: int, mode: Mode = Mode.SCHEDULED) -> Variant:
    return Variant(number, 1, f"Post {number}", at=MONDAY + timedelta(days=1, hours=hour), mode=mode)


def plan_of(
    known: Facts, *holders: Holder, near: dict[tuple[int | str, int | str], int] | None = None
) -> Proposals:
    span = Span(MONDAY, MONDAY + timedelta(days=7))
    answers = answer_needs(known, known.channels, span)
    return propose(known, holders, near or {}, answers, week_needs(known, known.channels, [MONDAY.date()]))


def test_the_time_after_a_post_comes_first_and_counts_for_the_week() -> None:
    plan = plan_of(facts(post(1, 10)), person(1))

    assert [(f"{each.span.start:%a %H:%M}", each.minutes, each.post is not None) for each in plan.booked] == [
        ("Mon 09:00", 30, False),
        ("Tue 10:00", 30, True),
    ]
    assert plan.short == ()


def test_who_is_near_the_channel_is_asked_first_and_the_load_is_spread() -> None:
    posts = [post(number, 8 + number) for number in range(1, 9)]

    plan = plan_of(facts(*posts), person(1), person(2), near={(2, 1): 0, (1, 1): 1})

    assert plan.booked[0].holder.id == 2
    assert plan.booked[0].why[0] == Why.OWNER
    assert {each.holder.id for each in plan.booked} == {1, 2}


def test_a_trainee_may_visit_but_not_answer_alone() -> None:
    plan = plan_of(facts(post(1, 10)), person(1, may_answer_alone=False))

    assert [each.post for each in plan.booked] == [None, None]
    assert [need.post.id for need in plan.unattended] == [1]


def test_somebody_from_outside_stays_on_their_channels() -> None:
    plan = plan_of(facts(post(1, 10)), person(1, channel_ids=frozenset({7})))

    assert plan.booked == ()


def test_a_week_that_cannot_be_covered_names_the_posts_to_drop_feeds_first() -> None:
    posts = [
        post(1, 10),
        post(2, 11),
        post(3, 12, Mode.FEED),
        post(4, 13),
        post(5, 14),
        post(6, 15, Mode.FEED),
    ]
    brief = person(1, minutes=60)

    plan = plan_of(facts(*posts), brief)

    [short] = plan.short
    assert short.minutes == 30
    assert [each.id for each in short.drop] == [6, 3]


def test_what_is_over_is_no_shortfall_and_no_post_to_drop() -> None:
    sunday = replace(facts(post(1, 10), post(2, 12)), now=MONDAY + timedelta(days=6))
    wednesday = replace(facts(*(post(each, 24 * each) for each in range(6))), now=MONDAY + timedelta(days=2))

    [short] = plan_of(wednesday).short

    assert plan_of(sunday).short == ()
    assert [each.id for each in short.drop] == [5, 4, 3, 2, 1]


def test_without_anybody_all_minutes_are_missing_and_all_posts_too_many() -> None:
    plan = plan_of(facts(post(1, 10)))

    [short] = plan.short
    assert (short.minutes, [each.id for each in short.drop]) == (60, [1])
    assert plan.booked == ()
