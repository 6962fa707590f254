"""The page of proposals: what to book, why, and what cannot be covered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.engagement.almanac.days import DayNote, day_notes
from calendar_app.engagement.occasions.services import OccasionDay, occasion_days
from calendar_app.engagement.wording import SLOT_KINDS
from calendar_app.foundation.i18n import format_skeleton, gettext, mark, ngettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, requires
from calendar_app.people.services import note
from calendar_app.planner import services
from calendar_app.planner.proposing import Proposal
from calendar_app.planner.wording import post_line, reasons
from calendar_app.rules.facts import Channel
from calendar_app.rules.weeks import monday_of

bp = Blueprint("planner", __name__)

FARTHEST = timedelta(days=5 * 366)

_ = gettext
Found = TypeVar("Found")


@bp.get("/dialog/plan")
@requires(Action.RESERVE)
def index() -> ResponseReturnValue:
    """Proposals for this week and the next ones."""
    monday, zone = _monday(), current_person().zone
    outlook = services.outlook(request_session(), monday=monday, now=request_now())
    proposals = outlook.proposals
    notes = day_notes(request_session(), monday, monday + timedelta(weeks=services.WEEKS), zone)
    return render_template(
        "planner/index.html",
        outlook=outlook,
        booked=_by_week((each.span.start, each.channel, each) for each in proposals.booked),
        short=_by_week((each.need.week.start, each.need.channel, each) for each in proposals.short),
        unattended=_by_week((each.window.start, each.channel, each) for each in proposals.unattended),
        reasons=lambda each: reasons(each, _events_beside(each, notes)),
        post_line=post_line,
        slot_kinds=SLOT_KINDS,
        local=lambda moment: to_wall(moment, zone),
        days=timedelta(days=1),
        occasions=_occasions(outlook.mondays),
    )


@bp.post("/dialog/plan")
@requires(Action.RESERVE)
def book() -> ResponseReturnValue:
    """Book all, or the one whose button was pressed."""
    session, person, now = request_session(), current_person(), request_now()
    keys = None if "all" in request.form else set(request.form.getlist("key"))
    booked = services.book(session, keys, monday=_monday(), now=now)
    for slot in booked:
        note(session, person, mark("reserved"), slot, now=now)
    session.commit()
    if booked:
        flash(ngettext("%(num)d slot is reserved.", "%(num)d slots are reserved.", len(booked)), "success")
    if keys and len(booked) < len(keys):
        flash(_("Meanwhile the plan has changed: these are the proposals now."), "warning")
    return redirect(url_for("planner.index"), 303)


@bp.get("/dialog/coverage")
@requires(Action.RESERVE)
def coverage() -> ResponseReturnValue:
    """Weekday by channel in a week, and the capacity of it and the next ones."""
    monday = _asked_monday()
    survey = services.survey(request_session(), monday=monday, now=request_now())
    return render_template(
        "planner/coverage.html",
        monday=monday,
        earlier=monday - timedelta(weeks=1),
        later=monday + timedelta(weeks=1),
        rows=survey.rows,
        capacity=survey.capacity,
        channels=survey.channels,
        weekdays=[format_skeleton(monday + timedelta(days=number), "EEEd") for number in range(7)],
        post_line=post_line,
    )


def _events_beside(proposal: Proposal, notes: Mapping[date, Sequence[DayNote]]) -> list[str]:
    """What takes place on the day of a proposal, on the reader's clock."""
    day = to_wall(proposal.span.start, current_person().zone).date()
    return [note.title for note in notes.get(day, ()) if not (note.is_holiday or note.is_occasion)]


def _asked_monday() -> date:
    """The Monday of the week that the address names by a day, else of the reader's."""
    day = request.args.get("week", type=date.fromisoformat)
    if day is None or abs(day - _monday()) > FARTHEST:
        return _monday()
    return day - timedelta(days=day.weekday())


def _monday() -> date:
    """The Monday of the reader's week."""
    return monday_of(request_now(), current_person().zone)


def _occasions(mondays: Sequence[date]) -> Mapping[date, list[OccasionDay]]:
    """By the Monday of the week: ideas for what to reserve time for."""
    weeks, last = defaultdict(list), mondays[-1] + timedelta(days=6)
    for each in occasion_days(request_session(), mondays[0], last):
        weeks[each.day - timedelta(days=each.day.weekday())].append(each)
    return weeks


def _by_week(found: Iterable[tuple[datetime, Channel, Found]]) -> Mapping[date, list[Found]]:
    """By the Monday of the week in the channel's zone."""
    weeks = defaultdict(list)
    for moment, channel, each in found:
        weeks[monday_of(moment, channel.zone)].append(each)
    return weeks
