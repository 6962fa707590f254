"""Pages on which one date of a series is moved, skipped, restored."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.engagement import services
from calendar_app.engagement.forms import HandOverForm, MoveForm
from calendar_app.engagement.models import Slot
from calendar_app.engagement.pages import bp, done, planned, said, tell_doubts, the_slot
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import Refused
from calendar_app.engagement.timetable import exception_of
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, requires
from calendar_app.people.models import Person
from calendar_app.people.services import team

_ = gettext


@bp.get("/dialog/<int:slot_id>/<key>/adjust")
@requires(Action.RESERVE)
def adjust(slot_id: int, key: str) -> ResponseReturnValue:
    """One date of a series, and what can be done with it."""
    return _page(planned(slot_id, key))


@bp.post("/dialog/<int:slot_id>/<key>/skip")
@requires(Action.RESERVE)
def skip(slot_id: int, key: str) -> ResponseReturnValue:
    def leave_out(slot: Slot, date: Occurrence) -> str:
        services.skip(request_session(), slot, date.rule_wall, now=request_now())
        return _("Skipped: %(date)s.", date=said(date.start_wall))

    return _set_apart(slot_id, key, mark("skipped"), leave_out)


@bp.post("/dialog/<int:slot_id>/<key>/restore")
@requires(Action.RESERVE)
def restore(slot_id: int, key: str) -> ResponseReturnValue:
    def bring_back(slot: Slot, date: Occurrence) -> str:
        services.restore(request_session(), slot, date.rule_wall, now=request_now())
        return _("Takes place as planned again: %(date)s.", date=said(date.rule_wall))

    return _set_apart(slot_id, key, mark("restored"), bring_back)


@bp.post("/dialog/<int:slot_id>/<key>/move")
@requires(Action.RESERVE)
def move(slot_id: int, key: str) -> ResponseReturnValue:
    here, form = planned(slot_id, key), MoveForm()
    if not form.validate_on_submit():
        return _page(here, form, 422)
    session, slot, now = request_session(), the_slot(slot_id), request_now()
    there = services.moved(here, form.wall, form.minutes.data)
    taken = [] if form.anyway.data else services.in_the_way(session, there, but=slot)
    if taken:
        return _page(here, form, 422, taken)
    try:
        services.move(session, slot, here.rule_wall, form.wall, minutes=form.minutes.data, now=now)
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        return _page(here, form, 422)
    tell_doubts([form.wall], slot.zone)
    return done(slot, mark("moved"), _("Moved to %(date)s.", date=said(there.start_wall)))


@bp.post("/dialog/<int:slot_id>/<key>/hand-over")
@requires(Action.RESERVE)
def hand_over(slot_id: int, key: str) -> ResponseReturnValue:
    """Somebody else holds this date; what they have at that time is shown first."""
    here, form = planned(slot_id, key), _hand_over_form(slot_id)
    if not form.validate_on_submit():
        return _page(here, handing=form, code=422)
    session, slot, now = request_session(), the_slot(slot_id), request_now()
    to = session.get_one(Person, form.person.data)
    taken = [] if form.anyway.data else services.in_the_way(session, replace(here, person=to))
    if taken:
        return _page(here, handing=form, code=422, taken=taken)
    try:
        services.hand_over(session, slot, here.rule_wall, to, now=now)
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        return _page(here, handing=form, code=422)
    return done(
        slot,
        mark("handed over"),
        _("%(name)s holds it on %(date)s.", name=to.name, date=said(here.start_wall)),
    )


def _hand_over_form(slot_id: int, **options: Any) -> HandOverForm:
    """Everybody but the holder, the deputy first chosen."""
    slot = the_slot(slot_id)
    others = [person for person in team(request_session()) if person.id != slot.person_id]
    return HandOverForm(team=others, data={"person": slot.deputy_id}, **options)


def _set_apart(
    slot_id: int, key: str, action: str, change: Callable[[Slot, Occurrence], str]
) -> ResponseReturnValue:
    slot, date = the_slot(slot_id), planned(slot_id, key)
    try:
        words = change(slot, date)
    except Refused as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("engagement.adjust", slot_id=slot_id, key=key), 303)
    return done(slot, action, words)


def _page(
    occurrence: Occurrence,
    form: MoveForm | None = None,
    code: int = 200,
    taken: Sequence[Occurrence] = (),
    handing: HandOverForm | None = None,
) -> ResponseReturnValue:
    wall = occurrence.start_wall
    as_it_stands = {"day": wall.date(), "time": wall.time(), "minutes": occurrence.minutes}
    form = form or MoveForm(formdata=None, data=as_it_stands)
    slot = the_slot(occurrence.slot_id)
    page = render_template(
        "engagement/adjust.html",
        occurrence=occurrence,
        slot=slot,
        form=form,
        handing=handing or _hand_over_form(slot.id, formdata=None),
        taken=taken,
        is_handing=handing is not None,
        exception=exception_of(request_session(), slot, occurrence.rule_wall),
    )
    return page, code
