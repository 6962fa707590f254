"""The pages of a contest or a vote: its terms, and what was counted."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.campaigns import contest
from calendar_app.campaigns.blueprint import bp
from calendar_app.campaigns.contest_forms import CountForm, TermsForm
from calendar_app.campaigns.models import Campaign
from calendar_app.campaigns.pages import the_campaign
from calendar_app.campaigns.services import Refused
from calendar_app.campaigns.wording import DECIDES
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, requires


@bp.route("/campaigns/<int:campaign_id>/terms", methods=["GET", "POST"])
@requires(Action.PREPARE)
def terms(campaign_id: int) -> ResponseReturnValue:
    session, row = request_session(), the_campaign(campaign_id)
    versions = contest.terms_of(session, row)
    form = edited(partial(TermsForm, obj=versions[0] if versions else None))
    if form.validate_on_submit():
        is_new = contest.keep_terms(session, row, form.terms, by=current_person(), now=request_now())
        session.commit()
        said = gettext("Saved.")
        if is_new and row.signed_at:
            said = gettext("Saved. The sign-off is void now.")
        flash(said, "success")
        return redirect(url_for("campaigns.terms", campaign_id=row.id), 303)
    page = render_template(
        "campaigns/terms.html",
        form=form,
        campaign=row,
        versions=versions,
        has_begun=row.has_begun(request_now()),
    )
    return page, form.status


@bp.route("/campaigns/<int:campaign_id>/counts", methods=["GET", "POST"])
@requires(Action.PREPARE)
def counts(campaign_id: int) -> ResponseReturnValue:
    session, row = request_session(), the_campaign(campaign_id)
    form = CountForm(records=list(contest.records_of(session, row)), zone=row.zone)
    if not form.validate_on_submit():
        return _counts_page(row, form, status=422 if form.is_submitted() else 200)
    try:
        _record(row, form)
    except Refused as refusal:
        form.form_errors.append(str(refusal))
        return _counts_page(row, form, status=422)
    session.commit()
    flash(gettext("Written down. It stays as it is; a mistake is corrected by another count."), "success")
    return redirect(url_for("campaigns.counts", campaign_id=row.id), 303)


def _record(row: Campaign, form: CountForm) -> None:
    session = request_session()
    earlier = {each.id: each for each in contest.records_of(session, row)}
    contest.record(
        session,
        row,
        form.read,
        said=form.note.data,
        winner=form.winner.data or "",
        corrects=earlier.get(form.corrects_id.data or 0),
        by=current_person(),
        now=request_now(),
    )


def _counts_page(row: Campaign, form: CountForm, *, status: int) -> ResponseReturnValue:
    session = request_session()
    records, versions = contest.records_of(session, row), contest.terms_of(session, row)
    page = render_template(
        "campaigns/counts.html",
        form=form,
        campaign=row,
        records=records,
        corrected={each.corrects_id for each in records},
        terms=versions[0] if versions else None,
        decides=DECIDES,
    )
    return page, status
