"""The page of a month: what conversation came to on each channel."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.services import channels
from calendar_app.engagement.months import services
from calendar_app.engagement.months.forms import AudienceForm
from calendar_app.engagement.pages import bp
from calendar_app.engagement.readers import of_posts
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, requires
from calendar_app.people.services import note

_ = gettext

YEARS = range(2000, 2200)


@bp.get("/dialog/months")
@requires(Action.LOOK)
def months() -> ResponseReturnValue:
    """A month by channel; one's own figures only for who has asked for them."""
    return _page(asked_month(request.args.get("month")))


@bp.post("/dialog/months")
@requires(Action.RESERVE)
def keep_audience() -> ResponseReturnValue:
    session, month = request_session(), asked_month(request.form.get("month"))
    places = channels(session)
    form = AudienceForm(channels=places)
    if not form.validate_on_submit():
        return _page(month, form, code=422)
    channel = next(each for each in places if each.id == form.channel.data)
    services.keep_audience(session, channel, month, form.followers.data, form.engaged.data)
    note(session, current_person(), mark("audience entered"), channel, now=request_now())
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("engagement.months", month=f"{month:%Y-%m}"), 303)


@bp.post("/dialog/months/own")
@requires(Action.LOG)
def own_figures() -> ResponseReturnValue:
    """Show or hide one's own figures; nobody else ever sees them."""
    session, month = request_session(), asked_month(request.form.get("month"))
    services.show_own(session, current_person(), wanted=request.form.get("wanted") == "yes")
    session.commit()
    return redirect(url_for("engagement.months", month=f"{month:%Y-%m}", _anchor="own"), 303)


def _page(month: date, form: AudienceForm | None = None, code: int = 200) -> ResponseReturnValue:
    session, person = request_session(), current_person()
    went_out = of_posts().went_out
    rows = services.by_channel(session, month, went_out)
    fresh = AudienceForm(
        formdata=None, channels=[row.channel for row in rows], data={"month": f"{month:%Y-%m}"}
    )
    page = render_template(
        "engagement/months.html",
        month=month,
        earlier=f"{month - timedelta(days=1):%Y-%m}",
        later=f"{services.following(month):%Y-%m}",
        rows=rows,
        year=services.year_until(session, month, went_out),
        form=form or fresh,
        own=services.of_person(session, person, month),
    )
    return page, code


def asked_month(text: str | None) -> date:
    """The first day of the month that is named as "2026-04", else of the reader's."""
    this_month = to_wall(request_now(), current_person().zone).date().replace(day=1)
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this_month
    return month if month.year in YEARS else this_month
