"""Fixes that several rules offer: only what helps is offered."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from calendar_app.rules.attendance import needed
from calendar_app.rules.case import Case
from calendar_app.rules.facts import Span
from calendar_app.rules.rule import Fix, FixKind
from calendar_app.wording import Value


def attending_fixes(case: Case) -> Iterator[Fix]:
    """Ways to have somebody there after publishing: name a person, book the time."""
    at = case.variant.effective_at
    if at is None or at < case.facts.now:
        return
    yield Fix(FixKind.NAME_ANSWER_PERSON)
    minutes = needed(case.facts, case.channel)
    yield booking(case, at, minutes, is_bound=True)


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
