"""R25."""

from dataclasses import replace
from datetime import timedelta

import pytest

from calendar_app.rules.facts import Campaign, CampaignKind, Point, Role, Span, Tuning
from calendar_app.rules.rule import Severity, Verdict
from tests.rules.newsroom import at, facts, variant, verdict

START = at("2027-03-05 12:00")  # a Friday: the roster covers the weekend
COMPLETE = Campaign(
    "c",
    CampaignKind.USER_CONTENT,
    starts_at=START,
    owner_id="anna",
    worst_cases=3,
    settled=frozenset(Point),
    on_call=(
        Span(START, START + timedelta(hours=24)),
        Span(START + timedelta(hours=20), START + timedelta(hours=48)),
    ),
    signed_by_id="ben",
    signed_at=at("2027-03-01 12:00"),
)


def judged(campaign: Campaign) -> Verdict:
    return verdict("R25", facts(campaigns=(campaign,)), variant(campaign_id="c"))


def test_a_photo_call_with_one_scenario_is_blocked() -> None:
    found = judged(replace(COMPLETE, worst_cases=1))

    assert found.severity is Severity.BLOCK
    assert found.measured == 1
    assert found.override.role is Role.ADMIN
    assert found.message("en") == (
        "1 point of the premortem is open: worst cases (each with tripwire, first answer, person). Finish it "
        "before the first post."
    )


def test_a_vote_without_counting_method_is_blocked_for_everybody() -> None:
    found = judged(replace(COMPLETE, kind=CampaignKind.VOTE, settled=frozenset(Point) - {Point.COUNTING}))

    assert found.severity is Severity.BLOCK
    assert found.override.role is None
    assert "Auszählung und Umgang mit Betrug" in found.message("de")


def test_complete_and_signed_passes() -> None:
    assert judged(COMPLETE).severity is Severity.PASS
    assert judged(replace(COMPLETE, kind=CampaignKind.CONTEST)).severity is Severity.PASS


@pytest.mark.parametrize(
    "broken",
    [
        replace(COMPLETE, worst_cases=2),
        replace(COMPLETE, settled=frozenset({Point.QUESTIONS})),
        replace(COMPLETE, signed_by_id="anna"),
        replace(COMPLETE, signed_at=None),
        replace(COMPLETE, changed_at=at("2027-03-05 13:00")),
        replace(COMPLETE, starts_at=None),
        replace(COMPLETE, on_call=COMPLETE.on_call[:1]),
        replace(COMPLETE, on_call=(Span(START, START + timedelta(hours=47, minutes=59)),)),
        replace(COMPLETE, on_call=(Span(START + timedelta(minutes=1), START + timedelta(hours=50)),)),
    ],
)
def test_each_point_is_needed(broken: Campaign) -> None:
    assert judged(broken).severity is Severity.BLOCK
    assert judged(broken).measured == 1


def test_terms_are_asked_of_contests_and_votes_only() -> None:
    short = frozenset({Point.QUESTIONS, Point.STOP})

    assert judged(replace(COMPLETE, settled=short)).severity is Severity.PASS
    assert judged(replace(COMPLETE, kind=CampaignKind.CONTEST, settled=short)).measured == 10


@pytest.mark.parametrize(
    ("kind", "expected"), [(CampaignKind.VOTE, Severity.BLOCK), (CampaignKind.HASHTAG_CALL, Severity.PASS)]
)
def test_no_number_frees_contests_and_votes_from_cases_and_roster(
    kind: CampaignKind, expected: Severity
) -> None:
    bare = replace(COMPLETE, kind=kind, worst_cases=0, on_call=())
    tuned = Tuning("premortem-incomplete", values={"scenarios": 0, "oncall_hours": 0})

    found = verdict("R25", facts(campaigns=(bare,), tunings=(tuned,)), variant(campaign_id=bare.id))

    assert found.severity is expected


def test_other_campaigns_and_posts_need_none() -> None:
    assert judged(Campaign("c", CampaignKind.OTHER)).severity is Severity.NOT_APPLICABLE
    assert verdict("R25", facts(), variant()).severity is Severity.NOT_APPLICABLE
