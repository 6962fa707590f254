"""Shares: whole numbers at the limit, and the same whatever the order."""

from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import feed_share
from calendar_app.rules.engine import week_summary
from calendar_app.rules.facts import Mode, Slot, Span
from calendar_app.rules.shares import Share, widened_share
from calendar_app.rules.units import told_apart
from calendar_app.rules.weeks import monday_of, week_from, week_of
from tests.rules.newsroom import MONDAY, at, channel, facts, variant

WEEK = Span(MONDAY, MONDAY)


@given(st.integers(1, 30), st.integers(1, 99))
def test_the_limit_itself_is_never_exceeded_and_one_more_always_is(hundredths: int, percent: int) -> None:
    total = 100 * hundredths
    limit = percent * hundredths

    assert not Share(WEEK, tuple(range(total)), tuple(range(limit))).exceeds(percent)
    assert Share(WEEK, tuple(range(total)), tuple(range(limit + 1))).exceeds(percent)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(Mode), st.integers(0, 34)), min_size=1, max_size=12), st.randoms())
def test_a_share_does_not_depend_on_the_order(plan: list[tuple[Mode, int]], random: object) -> None:
    posts = [
        variant(n, mode=mode, at=at(f"2027-02-{1 + day % 28:02} 12:00")) for n, (mode, day) in enumerate(plan)
    ]
    shuffled = list(posts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    week = week_from(monday_of(at("2027-02-28 12:00"), "Europe/Berlin"), "Europe/Berlin")

    def share(items: list[object]) -> tuple[int, int, Span]:
        world = facts(*items)  # type: ignore[arg-type]
        case = ChannelCase(feed_share.RULE, world, world.channels[0], platform("mastodon"))
        found = widened_share(case, week, feed_share.is_secondhand)
        return found.count, found.of, found.window

    assert share([*posts]) == share([*shuffled])


@pytest.mark.parametrize(
    ("day", "zone", "half_hours"),
    [
        ("2027-03-24", "Europe/Berlin", 2 * 167),
        ("2027-10-27", "Europe/Berlin", 2 * 169),
        ("2027-03-10", "America/New_York", 2 * 167),
        ("2027-11-03", "America/New_York", 2 * 169),
        ("2027-04-01", "Australia/Lord_Howe", 2 * 168 + 1),
        ("2027-10-01", "Australia/Lord_Howe", 2 * 168 - 1),
        ("2026-12-31", "Europe/Berlin", 2 * 168),  # the 53rd week
        ("2027-01-03", "America/New_York", 2 * 168),  # its last day
        ("2025-12-29", "Europe/Berlin", 2 * 168),  # the first day of week 1 of 2026
    ],
)
def test_a_week_counts_from_its_first_to_its_last_minute(day: str, zone: str, half_hours: int) -> None:
    """Whatever its clocks do: all posts and all dialog time of the week, and none of its neighbours'."""
    week, half_hour = week_of(at(f"{day} 12:00", zone), zone), timedelta(minutes=30)
    starts = [week.start + number * half_hour for number in range(-1, half_hours + 1)]
    posts = [variant(n, mode=Mode.FEED, at=start) for n, start in enumerate(starts)]
    slots = [Slot(n, start, start + half_hour, ("mastodon",), "anna") for n, start in enumerate(starts)]
    world = facts(channel(zone=zone), *posts, *slots, now=week.start)

    summary = week_summary(world, world.channels[0], week)

    assert (summary.posts, summary.automated) == (half_hours, half_hours)
    assert summary.minutes_booked == 30 * half_hours


@given(st.integers(1, 5_000), st.integers(1, 5_000), st.integers(0, 100))
def test_what_is_said_of_a_share_is_on_the_side_of_the_limit_on_which_it_is(
    part: int, rest: int, limit: int
) -> None:
    share = Share(WEEK, tuple(range(part + rest)), tuple(range(part)))
    assume(share.exactly != limit)

    said = told_apart(share.exactly, limit)

    assert (float(said.en.rstrip("%")) > limit) == share.exceeds(limit)
    assert said.de.replace(",", ".").removesuffix(" %") == said.en.removesuffix("%")
