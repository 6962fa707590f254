"""Pages of dates that fell away: three times at which to make up for each, one click books."""

from datetime import UTC, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.engagement import makeup
from calendar_app.engagement.models import Slot
from calendar_app.engagement.pages import bp, planned
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import Refused
from calendar_app.engagement.wording import described
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, may, requires
from calendar_app.people.services import note

_ = gettext

KEY = "%Y%m%dT%H%M"


@bp.get("/dialog/<int:slot_id>/<key>/makeup")
@requires(Action.LOOK)
def make_up_for(slot_id: int, key: str) -> ResponseReturnValue:
    """When a date that fell away could be made up for."""
    return _page(planned(slot_id, key))


@bp.post("/dialog/<int:slot_id>/<key>/makeup")
@requires(Action.LOG)
def book_makeup(slot_id: int, key: str) -> ResponseReturnValue:
    """Book the proposal whose button was pressed. Pressed twice, it is booked once."""
    missed, session, now = planned(slot_id, key), request_session(), request_now()
    if not _may_book(missed):
        abort(403)
    start = _start(request.form.get("start", ""))
    if start is None:
        return redirect(url_for("engagement.make_up_for", slot_id=slot_id, key=key), 303)
    try:
        slot = makeup.make_up(session, missed, start, now=now)
    except Refused as refusal:
        flash(str(refusal), "warning")
        return redirect(url_for("engagement.make_up_for", slot_id=slot_id, key=key), 303)
    note(session, current_person(), mark("booked as make-up"), slot, now=now, text=described(slot))
    session.commit()
    flash(_("Reserved: %(what)s.", what=described(slot)), "success")
    return redirect(url_for("engagement.index"), 303)


def _start(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, KEY).replace(tzinfo=UTC)
    except ValueError:
        return None


def _may_book(missed: Occurrence) -> bool:
    """Who held it, and who may reserve time for others."""
    person = current_person()
    return missed.person.id == person.id or may(person, Action.RESERVE)


def _page(missed: Occurrence) -> ResponseReturnValue:
    session, now = request_session(), request_now()
    is_owed = makeup.fell_away(missed, now) and bool(makeup.without_new_date(session, [missed]))
    may_book = _may_book(missed)
    return render_template(
        "engagement/makeup.html",
        missed=missed,
        slot=session.get_one(Slot, missed.slot_id),
        is_owed=is_owed,
        may_book=may_book,
        proposals=makeup.proposals(session, missed, now) if is_owed and may_book else [],
        as_key=lambda moment: f"{moment:{KEY}}",
    )
