"""R12."""

from typing import Any

import pytest

from calendar_app.rules.facts import Facts, Interaction, Role, Status, Variant
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import at, channel, facts, severity, talk, variant, verdict

NOW = at("2027-03-03 12:00")


def posts(count: int, on: str = "mastodon") -> list[Variant]:
    return [
        variant(
            n, on, status=Status.PUBLISHED, published_at=at(f"2027-02-{10 + n} 09:00"), text=f"Beitrag {n}"
        )
        for n in range(count)
    ]


def talks(count: int, on: str = "mastodon", **more: Any) -> list[Interaction]:
    return [talk(f"2027-02-20 10:{n:02}", on, **more) for n in range(count)]


def world_of(gives: int, takes: int, on: str = "mastodon", **more: Any) -> tuple[Facts, Variant]:
    told = talks(gives, on, **more)
    aside = talk("2027-02-20 09:00", "elsewhere", id="aside")  # conversation is logged here
    return facts(channel(on), *posts(takes, on), *told, aside, now=NOW), variant("new", on)


@pytest.mark.parametrize(
    ("gives", "takes", "expected"),
    [
        (12, 4, Severity.PASS),
        (5, 4, Severity.WARN),
        (0, 4, Severity.WARN),
        (11, 4, Severity.WARN),
        (12, 0, Severity.NOT_APPLICABLE),
    ],
)
def test_three_are_given_for_each_that_is_taken(gives: int, takes: int, expected: Severity) -> None:
    assert severity("R12", *world_of(gives, takes)) is expected


def test_forty_likes_are_no_contribution() -> None:
    found = verdict("R12", *world_of(40, 4, quality=0))

    assert (found.severity, found.measured) == (Severity.WARN, 0)
    assert found.message("en").startswith("0 contributions to others for 4 own posts")


def test_signs_of_life_and_answers_below_own_posts_do_not_count() -> None:
    assert severity("R12", *world_of(12, 4, quality=0)) is Severity.WARN
    assert severity("R12", *world_of(12, 4, is_outward=False)) is Severity.WARN


def test_one_slot_counts_ten_at_most() -> None:
    assert verdict("R12", *world_of(12, 4, slot="s")).measured == 10


def test_only_the_last_four_weeks_count() -> None:
    old = [talk(f"2027-02-02 10:{n:02}") for n in range(12)]

    found = verdict("R12", facts(*posts(4), *old, now=NOW), variant("new"))

    assert found.measured == 0


def test_reddit_blocks_more_than_one_own_in_ten() -> None:
    assert severity("R12", *world_of(9, 1, "reddit")) is Severity.PASS
    found = verdict("R12", *world_of(8, 1, "reddit"))
    assert found.severity is Severity.BLOCK
    assert found.override.role is Role.LEAD
    assert found.message("en").startswith("1 of 9 contributions on Reddit is your own post")


def test_where_nothing_is_logged_nothing_is_judged() -> None:
    assert severity("R12", facts(*posts(4), now=NOW), variant("new")) is Severity.NOT_APPLICABLE


def test_one_and_many_are_written_right() -> None:
    one, many = verdict("R12", *world_of(1, 1)), verdict("R12", *world_of(5, 4))

    assert one.message("en").startswith("1 contribution to others for 1 own post on Mastodon in 28 days.")
    assert many.message("en").startswith("5 contributions to others for 4 own posts on Mastodon")
    assert one.message("de").startswith("1 Beitrag bei anderen auf 1 eigenen auf Mastodon")
    assert many.message("de").startswith("5 Beiträge bei anderen auf 4 eigene auf Mastodon")
