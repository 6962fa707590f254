"""Who is there to answer: presence in reserved time, cover of an answer window, what counts as automated."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from calendar_app.platforms.directory import platform
from calendar_app.rules.facts import Channel, Facts, Mode, Slot, Span, Variant
from calendar_app.rules.parameters import resolve
from calendar_app.rules.rule import PROFILE, Parameter
from calendar_app.wording import Text

RULE_KEY = "unattended-publication"

WINDOW = Parameter(
    "window_minutes",
    60,
    "minutes",
    Text(
        "How long after publishing answers are due",
        "Wie lange nach der Veröffentlichung Antworten fällig sind",
    ),
    source=PROFILE,
    of_platform=lambda profile: profile.answer_window // timedelta(minutes=1),
)
MIN_COVER = Parameter(
    "min_cover",
    30,
    "minutes",
    Text("How much of it somebody must be there", "Wie lange davon jemand da sein muss"),
)

MISSED_AFTER = timedelta(hours=24)
"""Until then a past slot without an outcome counts as held: people log later the same day."""

WeightedSpan = tuple[Span, Fraction]


def answer_window(facts: Facts, channel: Channel, start: datetime) -> Span:
    """The time after publishing in which answers are due."""
    minutes = resolve(facts, RULE_KEY, WINDOW, platform(channel.platform), channel.id)
    return Span(start, start + timedelta(minutes=minutes))


def cover(facts: Facts, variant: Variant, channel: Channel, start: datetime) -> Fraction:
    """Minutes of the answer window from `start` on in which a trained person is there.

    A slot on several channels gives each its even share; where slots overlap, the fuller attention counts
    once.
    """
    window = answer_window(facts, channel, start)
    return _united(
        (shared, weight)
        for span, weight in (*_declared(facts, variant, window), *_reserved(facts, channel, window))
        if (shared := span.overlap(window))
    )


def unattended(facts: Facts, variant: Variant, channel: Channel, start: datetime) -> Iterator[Span]:
    """The stretches of the answer window from `start` on in which nobody who counts is there."""
    window = answer_window(facts, channel, start)
    attended = (*_declared(facts, variant, window), *_reserved(facts, channel, window))
    return _without(window, (span for span, _ in attended))


def suffices(facts: Facts, channel: Channel, minutes: Fraction) -> bool:
    """Whether a cover is enough; where people look in later, any moment is."""
    profile = platform(channel.platform)
    return minutes > 0 if profile.is_looked_into_later else minutes >= needed(facts, channel)


def needed(facts: Facts, channel: Channel) -> int:
    """Minutes of cover that are asked for."""
    return resolve(facts, RULE_KEY, MIN_COVER, platform(channel.platform), channel.id)


def is_attended(facts: Facts, variant: Variant) -> bool:
    channel = facts.channel(variant.channel_id)
    if channel is None or variant.effective_at is None:
        return False
    return suffices(facts, channel, cover(facts, variant, channel, variant.effective_at))


def is_automated(facts: Facts, variant: Variant) -> bool:
    """Feed, recycled and mirrored posts, and scheduled ones that nobody attends; live ones never."""
    if variant.mode == Mode.LIVE:
        return False
    return variant.mode != Mode.SCHEDULED or not is_attended(facts, variant)


def presence(facts: Facts, slot: Slot) -> tuple[Span, ...]:
    """When the person of a slot really is there: not in cancelled or missed slots, nor during an absence."""
    person = facts.person(slot.person_id)
    if person is None or slot.is_cancelled or is_missed(facts, slot):
        return ()
    return tuple(_without(slot.span, person.absences))


def is_missed(facts: Facts, slot: Slot) -> bool:
    """Logged as "could not", or a day past its end without an outcome."""
    if slot.outcome_minutes is None:
        return slot.end + MISSED_AFTER <= facts.now
    return slot.outcome_minutes == 0


def dialog_minutes(facts: Facts, channel: Channel, span: Span) -> Fraction:
    """Minutes of dialog on a channel in a span: booked ahead, logged afterwards, shared slots divided."""
    minutes = (
        Fraction(_minutes_of(facts, slot), len(slot.channel_ids))
        for slot in facts.slots_on(channel.id, span)
        if slot.start in span
    )
    return sum(minutes, Fraction(0))


def _minutes_of(facts: Facts, slot: Slot) -> int:
    if slot.outcome_minutes is not None and not slot.is_cancelled:
        return slot.outcome_minutes
    present = sum((span.length for span in presence(facts, slot)), timedelta())
    return present // timedelta(minutes=1)


def _reserved(facts: Facts, channel: Channel, window: Span) -> Iterator[WeightedSpan]:
    for slot in facts.slots_on(channel.id, window):
        person = facts.person(slot.person_id)
        if person and person.may_answer_alone:
            for span in presence(facts, slot):
                yield span, Fraction(1, len(slot.channel_ids))


def _declared(facts: Facts, variant: Variant, window: Span) -> Iterator[WeightedSpan]:
    person = facts.person(variant.answer_person_id)
    if person and person.may_answer_alone:
        for span in _without(window, person.absences):
            yield span, Fraction(1)


def _without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span when others are taken out of it."""
    start = span.start
    for each in sorted(taken, key=lambda one: one.start):
        if start < each.start:
            yield Span(start, min(each.start, span.end))
        start = max(start, each.end)
        if start >= span.end:
            return
    yield Span(start, span.end)


def _united(spans: Iterable[WeightedSpan]) -> Fraction:
    """Minutes of several spans together; where they overlap, the heaviest counts."""
    known = list(spans)
    edges = sorted({edge for span, _ in known for edge in (span.start, span.end)})
    minutes = Fraction(0)
    for start, end in pairwise(edges):
        weight = max((weight for span, weight in known if start in span), default=Fraction(0))
        minutes += weight * Fraction(int((end - start).total_seconds()), 60)
    return minutes
