"""What is tapped on the page of one date, whichever way its reader came."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from flask import abort, flash, make_response, redirect, request
from flask.typing import ResponseReturnValue

from calendar_app.engagement import agenda, logbook
from calendar_app.engagement.dates import take_over
from calendar_app.engagement.doors import Door, date_of
from calendar_app.engagement.forms import OutcomeForm
from calendar_app.engagement.inbound import services as inbound
from calendar_app.engagement.inbound.models import InboundItem, InboundOutcome
from calendar_app.engagement.logbook import LONGEST_KEPT, Entry
from calendar_app.engagement.models import AgendaItem, Relevance
from calendar_app.engagement.overlaps import in_the_way
from calendar_app.engagement.pages import the_slot
from calendar_app.engagement.phone_sheet import agenda_form, entry_form, heard_form, sheet
from calendar_app.engagement.reservation import Refused
from calendar_app.engagement.wording import described
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.web import request_now, request_session, row_id
from calendar_app.people.access import current_person, found
from calendar_app.people.services import note


def _log(door: Door) -> ResponseReturnValue:
    """Keep a contribution."""
    _must_be_own(door)
    session, form = request_session(), entry_form(door)
    if not form.validate_on_submit():
        return sheet(door, form, code=422)
    entry = Entry(
        key=form.entry_key.data or "",
        channel=next(each for each in door.here.channels if each.id == form.channel.data),
        kind=form.interaction,
        quality=form.quality.data,
        relevance=Relevance(form.relevance.data),
        note=form.note.data or "",
        link=form.link.data or "",
        age=_kept_for(),
        agenda_item=session.get(AgendaItem, form.visited.data) if form.visited.data else None,
    )
    logbook.log(session, door.here, entry, now=request_now())
    session.commit()
    return _back(door, "logged")


def _remove(door: Door) -> ResponseReturnValue:
    """Take a contribution out again. Twice is once."""
    _must_be_own(door)
    session = request_session()
    entry = logbook.entry(session, door.here, _named("entry"))
    if entry is not None:
        session.delete(entry)
        session.commit()
    return _back(door, "logged")


def _finish(door: Door) -> ResponseReturnValue:
    _must_be_own(door)
    session, form = request_session(), OutcomeForm(meta=door.meta)
    if not form.validate_on_submit():
        return sheet(door, outcome_form=form, code=422)
    try:
        reason = form.reason.data or ""
        logbook.finish(session, door.here, form.outcome, note=reason, age=_kept_for(), now=request_now())
    except Refused as refusal:
        if _was_kept():
            return str(refusal), 409
        flash(str(refusal), "error")
    session.commit()
    return _back(door)


def _reopen(door: Door) -> ResponseReturnValue:
    _must_be_own(door)
    logbook.reopen(request_session(), door.here, at=_tapped_at(door))
    request_session().commit()
    return _back(door)


def _answered(door: Door) -> ResponseReturnValue:
    """Somebody who waited on one of the date's channels has an answer. Twice is once."""
    _must_be_own(door)
    session = request_session()
    item = found(session.get(InboundItem, _named("inbound")))
    found(item if item.channel in door.here.channels else None)
    if item.closed_at is None:
        person, at = current_person(), _tapped_at(door)
        inbound.close(session, item, InboundOutcome.ANSWERED, "", person=person, now=at)
        note(session, person, mark("closed"), item, now=request_now())
        session.commit()
    return _back(door, "waits")


def _heard(door: Door) -> ResponseReturnValue:
    """Put down what somebody asked or said, found in this time. Twice is once."""
    session, now, form = request_session(), request_now(), heard_form(door)
    if not form.validate_on_submit():
        return sheet(door, heard=form, code=422)
    opened_at = door.here.start - logbook.EARLY
    item = inbound.enter(session, form.message(_tapped_at(door)), now=now, alike_since=opened_at)
    if item.created_at == now:
        note(session, current_person(), mark("entered"), item, now=now)
    session.commit()
    return _back(door, "waits")


def _visited(door: Door) -> ResponseReturnValue:
    """Somebody on the list of one of the date's channels was visited, or words were looked for."""
    session = request_session()
    item = found(session.get(AgendaItem, _named("item")))
    found(item if item.channel in door.here.channels else None)
    agenda.visit(item, now=_tapped_at(door))
    session.commit()
    return _back(door, "search" if item.is_search else "visit")


def _also_visit(door: Door) -> ResponseReturnValue:
    """Put somebody or something on the list."""
    session, form = request_session(), agenda_form(door)
    if not form.validate_on_submit():
        return sheet(door, agenda=form, code=422)
    item = agenda.add(session, form.worth(door.here.channels), now=request_now())
    session.commit()
    return _back(door, "search" if item.is_search else "visit")


def _take_over(door: Door) -> ResponseReturnValue:
    """Hold the date instead of who cannot; what the reader has at that time is shown first."""
    session, here, reader, now = request_session(), door.here, current_person(), request_now()
    if not door.may_take_over:
        abort(403)
    taken = [] if "anyway" in request.form else in_the_way(session, replace(here, person=reader))
    if taken:
        return sheet(door, taken=taken, code=422)
    slot = the_slot(here.slot_id)
    try:
        stand_in = take_over(session, slot, here.rule_wall, reader, now=now)
    except Refused:  # somebody was quicker: the date's page names who
        return door.gone()
    note(session, reader, mark("taken over"), slot, now=now, text=described(slot))
    session.commit()
    return redirect(door.to(found(date_of(stand_in))).page(), 303)


ACTS: Mapping[str, Callable[[Door], ResponseReturnValue]] = {
    "log": _log,
    "remove": _remove,
    "outcome": _finish,
    "reopen": _reopen,
    "answered": _answered,
    "heard": _heard,
    "visited": _visited,
    "visit": _also_visit,
    "take-over": _take_over,
}
"""By the last part of the address that a form of the page is sent to."""


def _must_be_own(door: Door) -> None:
    """Only who holds the time says what came of it."""
    if not door.is_own:
        abort(403)


def _named(field: str) -> int:
    """The row that a form names."""
    return found(request.form.get(field, type=row_id))


def _tapped_at(door: Door) -> datetime:
    """When it was tapped."""
    return logbook.made_at(door.here, _kept_for(), request_now())


def _kept_for() -> timedelta:
    """How long a phone without a line has kept a tap; what can be no number counts as not at all."""
    seconds = max(0, request.form.get("age", 0, type=int))
    return timedelta(seconds=min(seconds, LONGEST_KEPT // timedelta(seconds=1)))


def _was_kept() -> bool:
    """Whether the page's script sends what it has kept; it wants the page at once and no way to it."""
    return "X-Kept" in request.headers


def _back(door: Door, place: str | None = None) -> ResponseReturnValue:
    if _was_kept():
        answer = make_response(sheet(door.anew()))
        answer.headers["X-Taken"] = "1"
        return answer
    return redirect(door.page(place), 303)
