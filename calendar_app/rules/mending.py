"""Fixes that need a look at the calendar: only what is computed to help is offered."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from calendar_app.rules.attendance import cover, needed, presence, suffices
from calendar_app.rules.case import Case
from calendar_app.rules.facts import Span
from calendar_app.rules.rule import Fix, FixKind

FARTHEST_MOVE = timedelta(days=28)
"""A post moved farther than this is another post."""


def attending_fixes(case: Case) -> Iterator[Fix]:
    """Ways to have somebody there after publishing: name a person, book the time, move to reserved time."""
    at = case.variant.effective_at
    if at is None or at < case.facts.now:
        return
    yield Fix(FixKind.NAME_ANSWER_PERSON)
    yield booking(case, at, needed(case.facts, case.platform))
    attended = _nearest_attended_start(case, at)
    if attended:
        yield Fix(FixKind.MOVE_TO, {"at": case.local(attended)})


def booking(case: Case, start: datetime, minutes: int) -> Fix:
    return Fix(
        FixKind.BOOK_SLOT, {"channel": case.channel.id, "start": case.local(start), "minutes": minutes}
    )


def booking_within(case: Case, week: Span, minutes: int) -> Fix | None:
    """Time on the channel after the post, or as late as the week allows; None when too little is left."""
    at = case.variant.effective_at or case.facts.now
    start = min(max(at, case.facts.now), week.end - timedelta(minutes=minutes))
    return booking(case, start, minutes) if start >= max(week.start, case.facts.now) else None


def _nearest_attended_start(case: Case, at: datetime) -> datetime | None:
    """The start of reserved time nearest to the planned time that covers a post published then."""
    near = Span(at - FARTHEST_MOVE, at + FARTHEST_MOVE)
    starts = (
        span.start
        for slot in case.facts.slots_on(case.channel.id, near)
        for span in presence(case.facts, slot)
    )
    ahead = sorted(
        (start for start in starts if start > case.facts.now), key=lambda start: (abs(start - at), start)
    )
    for start in ahead:
        if suffices(case.facts, case.channel, cover(case.facts, case.variant, case.channel, start)):
            return start
    return None
