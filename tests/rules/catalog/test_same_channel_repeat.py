"""R03."""

from typing import Any

import pytest

from calendar_app.rules.facts import Label, Mode, Status
from calendar_app.rules.rule import FixKind, Severity, Verdict
from tests.rules.newsroom import STUDY_ANEW, STUDY_SHORT, at, channel, facts, variant, verdict

ADVERT = (
    "Wir suchen zum Herbst eine Tischlerin, die gern erklärt. Bewerbungen bis Ende April an die Werkstatt."
)
MONDAY, THURSDAY = at("2027-03-01 09:00"), at("2027-03-04 09:00")


def judged(mine: str, other: str, /, *, other_at: Any = MONDAY, **more: Any) -> Verdict:
    """What R03 says of a post on Thursday when the channel has another one, mostly on Monday."""
    checked = variant("mine", text=mine, at=more.pop("at", THURSDAY), **more)
    return verdict("R03", facts(variant("other", text=other, at=other_at), checked), checked)


def test_the_same_job_advert_on_monday_and_thursday_is_blocked() -> None:
    found = judged(ADVERT, ADVERT)

    assert found.severity is Severity.BLOCK
    assert [each.variant_id for each in found.relatives] == ["other"]
    assert found.counted == ("other",)


def test_a_text_marked_as_recycled_may_come_again_after_four_months() -> None:
    found = judged(ADVERT, ADVERT, other_at=at("2026-11-04 09:00"), mode=Mode.RECYCLED)

    assert found.severity is Severity.INFO
    assert FixKind.MARK_RECYCLED not in {fix.kind for fix in found.fixes}


def test_a_series_with_the_same_opening_passes() -> None:
    mine = "Montagsfrage: Welches Werkzeug habt ihr zuletzt verliehen und nie wieder gesehen?"
    other = "Montagsfrage: Was steht bei euch seit Jahren halb fertig im Keller, und warum?"

    assert judged(mine, other).severity is Severity.PASS


def test_after_four_months_an_unmarked_text_is_to_be_marked() -> None:
    found = judged(ADVERT, ADVERT, other_at=at("2026-11-04 09:00"), mode=Mode.SCHEDULED)

    assert found.severity is Severity.WARN
    assert found.fixes[0].kind is FixKind.MARK_RECYCLED


@pytest.mark.parametrize(("day", "severity"), [("2026-12-04", Severity.BLOCK), ("2026-12-03", Severity.WARN)])
def test_ninety_days_divide_a_repeat_from_a_return(day: str, severity: Severity) -> None:
    assert judged(ADVERT, ADVERT, other_at=at(f"{day} 09:00")).severity is severity


def test_the_earlier_of_two_is_told_of_the_later_one() -> None:
    found = judged(ADVERT, ADVERT, at=MONDAY, other_at=THURSDAY)

    assert found.severity is Severity.BLOCK
    assert "Thu 4 Mar 2027" in found.message("en")
    assert "Already" not in found.message("en")


def test_what_will_come_again_in_half_a_year_is_the_later_ones_business() -> None:
    assert judged(ADVERT, ADVERT, other_at=at("2027-09-01 09:00")).severity is Severity.PASS


def test_nearly_the_same_within_a_month_warns() -> None:
    found = judged(ADVERT, ADVERT + " Fragen gern jederzeit.")

    assert found.severity is Severity.WARN
    assert found.measured is not None
    assert found.measured >= 70
    assert found.threshold == 70
    assert found.relative is not None
    assert found.relative.passages


def test_nearly_the_same_a_month_later_passes() -> None:
    other = ADVERT.replace("Ende April", "Mitte Mai")

    assert judged(ADVERT, other, other_at=at("2027-02-01 09:00")).severity is Severity.PASS


def test_what_another_channel_says_is_not_asked_here() -> None:
    checked = variant("mine", text=ADVERT)
    world = facts(channel("mastodon"), channel("x"), checked, variant("other", "x", text=ADVERT))

    assert verdict("R03", world, checked).severity is Severity.PASS


def test_disguise_makes_nothing_new() -> None:
    assert judged("👉 " + ADVERT.upper() + " #Job #Tischlerei", ADVERT).severity is Severity.BLOCK


def test_a_greeting_may_come_every_week() -> None:
    assert judged("Guten Morgen!", "Guten Morgen!").severity is Severity.INFO
    assert judged("Guten Morgen!", "Guten Morgen!", other_at=at("2026-03-01 09:00")).severity is Severity.PASS


def test_the_same_few_words_with_the_same_picture_warn() -> None:
    checked = variant("mine", text="Guten Morgen!", media=("sunrise",), at=THURSDAY)
    world = facts(variant("other", text="Guten Morgen!", media=("sunrise",), at=MONDAY), checked)

    assert verdict("R03", world, checked).severity is Severity.WARN


@pytest.mark.parametrize("status", [Status.DRAFT, Status.CANCELLED])
def test_what_never_goes_out_is_no_repeat(status: Status) -> None:
    checked = variant("mine", text=ADVERT)
    world = facts(checked, variant("other", text=ADVERT, status=status))

    assert verdict("R03", world, checked).severity is Severity.PASS


def test_prescribed_wording_may_be_repeated() -> None:
    assert judged(ADVERT, ADVERT, labels=frozenset({Label.MANDATED})).severity is Severity.PASS


def test_a_draft_without_a_date_is_judged_as_of_today() -> None:
    assert judged(ADVERT, ADVERT, at=None).severity is Severity.BLOCK
    assert judged(ADVERT, ADVERT, at=None, other_at=at("2026-03-01 09:00")).severity is Severity.WARN


def test_without_text_and_picture_there_is_nothing_to_judge() -> None:
    assert judged("", ADVERT).severity is Severity.NOT_APPLICABLE


def test_the_heaviest_and_then_the_nearest_repeats_are_named() -> None:
    checked = variant("mine", text=ADVERT, at=THURSDAY)
    others = [variant(f"day {day}", text=ADVERT, at=at(f"2027-02-{day:02} 09:00")) for day in range(1, 8)]
    old = variant("old", text=ADVERT, at=at("2026-02-01 09:00"))

    found = verdict("R03", facts(old, *others, checked), checked)

    assert [each.variant_id for each in found.relatives] == ["day 7", "day 6", "day 5", "day 4"]
    assert len(found.counted) == 8


def test_a_study_told_anew_is_new() -> None:
    assert judged(STUDY_ANEW, STUDY_SHORT).severity is Severity.PASS


def test_the_message_says_it_in_editors_words() -> None:
    found = judged(ADVERT, ADVERT)

    assert found.message("en") == (
        "Already said here on Mon 1 Mar 2027. Add something new or answer the old thread instead."
    )
    assert found.message("de") == (
        "Hier schon am Mo., 1. März 2027 gesagt. Neues ergänzen oder im alten Strang weiterreden."
    )
