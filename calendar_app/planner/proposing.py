"""Who could talk when: proposals for what a plan lacks, with reasons. Pure, and the same every time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain

from calendar_app.engagement.availability.diary import DAY, Diary, Holder
from calendar_app.planner.needs import AnswerNeed, WeekNeed
from calendar_app.rules.facts import Channel, Facts, ItemId, Span, Variant
from calendar_app.rules.weeks import local, midnight

USUAL, LEAST = 30, 15  # minutes: long enough to read and answer, short enough for a day
STRANGER = 3  # how far somebody is from a channel that is not theirs; see `Nearness`

Nearness = Mapping[tuple[ItemId, ItemId], int]
"""(person, channel) → 0 for who owns it, 1 for the deputy, 2 for who holds time there."""


class Why(StrEnum):
    """Why a proposal is with this person on this day."""

    OWNER = "owner"
    DEPUTY = "deputy"
    HOLDS = "holds"
    FREE = "free"
    EMPTY_DAY = "empty_day"


_NEAR = {0: Why.OWNER, 1: Why.DEPUTY, 2: Why.HOLDS}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Time that could be booked. `post` is the one whose answer window it lies in; else the week lacks it."""

    channel: Channel
    holder: Holder
    span: Span
    post: Variant | None
    missing: int  # minutes that were missing before this one
    why: tuple[Why, ...]

    @property
    def minutes(self) -> int:
        return self.span.length // timedelta(minutes=1)

    @property
    def key(self) -> str:
        """What names this proposal in a form."""
        return f"{self.channel.id}.{self.holder.id}.{self.span.start:%Y%m%dT%H%M}.{self.minutes}"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A week that cannot be covered: so many minutes are missing; without these posts it could."""

    need: WeekNeed
    minutes: int
    drop: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What to book, which weeks stay short, and which posts nobody can answer for."""

    booked: tuple[Proposal, ...]
    short: tuple[Shortfall, ...]
    unattended: tuple[AnswerNeed, ...]


@dataclass(slots=True)
class _Desk:
    """The state while one plan is made."""

    diaries: Sequence[Diary]
    near: Nearness
    now: datetime
    made: list[Proposal] = field(default_factory=list)
    busy_days: defaultdict[tuple[ItemId, date], int] = field(default_factory=lambda: defaultdict(int))

    def best(
        self, channel: Channel, windows: Iterable[Span], minutes: int, *, alone: bool
    ) -> tuple[Diary, Span] | None:
        """The best person and time: a day without talk there first, then who is near and has least."""
        found = [
            (self._cost(diary, channel, span), number, diary, span)
            for window in windows
            for number, diary in enumerate(self.diaries)
            if (span := self._free(diary, channel, window, minutes, alone=alone))
        ]
        return min(found, key=lambda each: each[:2])[2:] if found else None

    def add(self, channel: Channel, diary: Diary, span: Span, post: Variant | None, missing: int) -> Proposal:
        day = (channel.id, local(span.start, channel.zone).date())
        near = _NEAR.get(self._nearness(diary, channel), Why.FREE)
        why = (near,) if post or self.busy_days[day] else (near, Why.EMPTY_DAY)
        proposal = Proposal(channel, diary.holder, span, post, missing, why)
        diary.take(span)
        self.busy_days[day] += 1
        self.made.append(proposal)
        return proposal

    def _free(
        self, diary: Diary, channel: Channel, window: Span, minutes: int, *, alone: bool
    ) -> Span | None:
        holder, ahead = diary.holder, window.overlap(Span(self.now, window.end))
        may = holder.channel_ids is None or channel.id in holder.channel_ids
        if not may or ahead is None or (alone and not holder.may_answer_alone):
            return None
        span = diary.first_free(ahead, minutes)
        return span if span and diary.has_room(span.start, minutes) else None

    def _cost(self, diary: Diary, channel: Channel, span: Span) -> tuple[int, float, datetime]:
        """Two hours more a week weigh as much as one step away from a channel's owner."""
        talk = self.busy_days[channel.id, local(span.start, channel.zone).date()]
        return talk, self._nearness(diary, channel) + diary.load(span.start) / 120, span.start

    def _nearness(self, diary: Diary, channel: Channel) -> int:
        return self.near.get((diary.holder.id, channel.id), STRANGER)


def propose(
    facts: Facts,
    holders: Sequence[Holder],
    near: Nearness,
    answers: Iterable[AnswerNeed],
    weeks: Iterable[WeekNeed],
) -> Proposals:
    """Cover answer windows first, since they cannot wait; then the weeks, the nearest first."""
    desk = _Desk([Diary(holder) for holder in holders], near, facts.now)
    for slot in facts.slots:
        for channel_id in () if slot.is_cancelled else slot.channel_ids:
            if channel := facts.channel(channel_id):
                desk.busy_days[channel_id, local(slot.start, channel.zone).date()] += 1
    unattended = [need for need in answers if not _answer(desk, need)]
    short = list(chain.from_iterable(_fill(desk, need) for need in weeks))
    booked = sorted(desk.made, key=lambda each: (each.span.start, each.channel.id))
    return Proposals(tuple(booked), tuple(short), tuple(unattended))


def _answer(desk: _Desk, need: AnswerNeed) -> bool:
    """Whether somebody can be there within the window.

    For all the minutes asked for: what others hold there already may lie just where this one finds time.
    """
    minutes = max(need.asked, LEAST)
    if _is_answered(desk, need, minutes):
        return True
    found = desk.best(need.channel, [need.window], minutes, alone=True)
    if found:
        desk.add(need.channel, *found, need.post, need.missing)
    return found is not None


def _is_answered(desk: _Desk, need: AnswerNeed, minutes: int) -> bool:
    """Whether what was proposed for another post of the channel serves this window too."""
    parts = (
        each.span.overlap(need.window)
        for each in desk.made
        if each.channel.id == need.channel.id and each.holder.may_answer_alone
    )
    return any(part.length >= timedelta(minutes=minutes) for part in parts if part)


def _fill(desk: _Desk, need: WeekNeed) -> Iterator[Shortfall]:
    """Book a week's missing minutes in usual pieces; what is left is a shortfall."""
    missing = need.minutes - sum(
        each.minutes
        for each in desk.made
        if each.channel.id == need.channel.id and each.span.start in need.week
    )
    while missing > 0:
        minutes = min(USUAL, max(missing, LEAST))
        found = desk.best(need.channel, _days(need), minutes, alone=False)
        if found is None:
            yield Shortfall(need, missing, need.droppable(missing))
            return
        desk.add(need.channel, *found, None, missing)
        missing -= minutes


def _days(need: WeekNeed) -> Iterator[Span]:
    first = local(need.week.start, need.channel.zone).date()
    for number in range(7):
        day = first + number * DAY
        yield Span(midnight(day, need.channel.zone), midnight(day + DAY, need.channel.zone))
