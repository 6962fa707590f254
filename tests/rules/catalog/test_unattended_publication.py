"""R08."""

from datetime import timedelta

import pytest

from calendar_app.rules.facts import Channel, Role, Slot, Tuning, Variant
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import absence, at, channel, facts, person, severity, slot, variant, verdict

LINKEDIN = channel("linkedin")
POST = variant("p", "linkedin", at=at("2027-03-03 09:00"))


def on_linkedin(start: str, minutes: int, id: str = "s", **more: object) -> Slot:
    return slot(f"2027-03-03 {start}", minutes, "linkedin", id=id, **more)


def test_half_an_hour_with_anna_passes() -> None:
    found = verdict("R08", facts(LINKEDIN, on_linkedin("09:00", 30)), POST)

    assert found.severity is Severity.PASS
    assert found.measured == 30
    assert found.counted == ("s",)


def test_twenty_minutes_warn() -> None:
    found = verdict("R08", facts(LINKEDIN, on_linkedin("09:00", 20)), POST)

    assert found.severity is Severity.WARN
    assert found.measured == 20
    assert found.threshold == 30


def test_a_campaign_post_is_blocked_while_anna_is_away() -> None:
    away = person("anna", absences=(absence("2027-03-03 00:00", "2027-03-04 00:00"),))
    campaign = variant("p", "linkedin", at=at("2027-03-03 09:00"), campaign_id=1)

    found = verdict("R08", facts(LINKEDIN, away, on_linkedin("09:00", 60)), campaign)

    assert found.severity is Severity.BLOCK
    assert found.measured == 0


def test_a_service_channel_is_blocked_too() -> None:
    assert severity("R08", facts(channel("linkedin", is_service=True)), POST) is Severity.BLOCK


@pytest.mark.parametrize(
    ("start", "minutes", "expected"),
    [("08:30", 60, 30), ("10:00", 60, 30), ("10:15", 60, 15), ("10:30", 60, 0), ("08:00", 60, 0)],
)
def test_only_minutes_inside_the_window_count(start: str, minutes: int, expected: int) -> None:
    assert verdict("R08", facts(LINKEDIN, on_linkedin(start, minutes)), POST).measured == expected


def test_overlapping_slots_count_once() -> None:
    world = facts(LINKEDIN, on_linkedin("09:00", 20, "a"), on_linkedin("09:05", 20, "b"))

    assert verdict("R08", world, POST).measured == 25


def test_a_slot_on_several_channels_is_shared_evenly() -> None:
    shared = slot("2027-03-03 09:00", 60, "linkedin", "mastodon")

    assert verdict("R08", facts(LINKEDIN, channel("mastodon"), shared), POST).measured == 30


@pytest.mark.parametrize(
    "nobody",
    [
        person("anna", role=Role.TRAINEE),
        person("anna", is_trained=False),
        person("somebody else"),
    ],
    ids=["trainee", "untrained", "unknown"],
)
def test_only_a_trained_person_of_the_team_counts(nobody: object) -> None:
    assert verdict("R08", facts(LINKEDIN, nobody, on_linkedin("09:00", 60)), POST).measured == 0  # type: ignore[arg-type]


def test_a_named_answer_person_covers_the_window_except_absences() -> None:
    back_at_ten = person("anna", absences=(absence("2027-03-03 08:00", "2027-03-03 10:00"),))
    named = variant("p", "linkedin", at=at("2027-03-03 09:00"), answer_person_id="anna")

    assert verdict("R08", facts(LINKEDIN), named).measured == 90
    assert verdict("R08", facts(LINKEDIN, back_at_ten), named).measured == 30


def test_a_cancelled_slot_covers_nothing() -> None:
    assert verdict("R08", facts(LINKEDIN, on_linkedin("09:00", 60, is_cancelled=True)), POST).measured == 0


def test_a_window_may_cross_midnight() -> None:
    late = variant("p", "linkedin", at=at("2027-03-03 23:30"))
    night = slot("2027-03-04 00:00", 30, "linkedin")

    assert verdict("R08", facts(LINKEDIN, night), late).measured == 30


def video(world_slot: Slot | None) -> tuple[Channel, Variant, tuple[Slot, ...]]:
    return channel("youtube"), variant("p", "youtube"), (world_slot,) if world_slot else ()


def test_where_people_look_in_later_any_slot_within_a_day_is_enough() -> None:
    tube, clip, slots = video(slot("2027-03-04 08:45", 30, "youtube"))

    assert severity("R08", facts(tube, *slots), clip) is Severity.PASS
    assert severity("R08", facts(tube), clip) is Severity.WARN
    assert "look in until Thu 4 Mar 2027, 09:00" in verdict("R08", facts(tube), clip).message("en")


def test_nearest_reserved_time_is_offered_and_really_covers() -> None:
    too_brief = on_linkedin("11:00", 10, "brief")
    good = on_linkedin("14:00", 60, "good")
    next_day = slot("2027-03-05 09:00", 60, "linkedin", id="later")
    world = facts(LINKEDIN, too_brief, good, next_day)

    found = verdict("R08", world, POST)

    fixes = {fix.kind: fix for fix in found.fixes}
    assert set(fixes) == {FixKind.NAME_ANSWER_PERSON, FixKind.BOOK_SLOT, FixKind.MOVE_TO}
    assert fixes[FixKind.MOVE_TO].params["at"] == at("2027-03-03 14:00")
    assert fixes[FixKind.MOVE_TO].label("de") == "Auf Mi., 3. März 2027, 14:00 verschieben"
    assert fixes[FixKind.BOOK_SLOT].label("en") == "Book 30 minutes from Wed 3 Mar 2027, 09:00"


@pytest.mark.parametrize(
    ("booked", "start", "minutes"),
    [
        ([("09:00", 20)], "09:20", 10),
        ([("09:05", 20)], "09:25", 10),  # five minutes before it are too few
        ([("09:15", 20)], "09:00", 10),
        ([("09:00", 28)], "09:28", 5),
        ([("09:05", 5), ("09:15", 5), ("09:25", 5), ("09:35", 5)], "09:40", 10),
    ],
)
def test_no_more_is_to_be_booked_than_lacks(booked: list[tuple[str, int]], start: str, minutes: int) -> None:
    slots = [on_linkedin(begin, length, begin) for begin, length in booked]
    world = facts(LINKEDIN, *slots)

    fix = next(each for each in verdict("R08", world, POST).fixes if each.kind is FixKind.BOOK_SLOT)

    assert (fix.params["start"], fix.params["minutes"]) == (at(f"2027-03-03 {start}"), minutes)
    mended = facts(LINKEDIN, *slots, on_linkedin(start, minutes, "new"))
    assert severity("R08", mended, POST) is Severity.PASS


def test_all_is_to_be_booked_where_the_rest_fits_nowhere() -> None:
    shared = slot("2027-03-03 09:00", 90, "linkedin", "mastodon", "x", "facebook")
    world = facts(LINKEDIN, channel(), channel("x"), channel("facebook"), shared)

    found = verdict("R08", world, POST)

    fix = next(each for each in found.fixes if each.kind is FixKind.BOOK_SLOT)
    assert found.measured == 22
    assert (fix.params["start"], fix.params["minutes"]) == (at("2027-03-03 09:00"), 30)


def test_nothing_is_offered_for_the_past() -> None:
    later = at("2027-03-03 12:00")

    assert verdict("R08", facts(LINKEDIN, now=later), POST).fixes == ()


def test_a_missed_slot_covered_nothing_but_a_day_of_grace_is_given() -> None:
    kept = on_linkedin("09:00", 30)
    end = at("2027-03-03 09:30")

    assert verdict("R08", facts(LINKEDIN, kept, now=end + timedelta(hours=23)), POST).measured == 30
    assert verdict("R08", facts(LINKEDIN, kept, now=end + timedelta(hours=24)), POST).measured == 0
    logged = on_linkedin("09:00", 30, outcome_minutes=25)
    assert verdict("R08", facts(LINKEDIN, logged, now=end + timedelta(days=9)), POST).measured == 30


def test_the_message_gives_the_window_on_the_channels_clock() -> None:
    tokyo = channel("linkedin", zone="Asia/Tokyo")

    found = verdict("R08", facts(tokyo), POST)

    assert found.message("en") == (
        "Nobody is booked to answer from Wed 3 Mar 2027, 17:00 to 18:30. Move it, book 30 minutes, or name "
        "a person."
    )
    assert "Von Mi., 3. März 2027, 17:00 bis 18:30 ist niemand" in found.message("de")


def test_a_workspace_may_ask_for_a_longer_cover() -> None:
    longer = Tuning("unattended-publication", values={"min_cover": 45, "window_minutes": 120})

    found = verdict("R08", facts(LINKEDIN, on_linkedin("09:00", 30), tunings=(longer,)), POST)

    assert found.severity is Severity.WARN
    assert found.window is not None
    assert found.window.length == timedelta(hours=2)


def test_people_without_a_training_are_named() -> None:
    world = facts(LINKEDIN, person("anna", is_trained=False), on_linkedin("09:00", 60))

    found = verdict("R08", world, POST)

    assert found.severity is Severity.WARN
    assert "without a valid training are booked: Anna." in found.message("en")
