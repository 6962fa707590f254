"""Shares: whole numbers at the limit, and the same whatever the order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import feed_share
from calendar_app.rules.facts import Mode, Span
from calendar_app.rules.shares import Share, widened_share
from calendar_app.rules.weeks import monday_of, week_from
from tests.rules.newsroom import MONDAY, at, facts, variant

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
