"""R21."""

from datetime import timedelta
from typing import Any

import pytest

from calendar_app.rules.facts import Approval, Label, Mode, Span, Status, Variant
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import at, channel, facts, person, severity, variant, verdict


def post(id: str, time: str, on: str = "linkedin", **more: Any) -> Variant:
    return variant(id, on, at=at(f"2027-03-03 {time}"), text=f"Beitrag {id}", **more)


LINKEDIN = channel("linkedin", name="LinkedIn")


def test_a_second_linkedin_post_in_the_afternoon_warns() -> None:
    later = post("b", "15:00")

    found = verdict("R21", facts(LINKEDIN, post("a", "09:00")), later)

    assert found.severity is Severity.WARN
    assert (found.measured, found.threshold, found.unit) == (360, 1080, "minutes")
    assert found.counted == ("a",)
    assert found.message("en") == (
        "Only 6 hours after the last post; readers on LinkedIn expect 18 hours. Move it."
    )
    assert found.message("de") == (
        "Nur 6 Stunden nach dem letzten Beitrag, üblich auf LinkedIn: 18 Stunden. Verschieben."
    )


def test_ten_minutes_apart_on_x_blocks() -> None:
    assert (
        severity("R21", facts(channel("x"), post("a", "09:00", "x")), post("b", "09:10", "x"))
        is Severity.BLOCK
    )


def test_seven_a_day_on_mastodon_warn() -> None:
    posts = [post(str(n), f"{8 + 2 * n:02}:00", "mastodon") for n in range(7)]

    found = verdict("R21", facts(*posts), posts[0])

    assert found.severity is Severity.WARN
    assert (found.measured, found.threshold) == (7, 5)
    assert "7 posts on this day; on Mastodon 5 are usual" in found.message("en")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (60, Severity.PASS),
        (59, Severity.WARN),
        (15, Severity.WARN),
        (14, Severity.BLOCK),
        (0, Severity.BLOCK),
    ],
)
@pytest.mark.parametrize("direction", [1, -1])
def test_the_exact_limits_of_the_gap(minutes: int, expected: Severity, direction: int) -> None:
    first = post("a", "12:00", "mastodon")
    second = variant("b", at=at("2027-03-03 12:00") + timedelta(minutes=direction * minutes), text="Anderes")

    assert severity("R21", facts(first), second) is expected


@pytest.mark.parametrize(
    ("count", "expected"), [(5, Severity.PASS), (6, Severity.WARN), (11, Severity.BLOCK)]
)
def test_the_exact_limits_of_the_day(count: int, expected: Severity) -> None:
    posts = [post(str(n), f"{8 + n:02}:00", "mastodon") for n in range(count)]

    assert severity("R21", facts(*posts), posts[0]) is expected


def test_the_day_is_the_channels_own() -> None:
    evening = [variant(n, at=at(f"2027-03-03 {17 + n}:00"), text=str(n)) for n in range(6)]
    new_york = channel("mastodon", zone="America/New_York")

    assert severity("R21", facts(*evening), evening[0]) is Severity.WARN
    assert severity("R21", facts(channel("mastodon", zone="Asia/Dhaka"), *evening), evening[0]) is (
        Severity.PASS  # there it is two days
    )
    assert severity("R21", facts(new_york, *evening), evening[0]) is Severity.WARN


@pytest.mark.parametrize("label", [Label.STORY, Label.ANSWER, Label.RESHARE])
def test_stories_answers_and_reposts_need_no_distance(label: Label) -> None:
    other = post("a", "09:00", labels=frozenset({label}))

    assert severity("R21", facts(LINKEDIN, other), post("b", "09:10")) is Severity.PASS
    assert severity("R21", facts(LINKEDIN, post("b", "09:10")), other) is Severity.NOT_APPLICABLE


def test_a_short_event_posted_by_hand_lifts_the_rule() -> None:
    event = Span(at("2027-03-03 00:00"), at("2027-03-05 00:00"))
    world = facts(channel("linkedin", event=event), post("a", "09:00"))

    assert severity("R21", world, post("b", "09:10")) is Severity.PASS
    assert severity("R21", world, post("b", "09:10", mode=Mode.SCHEDULED)) is Severity.BLOCK


def test_an_event_of_three_days_is_none() -> None:
    event = Span(at("2027-03-03 00:00"), at("2027-03-06 00:00"))

    assert severity(
        "R21", facts(channel("linkedin", event=event), post("a", "09:00")), post("b", "09:10")
    ) is (Severity.BLOCK)


def test_a_day_without_an_hour_has_no_gap_but_is_counted() -> None:
    noon = post("a", "12:00", has_time=False)

    assert severity("R21", facts(LINKEDIN, noon), post("b", "12:00")) is Severity.WARN  # two on one day
    assert verdict("R21", facts(LINKEDIN, noon), post("b", "12:00")).unit == "posts"


def test_what_is_out_is_only_warned_of() -> None:
    out = variant(
        "b", at=at("2027-03-03 12:05"), status=Status.PUBLISHED, published_at=at("2027-03-03 12:05")
    )

    found = verdict("R21", facts(post("a", "12:00", "mastodon")), out)

    assert found.severity is Severity.WARN
    assert found.fixes == ()


def test_where_nothing_is_usual_there_is_nothing_to_judge() -> None:
    forum = channel("forum", platform="general")

    assert severity("R21", facts(forum), variant("a", "forum")) is Severity.NOT_APPLICABLE


def test_the_offered_time_breaks_nothing() -> None:
    world = facts(LINKEDIN, post("a", "09:00"))

    fix = next(fix for fix in verdict("R21", world, post("b", "15:00")).fixes if fix.kind is FixKind.MOVE_TO)

    assert fix.params["at"] == at("2027-03-04 08:00")


def test_a_time_is_offered_although_it_voids_an_approval() -> None:
    """Whoever takes the offer is told so by the step that moves."""
    afternoon = at("2027-03-03 15:00")
    approved = post("b", "15:00", author_id="anna", approval=Approval("ben", afternoon))
    world = facts(
        LINKEDIN, person("anna"), person("ben"), post("a", "09:00"), approver_ids=frozenset({"ben"})
    )

    found = verdict("R21", world, approved)

    assert {fix.kind: fix for fix in found.fixes}[FixKind.MOVE_TO].params["at"] == at("2027-03-04 08:00")


def test_nothing_is_offered_where_no_time_is_free() -> None:
    busy = [
        variant(n, "linkedin", at=at("2027-02-22 12:00") + timedelta(hours=17 * n), text=str(n))
        for n in range(30)
    ]

    found = verdict("R21", facts(LINKEDIN, *busy), busy[12])

    assert found.is_finding
    assert found.fixes == ()
