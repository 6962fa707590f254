"""Fixes that several rules offer: only what helps is offered."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from calendar_app.rules.attendance import cover, needed, unattended
from calendar_app.rules.case import Case
from calendar_app.rules.facts import Span
from calendar_app.rules.rule import Fix, FixKind
from calendar_app.wording import Value

A_MINUTE = timedelta(minutes=1)
SHORTEST = 5
"""Minutes; a shorter stretch is not worth an appointment."""


def attending_fixes(case: Case) -> Iterator[Fix]:
    """Ways to have somebody there after publishing: name a person, book the time."""
    at = case.variant.effective_at
    if at is None or at < case.facts.now:
        return
    yield Fix(FixKind.NAME_ANSWER_PERSON)
    yield booking(case, *_lacking(case, at), is_bound=True)


def _lacking(case: Case, at: datetime) -> tuple[datetime, int]:
    """When, and how many minutes: what lacks beside what is booked, or all of it where that fits nowhere."""
    wanted = needed(case.facts, case.channel)
    lacking = max(wanted - int(cover(case.facts, case.variant, case.channel, at)), SHORTEST)
    gaps = unattended(case.facts, case.variant, case.channel, at)
    return next(((gap.start, lacking) for gap in gaps if gap.length >= lacking * A_MINUTE), (at, wanted))


def booking(case: Case, start: datetime, minutes: int, *, is_bound: bool = False) -> Fix:
    """Reserve time from a moment on; only then where it is bound, and later that day where it is not."""
    params: dict[str, Value] = {
        "channel": case.channel.id,
        "start": case.local(start),
        "minutes": minutes,
    }
    return Fix(FixKind.BOOK_SLOT, params | {"until": case.local(start)} if is_bound else params)


def booking_within(case: Case, week: Span, minutes: int) -> Fix | None:
    """Time on the channel after the post, or as late as the week allows; None when too little is left."""
    at = case.variant.effective_at or case.facts.now
    start = min(max(at, case.facts.now), week.end - timedelta(minutes=minutes))
    return booking(case, start, minutes) if start >= max(week.start, case.facts.now) else None
