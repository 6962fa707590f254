"""What the rules may know: plain frozen values, no database row, no clock, no query.

Every datetime is aware and in UTC; a rule converts to the channel's zone where people mean local time. Ids
are database keys, row numbers of a checked plan, or a word for a draft that is not stored yet, so rules
compare them and never compute with them.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

ItemId = int | str

DEFAULT_ZONE = "Europe/Berlin"


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


class ChannelState(StrEnum):
    """Where a channel stands in its life. There is no half state: it speaks, or it says that it does not."""

    IDEA = "idea"
    RESERVED = "reserved"
    PROBATION = "probation"
    ACTIVE = "active"
    RELAUNCH = "relaunch"
    PAUSED = "paused"
    CLOSING = "closing"
    FROZEN = "frozen"
    DELETED = "deleted"
    LISTEN_ONLY = "listen_only"


class Role(StrEnum):
    """What a person may do in a workspace. Each may what the one before may, and more."""

    EXTERNAL = "external"  # writes like an author, on some channels only
    TRAINEE = "trainee"
    AUTHOR = "author"
    APPROVER = "approver"
    LEAD = "lead"
    ADMIN = "admin"


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


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of time, [start, end)."""

    start: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    @property
    def length(self) -> timedelta:
        return max(self.end - self.start, timedelta())

    def overlap(self, other: "Span") -> "Span | None":
        """The shared stretch, or None when the two only touch or lie apart."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


@dataclass(frozen=True, slots=True)
class Channel:
    """One account or place where people talk.

    `platform` is a key of the platform catalogue; an unknown one is judged by the general profile.
    `text_limit` replaces the platform's limit of the main text (a Mastodon server's, a premium account's).
    `outside_posts_per_week` are posts that a declared outside tool (RSS bot, crossposter) is expected to
    publish. `state_until` ends a pause or dates a closing; `points_to` names where people find the team
    instead.
    """

    id: ItemId
    name: str
    platform: str
    zone: str = DEFAULT_ZONE
    languages: tuple[str, ...] = ()
    state: ChannelState = ChannelState.ACTIVE
    state_until: date | None = None
    points_to: str | None = None
    open_gate_items: tuple[str, ...] = ()
    is_service: bool = False
    is_declared_bot: bool = False  # carries the platform's bot label and names its operator
    needs_dialog_base: bool = False  # listen-only, yet with reserved time every week
    text_limit: int | None = None
    outside_posts_per_week: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the team. `is_trained` is true while a training record is valid."""

    id: ItemId
    name: str
    role: Role = Role.AUTHOR
    is_trained: bool = True
    absences: tuple[Span, ...] = ()

    @property
    def may_answer_alone(self) -> bool:
        return self.is_trained and self.role != Role.TRAINEE


@dataclass(frozen=True, slots=True)
class Variant:
    """A post in the form one channel gets. `media` are content hashes, in order of appearance."""

    id: ItemId
    channel_id: ItemId
    text: str
    at: datetime | None = None
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
    is_urgent: bool = False  # safety or outage, set by a lead with a reason
    media: tuple[str, ...] = ()

    @property
    def effective_at(self) -> datetime | None:
        return self.published_at or self.at

    @property
    def is_counted(self) -> bool:
        """In the counting set: on its way out or out. Drafts, rejected and cancelled ones are not."""
        return self.status in COUNTED_STATUSES


@dataclass(frozen=True, slots=True)
class Slot:
    """One occurrence of reserved dialog time.

    `id` and `occurrence` together are unique; `occurrence` is the original start as the calendar names it.
    `outcome_minutes` is what was logged afterwards: None while nothing is, 0 for "could not".
    """

    id: ItemId
    start: datetime
    end: datetime
    channel_ids: tuple[ItemId, ...]
    person_id: ItemId | None = None
    occurrence: str = ""
    is_cancelled: bool = False
    outcome_minutes: int | None = None

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A signature, an imprint line, a series' opening: words that say nothing new, here or everywhere."""

    text: str
    channel_id: ItemId | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one check may look at.

    `variants` and `slots` must reach as far as the widest window: from 28 days before to the end of the week
    of the variants that will be checked. Which of them count is the rules' business, so drafts may be among
    them. `parameters` are the workspace's own values, by rule key and parameter name; `phrases` are left out
    when texts are compared.
    """

    now: datetime
    channels: tuple[Channel, ...]
    people: tuple[Person, ...] = ()
    variants: tuple[Variant, ...] = ()
    slots: tuple[Slot, ...] = ()
    parameters: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()
    _channels: Mapping[ItemId, Channel] = field(init=False, repr=False, compare=False)
    _people: Mapping[ItemId, Person] = field(init=False, repr=False, compare=False)
    _timelines: Mapping[ItemId, tuple[Variant, ...]] = field(init=False, repr=False, compare=False)
    _slots: Mapping[ItemId, tuple[Slot, ...]] = field(init=False, repr=False, compare=False)
    _longest_slot: timedelta = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        timelines: defaultdict[ItemId, list[Variant]] = defaultdict(list)
        for variant in self.variants:
            if variant.effective_at:
                timelines[variant.channel_id].append(variant)
        slots: defaultdict[ItemId, list[Slot]] = defaultdict(list)
        for slot in self.slots:
            for channel_id in slot.channel_ids:
                slots[channel_id].append(slot)
        self._remember("_channels", {channel.id: channel for channel in self.channels})
        self._remember("_people", {person.id: person for person in self.people})
        self._remember("_timelines", {key: tuple(sorted(each, key=_when)) for key, each in timelines.items()})
        self._remember("_slots", {key: tuple(sorted(each, key=_starts)) for key, each in slots.items()})
        self._remember("_longest_slot", max((slot.span.length for slot in self.slots), default=timedelta()))

    def _remember(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)  # the one moment a frozen value is still being made

    def channel(self, channel_id: ItemId) -> Channel | None:
        return self._channels.get(channel_id)

    def person(self, person_id: ItemId | None) -> Person | None:
        return None if person_id is None else self._people.get(person_id)

    def variants_on(self, channel_id: ItemId, span: Span) -> tuple[Variant, ...]:
        """A channel's variants whose effective time lies in the span, in order of time."""
        timeline = self._timelines.get(channel_id, ())
        return timeline[
            bisect_left(timeline, span.start, key=_when) : bisect_left(timeline, span.end, key=_when)
        ]

    def slots_on(self, channel_id: ItemId, span: Span | None = None) -> tuple[Slot, ...]:
        """A channel's slots in order of their start; with a span, those that touch it."""
        slots = self._slots.get(channel_id, ())
        if span is None:
            return slots
        earliest = span.start - self._longest_slot
        first, end = bisect_left(slots, earliest, key=_starts), bisect_left(slots, span.end, key=_starts)
        return tuple(slot for slot in slots[first:end] if slot.end >= span.start)


def _starts(slot: Slot) -> datetime:
    return slot.start


def _when(variant: Variant) -> datetime:
    moment = variant.effective_at
    assert moment is not None  # noqa: S101 - undated variants are on no timeline
    return moment
