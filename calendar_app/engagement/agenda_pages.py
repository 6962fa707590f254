"""Pages of the lists of whom and what to visit, and what to look for."""

from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.services import open_channels
from calendar_app.engagement import agenda as lists
from calendar_app.engagement.forms import AgendaForm
from calendar_app.engagement.models import AgendaItem, AgendaKind
from calendar_app.engagement.pages import bp
from calendar_app.engagement.wording import AGENDA_ICONS
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, found, requires

_ = gettext


@bp.route("/dialog/agenda", methods=["GET", "POST"])
@requires(Action.LOG)
def agenda() -> ResponseReturnValue:
    """Whom to visit and what to look for on each channel, and a form for one more."""
    session, now = request_session(), request_now()
    channels = open_channels(session)
    form = AgendaForm(channels=channels, data={"kind": AgendaKind.PERSON, **request.args})
    if form.validate_on_submit():
        item = lists.add(session, form.worth(channels), now=now)
        session.commit()
        flash(_("On the list: %(name)s.", name=item.name), "success")
        return redirect(url_for("engagement.agenda", channel=item.channel_id), 303)
    items = lists.agenda(session)
    page = render_template(
        "engagement/agenda.html",
        form=form,
        lists={channel: [item for item in items if item.channel_id == channel.id] for channel in channels},
        is_due=lambda item: lists.is_due(item, now),
        agenda_icons=AGENDA_ICONS,
    )
    return page, 422 if request.method == "POST" else 200


@bp.route("/dialog/agenda/<int:item_id>", methods=["GET", "POST"])
@requires(Action.LOG)
def agenda_item(item_id: int) -> ResponseReturnValue:
    session = request_session()
    item = found(session.get(AgendaItem, item_id))
    channels = list({channel.id: channel for channel in (*open_channels(session), item.channel)}.values())
    known = {"kind": item.kind, "name": item.name, "url": item.url, "note": item.note}
    form = edited(partial(AgendaForm, channels=channels, data={**known, "channel": item.channel_id}))
    if form.validate_on_submit():
        lists.edit(item, form.worth(channels))
        session.commit()
        flash(_("Changed: %(what)s.", what=item.name), "success")
        return redirect(url_for("engagement.agenda"), 303)
    return render_template("engagement/agenda_item.html", form=form, item=item), form.status


@bp.post("/dialog/agenda/<int:item_id>/visited")
@requires(Action.LOG)
def agenda_visited(item_id: int) -> ResponseReturnValue:
    session = request_session()
    item = found(session.get(AgendaItem, item_id))
    lists.visit(item, now=request_now())
    session.commit()
    said = _("Searched today: %(name)s.") if item.is_search else _("Visited today: %(name)s.")
    flash(said % {"name": item.name}, "success")
    return redirect(url_for("engagement.agenda"), 303)


@bp.post("/dialog/agenda/<int:item_id>/remove")
@requires(Action.LOG)
def agenda_remove(item_id: int) -> ResponseReturnValue:
    """Take somebody or something off the list. Twice is once."""
    session = request_session()
    item = session.get(AgendaItem, item_id)
    if item is not None:
        name = item.name
        lists.remove(session, item)
        session.commit()
        flash(_("Off the list: %(name)s.", name=name), "success")
    return redirect(url_for("engagement.agenda"), 303)
