"""What is said: a post in the form one channel gets."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calendar_app.rules.facts.spans import ItemId


class Mode(StrEnum):
    """How a variant goes out."""

    LIVE = "live"  # a person posts at that time
    SCHEDULED = "scheduled"  # a human text that a tool fires
    RECYCLED = "recycled"  # an earlier text again
    FEED = "feed"  # from RSS or a CMS
    SYNC = "sync"  # mirrored from another channel


class Status(StrEnum):
    """Where a variant stands between first word and publication. Held means: a human must look at it."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    HELD = "held"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


COUNTED_STATUSES = frozenset({Status.IN_REVIEW, Status.SCHEDULED, Status.HELD, Status.PUBLISHED})


class Label(StrEnum):
    """Labels that rules understand; a workspace may use any other word beside them."""

    PROMO = "promo"
    PRESS = "press"
    FILLER = "filler"
    QUESTION = "question"
    POLL = "poll"
    INVITATION = "invitation"
    INSIGHT = "insight"
    SERVICE = "service"
    FAREWELL = "farewell"
    MANDATED = "mandated"  # wording that is not ours to change: recall, obituary, statute
    RESHARE = "reshare"  # the platform's own repost or boost
    STORY = "story"
    ANSWER = "answer"  # to somebody, in their thread or below the own post


@dataclass(frozen=True, slots=True)
class Phrase:
    """A signature, an imprint line, a series' opening: words that say nothing new, here or everywhere."""

    text: str
    channel_id: ItemId | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """What those get of a picture who do not see it. `is_decorative` has a reason on record."""

    alt: str = ""
    is_decorative: bool = False
    is_video: bool = False
    has_captions: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """Who stands for a variant, for which time, and whether its content is still the same.

    `was_trained` says whether that person was trained when they approved; None: whoever may approve now is.
    """

    person_id: ItemId
    at: datetime | None = None
    content_is_same: bool = True
    was_trained: bool | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """A post in the form one channel gets. `media` are the motifs of its pictures: equal where nearly equal.

    `has_time` is false where only the day is known: rules about hours then have too little to judge.
    """

    id: ItemId
    channel_id: ItemId
    text: str
    at: datetime | None = None
    has_time: bool = True
    post_id: ItemId | None = None
    title: str = ""
    language: str | None = None
    mode: Mode = Mode.SCHEDULED
    status: Status = Status.SCHEDULED
    published_at: datetime | None = None
    labels: frozenset[str] = frozenset()
    answer_person_id: ItemId | None = None
    author_id: ItemId | None = None
    campaign_id: ItemId | None = None
    is_embargoed: bool = False  # must not be out earlier anywhere, with a reason on record
    is_urgent: bool = False  # safety or outage, set by a lead with a reason
    media: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    approval: Approval | None = None
    is_machine_written: bool = False
    is_human_reviewed: bool = False  # with a record of it
    lacks_permission: bool = False  # of the people whose words or pictures it uses
    source_channel_id: ItemId | None = None  # the own channel that a feed or a mirror copies

    @property
    def effective_at(self) -> datetime | None:
        return self.published_at or self.at

    @property
    def is_counted(self) -> bool:
        """In the counting set: on its way out or out. Drafts, rejected and cancelled ones are not."""
        return self.status in COUNTED_STATUSES
