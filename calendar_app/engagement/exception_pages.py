"""Pages on which one date of a series is moved, skipped, restored."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.engagement import services
from calendar_app.engagement.forms import MoveForm
from calendar_app.engagement.models import Slot
from calendar_app.engagement.pages import bp, done, planned, said, tell_doubts, the_slot
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.services import Refused
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, requires

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
    taken = [] if form.anyway.data else services.overlapping(session, [there], but=slot)
    if taken:
        return _page(here, form, 422, taken)
    try:
        services.move(session, slot, here.rule_wall, form.wall, minutes=form.minutes.data, now=now)
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        return _page(here, form, 422)
    tell_doubts([form.wall], slot.zone)
    return done(slot, mark("moved"), _("Moved to %(date)s.", date=said(there.start_wall)))


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
    occurrence: Occurrence, form: MoveForm | None = None, code: int = 200, taken: Sequence[Occurrence] = ()
) -> ResponseReturnValue:
    wall = occurrence.start_wall
    as_it_stands = {"day": wall.date(), "time": wall.time(), "minutes": occurrence.minutes}
    form = form or MoveForm(formdata=None, data=as_it_stands)
    slot = the_slot(occurrence.slot_id)
    page = render_template("engagement/adjust.html", occurrence=occurrence, slot=slot, form=form, taken=taken)
    return page, code
