"""The overview: what is coming, and the series behind it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from calendar_app.channels.models import Channel
from calendar_app.channels.services import open_channels
from calendar_app.engagement import makeup, services
from calendar_app.engagement.deputies import left_open
from calendar_app.engagement.models import Slot, SlotException
from calendar_app.engagement.pages import bp, days_from
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import LONGEST
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, may, requires
from calendar_app.people.models import Person
from calendar_app.people.services import team
from calendar_app.rules.attendance import MISSED_AFTER

SHOWN_DAYS = 14


@bp.get("/dialog")
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    """What is coming, day by day, and who holds what."""
    session, person, now = request_session(), current_person(), request_now()
    people, channels = team(session), open_channels(session)
    holder, channel = _chosen(people, "person"), _chosen(channels, "channel")
    coming = services.occurrences(
        session,
        *days_from(now, SHOWN_DAYS),
        person_id=holder.id if holder else None,
        channel_ids=[channel.id] if channel else None,
        with_skipped=True,
    )
    return render_template(
        "engagement/index.html",
        days=_by_day(coming, person),
        waiting=_without_outcome(person, now),
        left_open=left_open(session, coming, person, now),
        owed=makeup.owed(session, now, person_id=None if may(person, Action.HOURS) else person.id),
        series=_by_person(services.running(session, now), holder, channel),
        coming_exceptions=lambda slot: _coming_exceptions(slot, now),
        people=people,
        channels=channels,
        holder=holder,
        channel=channel,
    )


def _chosen(rows: Sequence[Any], name: str) -> Any:
    """The row that a filter in the address names; None for none, or for one that is not there."""
    return next((row for row in rows if str(row.id) == request.args.get(name)), None)


def _by_day(coming: Sequence[Occurrence], reader: Person) -> Mapping[date, list[Occurrence]]:
    """Each day's occurrences on the reader's wall, own ones first."""
    days = defaultdict(list)
    for each in sorted(coming, key=lambda each: (each.person.id != reader.id, each.start, each.slot_id)):
        days[to_wall(each.start, reader.zone).date()].append(each)
    return dict(sorted(days.items()))


def _without_outcome(person: Person, now: datetime) -> list[Occurrence]:
    """Own time of the last day of which nobody has said how it ended, the latest first; then it is missed."""
    since = now - MISSED_AFTER - LONGEST
    past = services.occurrences(request_session(), since, now, person_id=person.id)
    return [each for each in reversed(past) if not each.outcome and each.end <= now < each.end + MISSED_AFTER]


def _coming_exceptions(slot: Slot, now: datetime) -> list[SlotException]:
    """What is different about dates that lie ahead, or would have."""
    today = to_wall(now, slot.zone).replace(hour=0, minute=0)
    return [each for each in slot.exceptions if max(each.occurrence, each.moved_wall or today) >= today]


def _by_person(
    slots: Sequence[Slot], holder: Person | None, channel: Channel | None
) -> Mapping[Person, list[Slot]]:
    """Who holds what, by name."""
    held = defaultdict(list)
    for slot in sorted(slots, key=lambda slot: (slot.person.name, slot.person.id)):
        if (not holder or slot.person is holder) and (not channel or channel in slot.channels):
            held[slot.person].append(slot)
    return held
