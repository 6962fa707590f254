"""Pages of the occasions of the year."""

from datetime import timedelta
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.services import channels
from calendar_app.engagement.occasions import services
from calendar_app.engagement.occasions.forms import OccasionForm
from calendar_app.engagement.occasions.models import Occasion
from calendar_app.engagement.pages import bp, kept, to_change, writes_for_all
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, requires
from calendar_app.people.services import note

_ = gettext

SHOWN = timedelta(days=365)


@bp.route("/dialog/occasions", methods=["GET", "POST"])
@requires(Action.LOG)
def occasions() -> ResponseReturnValue:
    """The occasions of the coming year, and a form for one more."""
    session = request_session()
    form = _form()
    if form.validate_on_submit():
        occasion = services.add(session, form.described, now=request_now())
        return kept(occasion, mark("added"), _("Kept: %(name)s.", name=occasion.name), "engagement.occasions")
    today = to_wall(request_now(), current_person().zone).date()
    coming = services.occasion_days(session, today, today + SHOWN)
    page = render_template("engagement/occasions.html", form=form, coming=coming)
    return page, 422 if request.method == "POST" else 200


@bp.route("/dialog/occasions/<int:occasion_id>", methods=["GET", "POST"])
@requires(Action.LOG)
def edit_occasion(occasion_id: int) -> ResponseReturnValue:
    occasion = _the_occasion(occasion_id)
    known = {"channel": occasion.channel_id or 0}
    form = edited(partial(_form, obj=occasion, data=known))
    if form.validate_on_submit():
        services.edit(occasion, form.described)
        return kept(
            occasion, mark("edited"), _("Changed: %(what)s.", what=occasion.name), "engagement.occasions"
        )
    return render_template("engagement/occasion_edit.html", form=form, occasion=occasion), form.status


@bp.post("/dialog/occasions/<int:occasion_id>/remove")
@requires(Action.LOG)
def remove_occasion(occasion_id: int) -> ResponseReturnValue:
    session, occasion = request_session(), _the_occasion(occasion_id)
    note(session, current_person(), mark("deleted"), occasion, now=request_now())
    session.delete(occasion)
    session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for("engagement.occasions"), 303)


def _the_occasion(occasion_id: int) -> Occasion:
    return to_change(request_session().get(Occasion, occasion_id))


def _form(**options: Any) -> OccasionForm:
    return OccasionForm(channels=channels(request_session()), for_all=writes_for_all(), **options)
