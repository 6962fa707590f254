"""Everything one check may look at."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from calendar_app.rules.facts.campaigns import Campaign
from calendar_app.rules.facts.channels import Channel
from calendar_app.rules.facts.days import Calendar
from calendar_app.rules.facts.dialog import InboundItem, Interaction, Slot
from calendar_app.rules.facts.people import AccessEntry, Person
from calendar_app.rules.facts.spans import ItemId, Span
from calendar_app.rules.facts.tuning import Tuning
from calendar_app.rules.facts.variants import Phrase, Variant


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything one check may look at.

    `variants` and `slots` must reach as far as the widest window: from 28 days before to the end of the week
    after that of the variants that will be checked, and hold the other variants of their posts. Which of them
    count is the rules' business, so drafts may be among them. `tunings` are what the team decided about
    rules; `phrases` are left out when texts are compared.
    `counts_unlabelled` says that people were reminded to label posts: from then on one without a label counts
    as advertising. `single_words` are hashtags in lower case of which somebody said that they are one word.
    `supply` has the team's minutes of a week by its Monday, absences taken off; `approver_ids` are those who
    may approve and are trained, None where approvals are not recorded.
    """

    now: datetime
    channels: tuple[Channel, ...]
    people: tuple[Person, ...] = ()
    variants: tuple[Variant, ...] = ()
    slots: tuple[Slot, ...] = ()
    tunings: tuple[Tuning, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    counts_unlabelled: bool = False
    interactions: tuple[Interaction, ...] = ()
    inbound: tuple[InboundItem, ...] = ()
    access: tuple[AccessEntry, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    supply: Mapping[date, int] = field(default_factory=dict)
    approver_ids: frozenset[ItemId] | None = None
    is_public_body: bool = False
    single_words: frozenset[str] = frozenset()
    _channels: Mapping[ItemId, Channel] = field(init=False, repr=False, compare=False)
    _people: Mapping[ItemId, Person] = field(init=False, repr=False, compare=False)
    _timelines: Mapping[ItemId, tuple[Variant, ...]] = field(init=False, repr=False, compare=False)
    _posts: Mapping[ItemId, tuple[Variant, ...]] = field(init=False, repr=False, compare=False)
    _slots: Mapping[ItemId, tuple[Slot, ...]] = field(init=False, repr=False, compare=False)
    _longest_slot: timedelta = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        timelines: defaultdict[ItemId, list[Variant]] = defaultdict(list)
        posts: defaultdict[ItemId, list[Variant]] = defaultdict(list)
        for variant in self.variants:
            if variant.post_id is not None:
                posts[variant.post_id].append(variant)
            if variant.effective_at:
                timelines[variant.channel_id].append(variant)
        slots: defaultdict[ItemId, list[Slot]] = defaultdict(list)
        for slot in self.slots:
            for channel_id in slot.channel_ids:
                slots[channel_id].append(slot)
        self._remember("_channels", {channel.id: channel for channel in self.channels})
        self._remember("_people", {person.id: person for person in self.people})
        self._remember("_timelines", {key: tuple(sorted(each, key=_when)) for key, each in timelines.items()})
        self._remember("_posts", {key: tuple(each) for key, each in posts.items()})
        self._remember("_slots", {key: tuple(sorted(each, key=_starts)) for key, each in slots.items()})
        self._remember("_longest_slot", max((slot.span.length for slot in self.slots), default=timedelta()))

    def _remember(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)  # the one moment a frozen value is still being made

    @property
    def logs_conversation(self) -> bool:
        """Whether conversation is written down at all here: without that, silence means nothing."""
        return bool(self.interactions) or any(channel.last_talk_at for channel in self.channels)

    def campaign(self, campaign_id: ItemId | None) -> Campaign | None:
        return next((each for each in self.campaigns if each.id == campaign_id), None)

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

    def siblings(self, variant: Variant) -> tuple[Variant, ...]:
        """The other variants of the same post, drafts among them."""
        same = self._posts.get(variant.post_id, ()) if variant.post_id is not None else ()
        return tuple(each for each in same if each.id != variant.id)

    def interactions_on(self, channel_id: ItemId, span: Span) -> tuple[Interaction, ...]:
        return tuple(each for each in self.interactions if each.channel_id == channel_id and each.at in span)

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
