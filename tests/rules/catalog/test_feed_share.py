"""R07."""

import pytest

from calendar_app.rules.facts import Facts, Mode, Status, Variant
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import at, facts, severity, variant, verdict


def world_of(secondhand: int, own: int, mode: Mode = Mode.FEED) -> tuple[Facts, Variant]:
    posts = [
        variant(n, mode=mode if n < secondhand else Mode.LIVE, at=at(f"2027-03-0{1 + n % 7} 12:00"))
        for n in range(secondhand + own)
    ]
    return facts(*posts), posts[0]


@pytest.mark.parametrize(
    ("secondhand", "own", "expected"),
    [
        (1, 5, Severity.PASS),
        (2, 6, Severity.WARN),
        (3, 4, Severity.BLOCK),
        (2, 8, Severity.PASS),  # exactly 20 %
        (2, 3, Severity.WARN),  # exactly 40 %
        (1, 1, Severity.INFO),  # a single one
    ],
)
@pytest.mark.parametrize("mode", [Mode.FEED, Mode.RECYCLED])
def test_what_comes_from_elsewhere_is_measured_against_all(
    secondhand: int, own: int, expected: Severity, mode: Mode
) -> None:
    world, post = world_of(secondhand, own, mode)

    assert severity("R07", world, post) is expected


def test_a_share_is_told_to_the_nearest_percent() -> None:
    assert verdict("R07", *world_of(3, 4)).measured == 43  # 42.86


def test_an_own_post_is_not_blamed_for_the_feed() -> None:
    world, _ = world_of(3, 4)

    assert severity("R07", world, world.variants[-1]) is Severity.PASS


def test_what_is_counted_is_named_in_both_languages() -> None:
    world, post = world_of(2, 6)

    found = verdict("R07", world, post)

    assert (found.measured, found.threshold) == (25, 20)
    assert set(found.counted) == {0, 1}
    assert found.message("en").startswith("2 of 8 posts on Mastodon come from a feed or the archive.")
    assert found.message("de").startswith("2 von 8 Beiträgen auf Mastodon kommen aus Feed oder Archiv.")
    assert [fix.kind for fix in found.fixes] == [FixKind.GO_LIVE]


def test_drafts_and_cancelled_posts_do_not_count() -> None:
    posts = [
        variant("f", mode=Mode.FEED, at=at("2027-03-02 12:00")),
        *(variant(n, at=at(f"2027-03-0{n} 15:00")) for n in (1, 2, 3)),
        variant("d", mode=Mode.FEED, status=Status.DRAFT, at=at("2027-03-04 12:00")),
        variant("c", mode=Mode.FEED, status=Status.CANCELLED, at=at("2027-03-04 12:00")),
    ]

    assert severity("R07", facts(*posts), posts[0]) is Severity.INFO
