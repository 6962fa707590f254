"""Pages of calendars that others keep: bring one, look at what it says, keep it, let it go."""

from functools import partial
from urllib.parse import urlsplit

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.engagement.almanac import services
from calendar_app.engagement.almanac.forms import ImportForm, NameForm, SourceForm
from calendar_app.engagement.almanac.models import ImportedCalendar
from calendar_app.engagement.almanac.services import Offer, TooManyCalendars
from calendar_app.engagement.almanac.wording import (
    PURPOSE_ICONS,
    PURPOSE_MEANINGS,
    PURPOSES,
    REASONS,
    TROUBLES,
)
from calendar_app.engagement.pages import bp, noted
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.services import note, team

_ = gettext

SHOWN = 200  # dates on a page; a preview of a thousand is read by nobody
WORDS = {
    "purposes": PURPOSES,
    "purpose_icons": PURPOSE_ICONS,
    "purpose_meanings": PURPOSE_MEANINGS,
    "reasons": REASONS,
    "troubles": TROUBLES,
}


@bp.route("/dialog/calendars", methods=["GET", "POST"])
@requires(Action.HOURS)
def calendars() -> ResponseReturnValue:
    """All calendars of others, and a form to bring one."""
    session, form = request_session(), ImportForm(team(request_session()))
    if form.validate_on_submit():
        offer = Offer(
            name=form.name.data,
            purpose=form.chosen,
            zone=current_person().zone,
            person=form.whose,
            address=form.address.data,
            content=form.content,
        )
        if (response := _brought(offer, form)) is not None:
            return response
    page = render_template(
        "engagement/calendars.html", form=form, calendars=services.calendars(session), host=_host, **WORDS
    )
    return page, 422 if request.method == "POST" else 200


@bp.get("/dialog/calendars/<int:calendar_id>")
@requires(Action.HOURS)
def imported(calendar_id: int) -> ResponseReturnValue:
    """One calendar: while it is being read, what it would bring, or what it has brought."""
    return _page(_the_calendar(calendar_id))


@bp.post("/dialog/calendars/<int:calendar_id>/keep")
@requires(Action.HOURS)
def keep_calendar(calendar_id: int) -> ResponseReturnValue:
    """Let a preview count from now on; a second click changes nothing."""
    calendar = _the_calendar(calendar_id)
    if not calendar.is_read:
        return _page(calendar, code=409)
    if calendar.kept_at is None:
        services.keep(request_session(), calendar, now=request_now())
        noted(calendar, mark("kept"))
    flash(_("Kept: the plan goes around these dates from now on."), "success")
    return _to(calendar)


@bp.post("/dialog/calendars/<int:calendar_id>/refresh")
@requires(Action.HOURS)
def refresh_calendar(calendar_id: int) -> ResponseReturnValue:
    """Read an address again, now; a file is read but once."""
    calendar = _the_calendar(calendar_id)
    if not calendar.address:
        abort(400)
    services.look_again(request_session(), calendar, now=request_now())
    noted(calendar, mark("read again"))
    flash(_("It will be looked at in a moment."), "success")
    return _to(calendar)


@bp.post("/dialog/calendars/<int:calendar_id>/replace")
@requires(Action.HOURS)
def replace_calendar(calendar_id: int) -> ResponseReturnValue:
    """Bring another file or address for the same calendar: the old one counts until the new one is kept."""
    calendar, form = _the_calendar(calendar_id), SourceForm()
    if not form.validate_on_submit():
        return _page(calendar, form, 422)
    offer = Offer(
        name=calendar.name,
        purpose=calendar.purpose,
        zone=calendar.zone,
        person=calendar.person,
        address=form.address.data,
        content=form.content,
        replaces=calendar if calendar.kept_at else None,
    )
    return _brought(offer, form) or _page(calendar, form, 422)


@bp.post("/dialog/calendars/<int:calendar_id>/rename")
@requires(Action.HOURS)
def rename_calendar(calendar_id: int) -> ResponseReturnValue:
    """Call a calendar something else; the dates without a title of their own are called so too."""
    calendar = _the_calendar(calendar_id)
    form = edited(partial(NameForm, obj=calendar))
    if not form.validate_on_submit():
        return _page(calendar, naming=form, code=form.status)
    calendar.name = form.name.data
    noted(calendar, mark("changed"))
    flash(_("Saved."), "success")
    return _to(calendar)


@bp.route("/dialog/calendars/<int:calendar_id>/remove", methods=["GET", "POST"])
@requires(Action.HOURS)
def remove_calendar(calendar_id: int) -> ResponseReturnValue:
    """Say what goes with a calendar, then let it go; a preview goes at once."""
    session, calendar = request_session(), _the_calendar(calendar_id)
    if request.method == "GET":
        return render_template("engagement/calendar_remove.html", calendar=calendar, **WORDS)
    note(session, current_person(), mark("removed"), calendar, now=request_now())
    services.remove(session, calendar)
    session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for("engagement.calendars"), 303)


def _brought(offer: Offer, form: SourceForm) -> ResponseReturnValue | None:
    """To the preview of what was brought; None when there are too many calendars: the form says so."""
    try:
        calendar = services.bring(request_session(), offer, now=request_now())
    except TooManyCalendars:
        form.form_errors.append(_("There are as many calendars as there may be. Remove one first."))
        return None
    noted(calendar, mark("brought"))
    return _to(calendar)


def _page(
    calendar: ImportedCalendar,
    form: SourceForm | None = None,
    code: int = 200,
    *,
    naming: NameForm | None = None,
) -> ResponseReturnValue:
    page = render_template(
        "engagement/calendar.html",
        calendar=calendar,
        form=form or SourceForm(formdata=None),
        naming=naming or _naming(calendar),
        entries=calendar.entries[:SHOWN],
        host=_host,
        **WORDS,
    )
    return page, code


def _naming(calendar: ImportedCalendar) -> NameForm:
    """The form with the name as it is, whatever another form of the page was sent with."""
    form = NameForm(formdata=None, obj=calendar)
    form.seen.data = form.fingerprint
    return form


def _the_calendar(calendar_id: int) -> ImportedCalendar:
    return found(request_session().get(ImportedCalendar, calendar_id))


def _to(calendar: ImportedCalendar) -> ResponseReturnValue:
    return redirect(url_for("engagement.imported", calendar_id=calendar.id), 303)


def _host(address: str) -> str:
    """What a page shows of an address, which may be as good as a key."""
    return urlsplit(address).hostname or ""
