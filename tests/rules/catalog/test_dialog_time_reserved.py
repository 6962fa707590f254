"""R10."""

import pytest

from calendar_app.rules.facts import Status, Variant
from calendar_app.rules.rule import FixKind, Severity
from tests.rules.newsroom import absence, at, channel, facts, person, severity, slot, variant, verdict


def posts(count: int) -> list[Variant]:
    return [variant(n, at=at(f"2027-03-02 {9 + n:02}:00"), text=f"Beitrag Nummer {n}") for n in range(count)]


@pytest.mark.parametrize(
    ("count", "minutes", "needed", "expected"),
    [
        (4, 60, 60, Severity.PASS),
        (4, 30, 60, Severity.WARN),
        (5, 30, 75, Severity.BLOCK),
        (1, 60, 60, Severity.PASS),
        (8, 119, 120, Severity.WARN),
        (4, 29, 60, Severity.BLOCK),
    ],
)
def test_minutes_are_measured_against_posts(
    count: int, minutes: int, needed: int, expected: Severity
) -> None:
    planned = posts(count)

    found = verdict("R10", facts(*planned, slot("2027-03-04 10:00", minutes)), planned[0])

    assert found.severity is expected
    assert found.measured == minutes
    assert found.threshold == needed


def test_a_slot_on_several_channels_is_shared_evenly_without_losing_seconds() -> None:
    thirds = [slot(f"2027-03-0{day} 10:00", 50, "mastodon", "x", "linkedin", id=day) for day in (1, 2, 3)]
    post = posts(1)[0]

    assert verdict("R10", facts(channel(), channel("x"), channel("linkedin"), *thirds), post).measured == 50


def test_absence_and_cancelling_take_minutes_away() -> None:
    away = person("anna", absences=(absence("2027-03-04 10:30", "2027-03-04 12:00"),))
    cancelled = slot("2027-03-05 10:00", 60, id="c", is_cancelled=True)
    post = posts(1)[0]

    assert verdict("R10", facts(away, slot("2027-03-04 10:00", 60), cancelled), post).measured == 30


def test_afterwards_the_logged_minutes_count() -> None:
    post = posts(1)[0]
    sunday = at("2027-03-07 20:00")
    kept = slot("2027-03-02 10:00", 60, id="kept", outcome_minutes=40)
    missed = slot("2027-03-03 10:00", 60, id="missed")
    could_not = slot("2027-03-04 10:00", 60, id="could not", outcome_minutes=0)
    fresh = slot("2027-03-07 10:00", 15, id="fresh")

    assert verdict("R10", facts(kept, missed, could_not, fresh, now=sunday), post).measured == 55


def test_slots_of_other_weeks_and_channels_do_not_help() -> None:
    post = posts(1)[0]
    next_week = slot("2027-03-08 00:00", 60, id="next")
    elsewhere = slot("2027-03-03 10:00", 60, "x", id="x")

    assert verdict("R10", facts(channel(), channel("x"), next_week, elsewhere), post).measured == 0


def test_what_is_published_can_only_be_warned_of() -> None:
    published = variant(status=Status.PUBLISHED, published_at=at("2027-03-01 09:00"))

    assert severity("R10", facts(published), published) is Severity.WARN


def test_the_missing_minutes_are_offered_after_the_post_within_the_week() -> None:
    post = variant(at=at("2027-03-07 23:30"))

    fix = verdict("R10", facts(slot("2027-03-04 10:00", 20)), post).fixes[0]

    assert fix.kind is FixKind.BOOK_SLOT
    assert fix.params == {"channel": "mastodon", "start": at("2027-03-07 23:20"), "minutes": 40}


def test_nothing_is_offered_for_a_week_that_is_over() -> None:
    post = posts(1)[0]

    assert verdict("R10", facts(now=at("2027-03-09 10:00")), post).fixes == ()


def test_one_and_many_are_written_right() -> None:
    one = verdict("R10", facts(slot("2027-03-04 10:00", 1)), posts(1)[0])
    many = verdict("R10", facts(*posts(5)), posts(5)[0])

    assert one.message("en") == (
        "1 post needs 60 minutes of dialog on Mastodon; 1 is booked. Add slots or drop a post."
    )
    assert many.message("en") == (
        "5 posts need 75 minutes of dialog on Mastodon; 0 are booked. Add slots or drop a post."
    )
    assert one.message("de") == (
        "1 Beitrag braucht 60 Minuten Dialogzeit auf Mastodon, gebucht ist 1. Dialogzeit ergänzen oder "
        "einen Beitrag streichen."
    )
    assert many.message("de").startswith(
        "5 Beiträge brauchen 75 Minuten Dialogzeit auf Mastodon, gebucht sind 0."
    )
