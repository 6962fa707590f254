"""R06."""

from dataclasses import replace

import pytest

from calendar_app.rules.facts import Facts, Label, Mode, Slot, Status, Tuning, Variant
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import at, channel, facts, severity, slot, variant, verdict


def feed(id: str, day: str = "2027-03-02") -> Variant:
    return variant(id, mode=Mode.FEED, at=at(f"{day} 12:00"), text=f"Aus dem Feed: {id}")


def scheduled(id: str, time: str) -> Variant:
    return variant(id, mode=Mode.SCHEDULED, at=at(time), text=f"Eingeplant: {id}")


def live(id: str, day: str = "2027-03-02") -> Variant:
    return variant(id, mode=Mode.LIVE, at=at(f"{day} 15:00"), text=f"Von Hand: {id}")


ATTENDED = scheduled("attended", "2027-03-03 09:00")
ATTENDANCE = slot("2027-03-03 09:00", 30)
QUARTER: tuple[Variant | Slot, ...] = (live("a"), live("b"), ATTENDED, ATTENDANCE, feed("f"))


def test_one_of_four_passes() -> None:
    found = verdict("R06", facts(*QUARTER), feed("f"))

    assert found.severity is Severity.PASS
    assert found.measured == 25
    assert found.counted == ("f",)


def test_two_of_five_warn() -> None:
    unattended = scheduled("u", "2027-03-04 18:00")

    found = verdict("R06", facts(*QUARTER), unattended)

    assert found.severity is Severity.WARN
    assert found.measured == 40
    assert set(found.counted) == {"f", "u"}


def test_four_of_seven_block() -> None:
    third, fourth = feed("g"), feed("h")

    found = verdict("R06", facts(*QUARTER, scheduled("u", "2027-03-04 18:00"), third), fourth)

    assert found.severity is Severity.BLOCK
    assert found.measured == 57
    assert found.params["a"] == 4
    assert found.params["n"] == 7


def world_of(automated: int, by_hand: int) -> tuple[Facts, Variant]:
    posts = [feed(f"f{n}") for n in range(automated)] + [live(f"l{n}") for n in range(by_hand)]
    return facts(*posts), posts[0]


@pytest.mark.parametrize(
    ("automated", "by_hand", "expected"),
    [(3, 7, Severity.PASS), (4, 9, Severity.WARN), (5, 5, Severity.WARN), (6, 5, Severity.BLOCK)],
)
def test_exactly_at_the_limit_is_not_above_it(automated: int, by_hand: int, expected: Severity) -> None:
    world, checked = world_of(automated, by_hand)

    assert severity("R06", world, checked) is expected


def test_a_wider_places_warning_never_hides_a_channels_block() -> None:
    world, checked = world_of(3, 4)
    everywhere = Tuning("automated-share", values={"warn": 45})
    here = Tuning("automated-share", channel_id="mastodon", values={"block": 40})

    found = severity("R06", replace(world, tunings=(everywhere, here)), checked)

    assert found is Severity.BLOCK


def test_a_single_automated_post_is_at_most_mentioned() -> None:
    world, checked = world_of(automated=1, by_hand=1)

    assert severity("R06", world, checked) is Severity.INFO


def test_with_few_posts_earlier_days_count_and_a_block_softens() -> None:
    world, checked = world_of(automated=3, by_hand=0)

    found = verdict("R06", world, checked)

    assert found.severity is Severity.WARN
    assert found.window is not None
    assert found.window.start == at("2027-02-08 00:00")


def test_the_window_grows_only_as_far_as_needed() -> None:
    earlier = [live("e1", "2027-02-26"), live("e2", "2027-02-24"), live("e3", "2027-02-10")]

    found = verdict("R06", facts(feed("f"), feed("g"), *earlier), feed("f"))

    assert found.window is not None
    assert found.window.start == at("2027-02-24 00:00")
    assert found.measured == 50


def test_a_post_by_hand_is_never_held_back() -> None:
    world, _ = world_of(automated=6, by_hand=1)

    assert severity("R06", world, live("new")) is Severity.PASS


def test_attending_a_scheduled_post_lifts_it_out_of_the_count() -> None:
    posts = [scheduled(f"s{n}", f"2027-03-0{n} 09:00") for n in range(1, 5)]
    slots = [slot(f"2027-03-0{n} 09:00", 30, id=n) for n in range(1, 5)]

    assert severity("R06", facts(*posts), posts[0]) is Severity.BLOCK
    assert severity("R06", facts(*posts, *slots), posts[0]) is Severity.PASS


def test_drafts_and_native_reposts_are_not_posts() -> None:
    posts = [feed("f"), feed("g"), live("a"), live("b"), live("c")]
    draft = variant("d", status=Status.DRAFT, mode=Mode.FEED)
    boost = variant("boost", mode=Mode.FEED, labels=frozenset({Label.RESHARE}))

    found = verdict("R06", facts(*posts, draft, boost), posts[0])

    assert found.params["n"] == 5


def test_a_declared_outside_tool_counts_as_automated() -> None:
    crossposted = channel("mastodon", outside_posts_per_week=3)
    posts = [live("a"), live("b"), live("c"), feed("f")]

    found = verdict("R06", facts(crossposted, *posts), posts[3])

    assert found.params == {"a": 4, "n": 7, "channel": "Mastodon"}
    assert found.severity is Severity.BLOCK


def test_a_declared_bot_is_exempt_and_that_is_no_pass() -> None:
    world, checked = world_of(automated=6, by_hand=1)
    bot = facts(channel("mastodon", is_declared_bot=True), *world.variants)

    assert severity("R06", bot, checked) is Severity.NOT_APPLICABLE


def test_without_a_date_there_is_nothing_to_judge() -> None:
    assert severity("R06", facts(), variant(at=None)) is Severity.NOT_APPLICABLE


def test_one_and_many_are_written_right() -> None:
    one, _ = world_of(automated=1, by_hand=1)
    many, _ = world_of(automated=6, by_hand=5)

    single = verdict("R06", one, feed("f0"))
    several = verdict("R06", many, feed("f0"))

    assert single.message("en").startswith("1 of 2 posts on Mastodon runs without a person.")
    assert single.message("de").startswith("1 von 2 Beiträgen auf Mastodon läuft ohne Mensch.")
    assert several.message("en").startswith("6 of 11 posts on Mastodon run without a person.")
    assert several.message("de").startswith("6 von 11 Beiträgen auf Mastodon laufen ohne Mensch.")


def test_a_scheduled_post_is_offered_company_and_a_feed_post_a_hand() -> None:
    posts = [scheduled(f"s{n}", f"2027-03-0{n} 09:00") for n in range(1, 5)]
    world, feed_post = world_of(automated=6, by_hand=1)

    offered = [fix.kind for fix in verdict("R06", facts(*posts), posts[0]).fixes]

    assert offered == [FixKind.GO_LIVE, FixKind.NAME_ANSWER_PERSON, FixKind.BOOK_SLOT]
    assert [fix.kind for fix in verdict("R06", world, feed_post).fixes] == [FixKind.GO_LIVE]
