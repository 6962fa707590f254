"""Campaigns and what was thought through before they begin."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calendar_app.rules.facts.spans import ItemId, Span


class CampaignKind(StrEnum):
    """What a campaign asks of people; all but the last can go wrong in public."""

    HASHTAG_CALL = "hashtag_call"
    USER_CONTENT = "user_content"
    CONTEST = "contest"
    VOTE = "vote"
    PAID_BURST = "paid_burst"
    SENSITIVE = "sensitive"
    OTHER = "other"


class Point(StrEnum):
    """What has to be settled before the first post; those after STOP for contests and votes only."""

    QUESTIONS = "questions"  # the form's own
    STOP = "stop"
    TERMS = "terms"  # link and fingerprint
    ELIGIBILITY = "eligibility"
    PERIOD = "period"
    SELECTION = "selection"
    JURY = "jury"
    EXCLUSIONS = "exclusions"
    COUNTING = "counting"  # and how fraud is handled
    PRIVACY = "privacy"
    RELEASE = "release"  # the platform has no part in it
    NO_BAIT = "no_bait"  # nobody has to share or tag to win


@dataclass(frozen=True, slots=True)
class Campaign:
    """Several posts with one aim. `worst_cases` counts those with tripwire, first answer and person."""

    id: ItemId
    kind: CampaignKind
    name: str = ""
    starts_at: datetime | None = None
    owner_id: ItemId | None = None
    worst_cases: int = 0
    settled: frozenset[Point] = frozenset()
    on_call: tuple[Span, ...] = ()
    signed_by_id: ItemId | None = None
    signed_at: datetime | None = None
    changed_at: datetime | None = None
    is_stopped: bool = False
