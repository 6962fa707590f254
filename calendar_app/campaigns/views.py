"""The pages of campaigns: the list, one campaign, and what is said of it."""

from uuid import uuid4

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.campaigns import contest_pages, premortem_pages, removing, services
from calendar_app.campaigns.blueprint import bp
from calendar_app.campaigns.forms import CampaignForm, DeleteForm
from calendar_app.campaigns.models import Campaign
from calendar_app.campaigns.pages import campaign_page, the_campaign
from calendar_app.campaigns.premortem import is_signed
from calendar_app.campaigns.readers import Tally, posts_of, tallies
from calendar_app.campaigns.services import Refused
from calendar_app.campaigns.wording import KINDS
from calendar_app.foundation.editing import differences
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, requires
from calendar_app.people.services import team

__all__ = [
    "bp",
    "contest_pages",
    "premortem_pages",
]  # the pages of the other files belong to this room's addresses


@bp.get("/campaigns")
@requires(Action.PREPARE)
def index() -> ResponseReturnValue:
    session, now = request_session(), request_now()
    numbers = tallies(session)
    return render_template(
        "campaigns/index.html",
        campaigns=[(each, numbers.get(each.id, Tally())) for each in services.campaigns(session)],
        kinds=KINDS,
        is_signed=is_signed,
        now=now,
    )


@bp.get("/campaigns/<int:campaign_id>")
@requires(Action.PREPARE)
def show(campaign_id: int) -> ResponseReturnValue:
    return campaign_page(the_campaign(campaign_id))


@bp.route("/campaigns/new", methods=["GET", "POST"])
@requires(Action.PREPARE)
def new() -> ResponseReturnValue:
    session, by = request_session(), current_person()
    form = CampaignForm(team=team(session), data={"owner_id": by.id, "form_key": str(uuid4())})
    if not form.validate_on_submit():
        return _form_page(form, None), 422 if form.is_submitted() else 200
    row = services.begin(
        session,
        form.particulars,
        zone=by.workspace.zone,
        by=by,
        now=request_now(),
        form_key=form.form_key.data,
    )
    session.commit()
    flash(gettext("The campaign is kept. Now think through how it can go wrong."), "success")
    return redirect(url_for("campaigns.show", campaign_id=row.id), 303)


@bp.route("/campaigns/<int:campaign_id>/edit", methods=["GET", "POST"])
@requires(Action.PREPARE)
def edit(campaign_id: int) -> ResponseReturnValue:
    session, row = request_session(), the_campaign(campaign_id)
    form = CampaignForm(team=team(session), campaign=row)
    if not form.validate_on_submit():
        return _form_page(form, row), 422 if form.is_submitted() else 200
    if form.revision.data != str(row.revision):
        return _conflict(form, row)
    was_signed = is_signed(row)
    services.change(session, row, form.particulars, by=current_person(), now=request_now())
    session.commit()
    is_void = was_signed and not is_signed(row)
    flash(gettext("Saved. The sign-off is void now.") if is_void else gettext("Saved."), "success")
    return redirect(url_for("campaigns.show", campaign_id=row.id), 303)


def _conflict(form: CampaignForm, row: Campaign) -> ResponseReturnValue:
    """Somebody else saved in between: both versions are shown, and what was typed stays in the form."""
    theirs = CampaignForm(team=team(request_session()), formdata=None, campaign=row)
    form.revision.data = str(row.revision)
    return _form_page(form, row, differing=differences(form, theirs)), 409


def _form_page(form: CampaignForm, row: Campaign | None, **more: object) -> str:
    zone = row.zone if row else current_person().workspace.zone
    return render_template("campaigns/form.html", form=form, campaign=row, zone=zone, **more)


@bp.route("/campaigns/<int:campaign_id>/delete", methods=["GET", "POST"])
@requires(Action.PREPARE)
def delete(campaign_id: int) -> ResponseReturnValue:
    """Ask once, naming what goes with it; then it goes."""
    session, row = request_session(), the_campaign(campaign_id)
    posts, form = len(posts_of(session, row.id)), DeleteForm(data={"revision": row.revision})
    shown = {"campaign": row, "why_not": removing.why_not_deleted(session, row, posts=posts)}
    if not form.validate_on_submit():
        return render_template("campaigns/delete.html", form=form, **shown)
    if form.revision.data != str(row.revision):
        form.revision.data = str(row.revision)
        return render_template("campaigns/delete.html", form=form, is_other=True, **shown), 409
    try:
        removing.delete(session, row, posts=posts, by=current_person(), now=request_now())
    except Refused as refusal:
        return campaign_page(row, refusal=str(refusal), status=422)
    session.commit()
    flash(gettext("Deleted: %(name)s", name=row.name), "success")
    return redirect(url_for("campaigns.index"), 303)
