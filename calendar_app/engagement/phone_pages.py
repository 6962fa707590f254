"""The page of one occurrence, made for one hand, and what is tapped on it."""

import uuid
from math import ceil

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.engagement import agenda, logbook
from calendar_app.engagement.forms import AgendaForm, EntryForm, OutcomeForm
from calendar_app.engagement.logbook import Entry
from calendar_app.engagement.models import AgendaItem, AgendaKind
from calendar_app.engagement.pages import bp, taking_place, the_slot
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import Refused
from calendar_app.engagement.wording import AGENDA_ICONS, INTERACTION_ICONS, INTERACTION_KINDS, QUALITIES
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, found, may, requires

_ = gettext

LIST_PREFIX = "list-"  # two forms of this page have a kind and a link
SHOWN_FIRST = 3  # whom to visit without unfolding the rest


@bp.get("/dialog/<int:slot_id>/<key>")
@requires(Action.LOOK)
def occurrence(slot_id: int, key: str) -> ResponseReturnValue:
    """What to do in this time, and what was done."""
    return _page(taking_place(slot_id, key))


@bp.post("/dialog/<int:slot_id>/<key>/log")
@requires(Action.LOG)
def log(slot_id: int, key: str) -> ResponseReturnValue:
    here = _own(taking_place(slot_id, key))
    session, form = request_session(), _entry_form(here)
    if not form.validate_on_submit():
        return _page(here, form, code=422)
    channel = next(channel for channel in here.channels if channel.id == form.channel.data)
    entry = Entry(
        key=form.entry_key.data or "",
        channel=channel,
        kind=form.interaction,
        quality=form.quality.data,
        note=form.note.data or "",
        link=form.link.data or "",
        agenda_item=session.get(AgendaItem, form.visited.data) if form.visited.data else None,
    )
    logbook.log(session, here, entry, now=request_now())
    session.commit()
    return _back(here, "logged")


@bp.post("/dialog/<int:slot_id>/<key>/entries/<int:entry_id>/remove")
@requires(Action.LOG)
def take_back(slot_id: int, key: str, entry_id: int) -> ResponseReturnValue:
    """Take an entry out again. Twice is once."""
    here, session = _own(taking_place(slot_id, key)), request_session()
    entry = logbook.entry(session, here, entry_id)
    if entry is not None:
        session.delete(entry)
        session.commit()
    return _back(here, "logged")


@bp.post("/dialog/<int:slot_id>/<key>/outcome")
@requires(Action.LOG)
def finish(slot_id: int, key: str) -> ResponseReturnValue:
    here, session, form = _own(taking_place(slot_id, key)), request_session(), OutcomeForm()
    if not form.validate_on_submit():
        return _page(here, outcome_form=form, code=422)
    try:
        logbook.finish(session, here, form.outcome, note=form.reason.data or "", now=request_now())
    except Refused as refusal:
        flash(str(refusal), "error")
    session.commit()
    return _back(here)


@bp.post("/dialog/<int:slot_id>/<key>/reopen")
@requires(Action.LOG)
def reopen(slot_id: int, key: str) -> ResponseReturnValue:
    here, session = _own(taking_place(slot_id, key)), request_session()
    logbook.reopen(session, here)
    session.commit()
    return _back(here)


@bp.post("/dialog/<int:slot_id>/<key>/visited/<int:item_id>")
@requires(Action.LOG)
def visited(slot_id: int, key: str, item_id: int) -> ResponseReturnValue:
    here, session = taking_place(slot_id, key), request_session()
    agenda.visit(found(session.get(AgendaItem, item_id)), now=request_now())
    session.commit()
    return _back(here, "visit")


@bp.post("/dialog/<int:slot_id>/<key>/visit")
@requires(Action.LOG)
def also_visit(slot_id: int, key: str) -> ResponseReturnValue:
    """Put somebody or something on the list from the phone."""
    here, session = taking_place(slot_id, key), request_session()
    form = AgendaForm(channels=here.channels, prefix=LIST_PREFIX)
    if not form.validate_on_submit():
        return _page(here, agenda_form=form, code=422)
    agenda.add(session, form.worth(here.channels), now=request_now())
    session.commit()
    return _back(here, "visit")


def _own(here: Occurrence) -> Occurrence:
    """Only who holds the time says what came of it."""
    if here.person.id != current_person().id:
        abort(403)
    return here


def _back(here: Occurrence, place: str | None = None) -> ResponseReturnValue:
    target = url_for("engagement.occurrence", slot_id=here.slot_id, key=here.key, _anchor=place)
    return redirect(target, 303)


def _entry_form(here: Occurrence, **options: object) -> EntryForm:
    to_visit = agenda.agenda(request_session(), [channel.id for channel in here.channels])
    return EntryForm(channels=here.channels, agenda=to_visit, **options)


def _page(
    here: Occurrence,
    form: EntryForm | None = None,
    outcome_form: OutcomeForm | None = None,
    agenda_form: AgendaForm | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    session, person, now = request_session(), current_person(), request_now()
    is_own = here.person.id == person.id
    may_read = is_own or may(person, Action.JOURNAL)
    entries = logbook.entries(session, here) if may_read else []
    last_channel = entries[-1].channel_id if entries else here.channels[0].id if here.channels else None
    fresh = {"entry_key": str(uuid.uuid4()), "channel": last_channel}
    to_visit = agenda.agenda(session, [channel.id for channel in here.channels])
    page = render_template(
        "engagement/occurrence.html",
        occurrence=here,
        note=the_slot(here.slot_id).note,
        is_own=is_own,
        may_read=may_read,
        minutes_left=max(0, ceil((here.end - max(now, here.start)).total_seconds() / 60)),
        to_visit=to_visit,
        shown_first=SHOWN_FIRST,
        is_due=lambda item: agenda.is_due(item, now),
        is_fresh=lambda item: item.visited_at is not None and now - item.visited_at <= agenda.ONE_VISIT,
        entries=entries,
        form=form or _entry_form(here, formdata=None, data=fresh),
        outcome_form=outcome_form or OutcomeForm(formdata=None),
        agenda_form=agenda_form
        or AgendaForm(
            channels=here.channels, prefix=LIST_PREFIX, formdata=None, data={"kind": AgendaKind.PERSON}
        ),
        has_come=logbook.has_come(here, now),
        agenda_icons=AGENDA_ICONS,
        interaction_kinds=INTERACTION_KINDS,
        interaction_icons=INTERACTION_ICONS,
        qualities=QUALITIES,
    )
    return page, code
