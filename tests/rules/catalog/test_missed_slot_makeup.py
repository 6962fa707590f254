"""R11."""

from typing import Any

import pytest

from calendar_app.rules.facts import Mode, Slot, Status, Variant
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import at, facts, severity, slot, variant, verdict

NOW = at("2027-03-03 12:00")  # a Wednesday


def missed(minutes: int, **more: Any) -> Slot:
    return slot("2027-03-01 10:00", minutes, id="missed", **more)


def post(mode: Mode = Mode.SCHEDULED, **more: Any) -> Variant:
    return variant(at=at("2027-03-04 09:00"), mode=mode, **more)


def test_twenty_of_sixty_missed_warn() -> None:
    found = verdict("R11", facts(missed(20), now=NOW), post())

    assert found.severity is Severity.WARN
    assert (found.measured, found.threshold, found.counted) == (20, 0, ("missed",))
    assert found.message("en") == (
        "20 minutes of dialog on Mastodon were missed. Book make-up time by Wed 10 Mar 2027."
    )
    assert found.message("de").startswith("20 Minuten Dialogzeit auf Mastodon sind ausgefallen.")


def test_forty_five_of_sixty_open_block_a_scheduled_post() -> None:
    assert severity("R11", facts(missed(45), now=NOW), post()) is Severity.BLOCK
    assert severity("R11", facts(missed(45), now=NOW), post(Mode.LIVE)) is Severity.WARN


def test_a_makeup_of_forty_five_logged_passes() -> None:
    makeup = slot("2027-03-02 10:00", 45, id="m", outcome_minutes=45, is_makeup=True)

    assert severity("R11", facts(missed(45), makeup, now=NOW), post()) is Severity.PASS


@pytest.mark.parametrize(("minutes", "expected"), [(30, Severity.WARN), (31, Severity.BLOCK)])
def test_the_exact_limit_of_the_debt(minutes: int, expected: Severity) -> None:
    assert severity("R11", facts(missed(minutes), now=NOW), post()) is expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [("2027-03-02 10:19", Severity.PASS), ("2027-03-02 10:20", Severity.WARN)],
)
def test_a_day_is_left_to_log_what_was_done(now: str, expected: Severity) -> None:
    assert severity("R11", facts(missed(20), now=at(now)), post()) is expected


def test_could_not_is_missed_at_once() -> None:
    could_not = missed(20, outcome_minutes=0)

    assert severity("R11", facts(could_not, now=at("2027-03-01 11:00")), post()) is Severity.WARN


def test_minutes_beyond_the_need_make_up_for_it_and_booked_ones_within_a_week_too() -> None:
    enough = slot("2027-03-05 10:00", 60, id="week")
    beyond = slot("2027-03-05 12:00", 45, id="beyond")
    too_late = slot("2027-03-15 12:00", 200, id="late")

    assert severity("R11", facts(missed(45), enough, now=NOW), post()) is Severity.BLOCK
    assert severity("R11", facts(missed(45), enough, beyond, now=NOW), post()) is Severity.PASS
    assert severity("R11", facts(missed(45), enough, too_late, now=NOW), post()) is Severity.BLOCK


def test_after_four_weeks_it_is_written_off() -> None:
    week_later = variant(at=at("2027-03-30 09:00"), mode=Mode.SCHEDULED)

    assert severity("R11", facts(missed(45), now=at("2027-03-29 12:00")), week_later) is Severity.BLOCK
    assert severity("R11", facts(missed(45), now=at("2027-03-30 12:00")), week_later) is Severity.PASS


def test_a_slot_on_two_channels_owes_each_its_half() -> None:
    shared = slot("2027-03-01 10:00", 45, "mastodon", "x", id="shared")

    assert verdict("R11", facts(shared, now=NOW), post()).measured == 23


def test_what_was_cancelled_is_not_missed() -> None:
    assert severity("R11", facts(missed(45, is_cancelled=True), now=NOW), post()) is Severity.PASS


def test_make_up_time_is_offered() -> None:
    fix = verdict("R11", facts(missed(45), now=NOW), post()).fixes[0]

    assert fix.kind is FixKind.BOOK_SLOT
    assert fix.params == {"channel": "mastodon", "start": at("2027-03-04 10:00"), "minutes": 45}


def test_what_is_out_is_only_warned_of() -> None:
    out = post(status=Status.PUBLISHED, published_at=at("2027-03-03 09:00"))

    assert severity("R11", facts(missed(45), now=NOW), out) is Severity.WARN
