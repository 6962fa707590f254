"""Keeping what the board shows as a view of one's own, and letting go of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.campaigns.services import campaigns
from calendar_app.channels.services import channels
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session, safe_next
from calendar_app.people.access import Action, current_person, found, may, requires
from calendar_app.people.services import team
from calendar_app.posts.telling.words import STATUS_WORDS
from calendar_app.posts.themes.models import Theme
from calendar_app.sights import services
from calendar_app.sights.addresses import filters_in
from calendar_app.sights.filters import Filters
from calendar_app.sights.forms import NameForm

bp = Blueprint("sights", __name__)
_ = mark


@bp.route("/views/new", methods=["GET", "POST"])
@requires(Action.LOOK)
def new() -> ResponseReturnValue:
    """A name for the filters that stand in the address."""
    filters, form = filters_in(request.args), NameForm()
    told = _told(filters)
    if not (form.validate_on_submit() and told and _keep(form, filters)):
        page = render_template("sights/new.html", form=form, told=told, board=_board(), most=services.MOST)
        return page, 422 if form.is_submitted() else 200
    request_session().commit()
    flash(gettext(_("Saved. The view stands beside the filters of the calendar.")), "success")
    return redirect(_board(), 303)


@bp.post("/views/<int:view_id>/remove")
@requires(Action.LOOK)
def remove(view_id: int) -> ResponseReturnValue:
    session = request_session()
    services.remove(session, found(services.own_view(session, current_person(), view_id)))
    session.commit()
    flash(gettext(_("The view is gone, and with it every calendar that was made of it.")), "success")
    return redirect(safe_next(request.form.get("next"), url_for("board.week")), 303)


def _keep(form: NameForm, filters: Filters) -> bool:
    session = request_session()
    if services.keep(session, current_person(), form.name.data, filters, now=request_now()):
        return True
    words = gettext(_("There are %(most)s views already. Remove one first."), most=services.MOST)
    form.name.errors = [words]
    return False


def _board() -> str:
    """The sight from which one came."""
    return safe_next(request.args.get("next"), url_for("board.week"))


def _told(filters: Filters) -> list[str]:
    """What the filters let through, in words; nothing where they speak of something out of sight."""
    session, person = request_session(), current_person()
    planned = campaigns(session) if may(person, Action.PREPARE) else ()
    chosen = (
        (filters.channel_id, {each.id: each.name for each in channels(session)}),
        (filters.person_id, {each.id: each.name for each in team(session)}),
        (filters.campaign_id, {each.id: each.name for each in planned}),
        (filters.theme_id, _theme_names(filters.theme_id)),
    )
    if any(row_id is not None and row_id not in names for row_id, names in chosen):
        return []
    told = [names[row_id] for row_id, names in chosen if row_id is not None]
    if filters.status is not None:
        told.append(gettext(STATUS_WORDS[filters.status]))
    return told + [gettext(words) for only, words in _ONLY.items() if filters.only == only]


def _theme_names(theme_id: int | None) -> dict[int, str]:
    theme = request_session().get(Theme, theme_id) if theme_id is not None else None
    return {theme.id: theme.name} if theme else {}


_ONLY = {"posts": _("Posts only"), "dialog": _("Dialog time only")}
