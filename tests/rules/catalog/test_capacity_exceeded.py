"""R29."""

from datetime import date

import pytest

from calendar_app.platforms.directory import platform
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import capacity_exceeded
from calendar_app.rules.catalog.capacity_exceeded import Load
from calendar_app.rules.facts import Facts, Mode, Status, Variant
from calendar_app.rules.rule import Severity
from calendar_app.rules.weeks import week_of
from tests.rules.newsroom import MONDAY, at, channel, facts, severity, variant, verdict


def posts(count: int, **more: Mode) -> list[Variant]:
    return [
        variant(n, at=at(f"2027-03-0{1 + n % 7} 09:00"), text=f"Beitrag {n}", **more) for n in range(count)
    ]


def world_of(minutes: int) -> tuple[Facts, Variant]:
    """Twelve posts ask for 360 minutes of work and 180 of dialog: 540 together."""
    planned = posts(12)
    return facts(*planned, supply={date(2027, 3, 1): minutes}), planned[0]


def gate(demand: int, more: int = 0) -> Severity:
    world = facts()
    case = ChannelCase(capacity_exceeded.RULE, world, world.channels[0], platform("mastodon"))
    return capacity_exceeded.gate_severity(
        case, Load(week_of(MONDAY, "Europe/Berlin"), demand, 600, ()), more
    )


def test_540_of_600_pass() -> None:
    found = verdict("R29", *world_of(600))

    assert found.severity is Severity.PASS
    assert (found.measured, found.threshold) == (540, 540)


def test_more_than_ninety_percent_warn() -> None:
    assert severity("R29", *world_of(599)) is Severity.WARN
    assert gate(580) is Severity.WARN


def test_580_of_600_warn() -> None:
    asked_for = channel(inbound_per_week=8)  # 40 minutes of answers
    planned = posts(12)

    found = verdict("R29", facts(asked_for, *planned, supply={date(2027, 3, 1): 600}), planned[0])

    assert (found.severity, found.measured) == (Severity.WARN, 580)
    assert "needs 580 of 600 minutes" in found.message("en")


def test_a_new_channel_that_pushes_it_over_is_refused() -> None:
    assert gate(580, 60) is Severity.BLOCK
    assert gate(600) is Severity.WARN
    assert gate(540) is Severity.PASS


def test_posts_are_only_warned_of_and_feeds_are_dropped_first() -> None:
    feed = variant("feed", mode=Mode.FEED, text="Aus dem Feed", at=at("2027-03-02 09:00"))
    world = facts(*posts(3), feed, supply={date(2027, 3, 1): 100})

    found = verdict("R29", world, feed)

    assert found.severity is Severity.WARN
    assert found.counted[0] == "feed"
    assert found.message("de").startswith(
        "Woche 2027-W09 braucht 180 von 100 Minuten. Streichen: Aus dem Feed,"
    )


def test_all_channels_and_their_inbound_are_counted() -> None:
    other = channel("linkedin", inbound_per_week=4)
    there = variant("there", "linkedin")
    world = facts(channel(), other, *posts(1), there, supply={date(2027, 3, 1): 1000})

    assert verdict("R29", world, there).measured == 2 * 30 + 2 * 60 + 4 * 5


def test_the_checked_post_asks_for_dialog_time_too() -> None:
    """Also while it is a draft, as the rule of reserved time itself counts it."""
    planned = posts(4)  # the fifth post is the first that asks for more than the base of 60 minutes
    world = facts(*planned, supply={date(2027, 3, 1): 1000})

    assert verdict("R29", world, variant("fifth", status=Status.DRAFT)).measured == 5 * 30 + 75


@pytest.mark.parametrize("supply", [{}, {date(2027, 3, 8): 100}])
def test_without_recorded_time_nothing_is_judged(supply: dict[date, int]) -> None:
    assert severity("R29", facts(supply=supply), variant()) is Severity.NOT_APPLICABLE
