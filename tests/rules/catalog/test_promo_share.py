"""R23."""

from typing import Any

import pytest

from calendar_app.rules.facts import Facts, Label, Variant
from calendar_app.rules.rule import Severity
from tests.rules.newsroom import at, channel, facts, severity, variant, verdict


def world_of(
    one_way: int, other: int, on: str = "mastodon", label: str = Label.PROMO, **more: Any
) -> tuple[Facts, Variant]:
    posts = [
        variant(
            n,
            on,
            at=at(f"2027-02-{12 + n:02} 12:00"),
            labels=frozenset({label if n < one_way else Label.INSIGHT}),
        )
        for n in range(one_way + other)
    ]
    last = posts.pop(0)
    checked = variant("new", on, at=at("2027-03-03 09:00"), labels=last.labels)
    return facts(channel(on), *posts, **more), checked


@pytest.mark.parametrize(
    ("one_way", "other", "expected"),
    [
        (2, 8, Severity.PASS),
        (3, 7, Severity.WARN),
        (4, 6, Severity.BLOCK),
        (1, 4, Severity.PASS),  # exactly 20 %
        (17, 33 - 17 + 34, Severity.WARN),  # exactly 34 %
        (1, 3, Severity.NOT_APPLICABLE),
    ],
)
def test_the_share_of_advertising(one_way: int, other: int, expected: Severity) -> None:
    world, checked = world_of(one_way, other) if one_way + other < 20 else crowded(one_way, other)

    assert severity("R23", world, checked) is expected


def crowded(one_way: int, other: int) -> tuple[Facts, Variant]:
    """Many posts, all within the window."""
    posts = [
        variant(
            n,
            at=at(f"2027-02-{8 + n % 20:02} {10 + n // 20}:00"),
            labels=frozenset({Label.PROMO if n < one_way else Label.INSIGHT}),
        )
        for n in range(one_way + other)
    ]
    return facts(*posts), posts[0]


@pytest.mark.parametrize("label", [Label.PROMO, Label.PRESS, Label.FILLER])
def test_each_one_way_label_counts(label: Label) -> None:
    assert severity("R23", *world_of(3, 7, label=label)) is Severity.WARN


def test_only_a_further_one_way_post_is_objected_to() -> None:
    world, _ = world_of(5, 5)
    question = variant("q", labels=frozenset({Label.QUESTION}))

    assert severity("R23", world, question) is Severity.PASS


def test_reddit_accepts_one_in_ten() -> None:
    assert severity("R23", *world_of(1, 9, "reddit")) is Severity.PASS
    assert severity("R23", *world_of(1, 8, "reddit")) is Severity.WARN


def test_without_any_label_nobody_can_tell() -> None:
    posts = [variant(n, at=at(f"2027-02-{10 + n} 12:00")) for n in range(6)]

    assert severity("R23", facts(*posts), posts[0]) is Severity.NOT_APPLICABLE
    assert severity("R23", facts(*posts, counts_unlabelled=True), posts[0]) is Severity.BLOCK


def test_posts_before_the_window_do_not_count_and_those_planned_in_the_week_do() -> None:
    old = [variant(f"o{n}", at=at(f"2027-02-0{6 + n} 12:00"), labels=frozenset({"promo"})) for n in range(3)]
    planned = [
        variant(f"p{n}", at=at(f"2027-03-0{4 + n} 12:00"), labels=frozenset({"insight"})) for n in range(4)
    ]
    checked = variant("new", at=at("2027-03-03 09:00"), labels=frozenset({"promo"}))

    found = verdict("R23", facts(*old, *planned), checked)

    assert (found.params["p"], found.params["n"]) == (
        2,
        6,
    )  # the one of 8 February still counts
    assert set(found.counted) == {"new", "o2"}


def test_one_and_many_are_written_right() -> None:
    one = verdict("R23", *world_of(1, 4, "reddit"))
    many = verdict("R23", *world_of(3, 7))

    assert one.message("en").startswith("1 of 5 posts on Reddit advertises.")
    assert many.message("en").startswith("3 of 10 posts on Mastodon advertise.")
    assert one.message("de").startswith("1 von 5 Beiträgen auf Reddit wirbt.")
    assert many.message("de").startswith("3 von 10 Beiträgen auf Mastodon werben.")
