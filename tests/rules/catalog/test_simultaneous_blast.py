"""R04."""

from typing import Any

import pytest

from calendar_app.rules.facts import Channel, Facts, Status, Variant
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import at, channel, facts, person, severity, variant, verdict

PLACES = ("mastodon", "linkedin", "x", "bluesky", "facebook")
CHANNELS: tuple[Channel, ...] = tuple(channel(each) for each in PLACES)


def told(place: str, time: str, **more: Any) -> Variant:
    return variant(place, place, at=at(f"2027-03-03 {time}"), post_id=1, text=f"Auf {place}", **more)


def world_of(*variants: Variant) -> tuple[Facts, Variant]:
    return facts(*CHANNELS, person("anna"), *variants), variants[0]


def test_five_channels_at_nine_are_blocked() -> None:
    found = verdict("R04", *world_of(*(told(place, "09:00") for place in PLACES)))

    assert found.severity is Severity.BLOCK
    assert (found.measured, found.threshold) == (5, 4)
    assert found.message("de").startswith("5 Kanäle in 15 Minuten: So kann niemand überall antworten.")


def test_spread_over_the_morning_passes() -> None:
    world = world_of(told("mastodon", "09:00"), told("linkedin", "10:30"), told("x", "12:00"))

    assert severity("R04", *world) is Severity.PASS


def test_one_person_for_two_overlapping_windows_warns() -> None:
    first = told("mastodon", "09:00", answer_person_id="anna")
    second = told("linkedin", "09:20", answer_person_id="anna")

    found = verdict("R04", *world_of(first, second))

    assert found.severity is Severity.WARN
    assert found.message("en").startswith("Anna is to answer on Mastodon and Linkedin at the same time.")


@pytest.mark.parametrize(("last", "expected"), [("09:14", Severity.WARN), ("09:15", Severity.PASS)])
def test_the_window_is_half_open(last: str, expected: Severity) -> None:
    world, _ = world_of(told("mastodon", "09:00"), told("linkedin", "09:05"), told("x", last))

    for checked in world.variants:
        assert severity("R04", world, checked) is expected


def test_two_at_once_are_fine_three_warn_four_block() -> None:
    expected = [Severity.NOT_APPLICABLE, Severity.PASS, Severity.WARN, Severity.BLOCK]

    found = [
        severity("R04", *world_of(*(told(place, "09:00") for place in PLACES[: count + 1])))
        for count in range(4)
    ]

    assert found == expected


def test_drafts_are_hinted_at_until_they_are_handed_in() -> None:
    drafts = [told(place, "09:00", status=Status.DRAFT) for place in PLACES[1:]]

    assert severity("R04", *world_of(told("mastodon", "09:00"), *drafts)) is Severity.INFO


def test_an_embargo_sets_the_time() -> None:
    everywhere = [told(place, "09:00", is_embargoed=True) for place in PLACES]

    assert severity("R04", *world_of(*everywhere)) is Severity.PASS


def test_other_posts_at_the_same_time_are_no_blast() -> None:
    others = [variant(place, place, at=at("2027-03-03 09:00"), post_id=2) for place in PLACES[1:]]

    assert severity("R04", *world_of(told("mastodon", "09:00"), *others)) is Severity.NOT_APPLICABLE


def test_what_was_cancelled_is_at_no_time() -> None:
    gone = [told(place, "09:00", status=Status.CANCELLED) for place in PLACES[1:]]

    assert severity("R04", *world_of(told("mastodon", "09:00"), *gone)) is Severity.NOT_APPLICABLE


def test_a_time_outside_the_crowd_is_offered() -> None:
    found = verdict("R04", *world_of(*(told(place, "09:00") for place in PLACES)))

    fix = next(each for each in found.fixes if each.kind is FixKind.MOVE_TO)
    assert fix.params["at"] == at("2027-03-03 08:00")


def test_windows_that_only_touch_do_not_overlap() -> None:
    first = told("mastodon", "09:00", answer_person_id="anna")

    assert severity("R04", *world_of(first, told("x", "10:00", answer_person_id="anna"))) is Severity.PASS
    assert severity("R04", *world_of(first, told("x", "09:59", answer_person_id="anna"))) is Severity.WARN
