"""Pages of what came in: who waits for an answer, and what became of the others."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.services import channels
from calendar_app.engagement.inbound import services, sheets
from calendar_app.engagement.inbound.forms import InboundForm, OutcomeForm, SheetForm, SheetTextForm
from calendar_app.engagement.inbound.models import InboundItem
from calendar_app.engagement.inbound.sheets import Surroundings, UnreadableSheet
from calendar_app.engagement.inbound.wording import (
    INBOUND_ICONS,
    INBOUND_KINDS,
    INBOUND_OUTCOME_MEANINGS,
    INBOUND_OUTCOMES,
)
from calendar_app.engagement.pages import bp, kept
from calendar_app.engagement.readers import of_posts
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext, mark, ngettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.services import note, team

_ = gettext

WORDS = {
    "inbound_kinds": INBOUND_KINDS,
    "inbound_icons": INBOUND_ICONS,
    "inbound_outcomes": INBOUND_OUTCOMES,
    "outcome_meanings": INBOUND_OUTCOME_MEANINGS,
}


@bp.route("/dialog/inbound", methods=["GET", "POST"])
@requires(Action.LOG)
def inbound() -> ResponseReturnValue:
    """Who waits for an answer, overdue ones first, and a form for what just came in."""
    session, now = request_session(), request_now()
    here = to_wall(now, current_person().zone)
    form = _inbound_form(data={"day": here.date(), "time": here.time().replace(second=0, microsecond=0)})
    if form.validate_on_submit():
        item = services.enter(session, form.message, now=now)
        return _done(item, mark("entered"), _("Entered: %(what)s.", what=item.called))
    waiting, closed = services.waiting(session, now=now), services.closed(session)
    shown = [*(each.item for each in waiting), *closed]
    page = render_template(
        "engagement/inbound.html",
        form=form,
        overdue=[each for each in waiting if each.is_overdue],
        waiting=[each for each in waiting if not each.is_overdue],
        closed=closed,
        made=of_posts().made_of_inquiries(session, [item.id for item in shown]),
        **WORDS,
    )
    return page, 422 if request.method == "POST" else 200


@bp.route("/dialog/inbound/<int:inbound_id>", methods=["GET", "POST"])
@requires(Action.LOG)
def inbound_item(inbound_id: int) -> ResponseReturnValue:
    """One item: what it says, and what is to be changed about it."""
    item = _the_item(inbound_id)
    form = edited(partial(_inbound_form, item, data=_as_data(item)))
    if form.validate_on_submit():
        services.edit(request_session(), item, form.message)
        return _done(item, mark("edited"), _("Changed: %(what)s.", what=item.called))
    return _item_page(item, form, code=form.status)


@bp.post("/dialog/inbound/<int:inbound_id>/close")
@requires(Action.LOG)
def close_inbound(inbound_id: int) -> ResponseReturnValue:
    """Say what became of an item; a machine's reply leaves it open."""
    session, item, form = request_session(), _the_item(inbound_id), OutcomeForm()
    if not form.validate_on_submit():
        return _item_page(item, outcome=form, code=422)
    services.close(session, item, form.chosen, form.note.data, person=current_person(), now=request_now())
    if form.chosen.closes:
        return _done(item, mark("closed"), _("Closed: %(what)s.", what=item.called))
    return _done(item, mark("replied to by a machine"), _("Noted. It stays open until somebody answers."))


@bp.post("/dialog/inbound/<int:inbound_id>/reopen")
@requires(Action.LOG)
def reopen_inbound(inbound_id: int) -> ResponseReturnValue:
    item = _the_item(inbound_id)
    services.reopen(request_session(), item)
    return _done(item, mark("reopened"), _("Open again: %(what)s.", what=item.called))


@bp.post("/dialog/inbound/<int:inbound_id>/remove")
@requires(Action.LOG)
def remove_inbound(inbound_id: int) -> ResponseReturnValue:
    """Take out what was entered by mistake, or what somebody asked us to forget."""
    session, item = request_session(), _the_item(inbound_id)
    note(session, current_person(), mark("deleted"), item, now=request_now())
    services.remove(session, item)
    session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for("engagement.inbound"), 303)


@bp.route("/dialog/inbound/sheet", methods=["GET", "POST"])
@requires(Action.LOG)
def inbound_sheet() -> ResponseReturnValue:
    """A file is read and shown; nothing is entered yet."""
    form = SheetForm()
    if not form.validate_on_submit():
        page = render_template("engagement/inbound_sheet.html", form=form)
        return page, 422 if request.method == "POST" else 200
    return _previewed(form, sheets.decoded(form.sheet.data.read()))


@bp.post("/dialog/inbound/sheet/enter")
@requires(Action.LOG)
def enter_sheet() -> ResponseReturnValue:
    """Enter the rows of a previewed file; what is on the list already is not entered twice."""
    session, person, now, form = request_session(), current_person(), request_now(), SheetTextForm()
    if not form.validate_on_submit():
        return redirect(url_for("engagement.inbound_sheet"), 303)
    try:
        read = sheets.preview(form.rows.data or "", _surroundings())
    except UnreadableSheet as refusal:
        flash(str(refusal), "error")
        return redirect(url_for("engagement.inbound_sheet"), 303)
    items = [services.enter(session, message, now=now) for _number, message in read.messages]
    new = {item.id: item for item in items if item.created_at == now}
    for item in new.values():
        note(session, person, mark("entered"), item, now=now)
    session.commit()
    flash(ngettext("%(num)d inquiry is entered.", "%(num)d inquiries are entered.", len(new)), "success")
    return redirect(url_for("engagement.inbound"), 303)


def _previewed(form: SheetForm, rows: str) -> ResponseReturnValue:
    try:
        read = sheets.preview(rows, _surroundings())
    except UnreadableSheet as refusal:
        form.sheet.errors = [str(refusal)]
        return render_template("engagement/inbound_sheet.html", form=form), 422
    return render_template(
        "engagement/inbound_preview.html", read=read, text=SheetTextForm(formdata=None, rows=rows), **WORDS
    )


def _surroundings() -> Surroundings:
    session = request_session()
    return Surroundings(channels(session), team(session), current_person().zone, request_now())


def _the_item(inbound_id: int) -> InboundItem:
    return found(request_session().get(InboundItem, inbound_id))


def _inbound_form(item: InboundItem | None = None, **options: object) -> InboundForm:
    """With the channels and people there are now, and those an item names already."""
    session = request_session()
    places, people = channels(session), team(session)
    if item and item.owner and item.owner not in people:
        people = [*people, item.owner]
    return InboundForm(channels=places, team=people, zone=current_person().zone, **options)


def _as_data(item: InboundItem) -> dict[str, object]:
    """An item as its form shows it, on the reader's clock."""
    here = to_wall(item.received_at, current_person().zone)
    return {
        "kind": item.kind,
        "channel": item.channel_id,
        "text": item.text,
        "day": here.date(),
        "time": here.time(),
        "handle": item.handle,
        "link": item.link,
        "owner": item.owner_id or 0,
    }


def _done(item: InboundItem, action: str, words: str) -> ResponseReturnValue:
    """Back to the list."""
    return kept(item, action, words, "engagement.inbound")


def _item_page(
    item: InboundItem,
    form: InboundForm | None = None,
    outcome: OutcomeForm | None = None,
    code: int = 200,
) -> ResponseReturnValue:
    page = render_template(
        "engagement/inbound_item.html",
        item=item,
        form=form or edited(partial(_inbound_form, item, formdata=None, data=_as_data(item))),
        outcome=outcome or OutcomeForm(formdata=None),
        made=of_posts().made_of_inquiries(request_session(), [item.id]).get(item.id, ()),
        **WORDS,
    )
    return page, code
