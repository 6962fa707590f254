"""The page on which a month's sample of contributions is read again."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.engagement.models import Interaction
from calendar_app.engagement.months import sample
from calendar_app.engagement.months.forms import RemarkForm
from calendar_app.engagement.months.pages import asked_month
from calendar_app.engagement.months.services import month_of
from calendar_app.engagement.pages import bp
from calendar_app.engagement.readers import of_posts
from calendar_app.engagement.wording import INTERACTION_ICONS, INTERACTION_KINDS, QUALITIES
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.services import note

_ = gettext


@bp.get("/dialog/months/sample")
@requires(Action.JOURNAL)
def month_sample() -> ResponseReturnValue:
    """Ten contributions of a month, and a remark on each."""
    return _page(asked_month(request.args.get("month")))


@bp.post("/dialog/months/sample/<int:interaction_id>")
@requires(Action.JOURNAL)
def remark(interaction_id: int) -> ResponseReturnValue:
    """Keep a remark on one of the ten of its month."""
    session, person = request_session(), current_person()
    contribution = found(session.get(Interaction, interaction_id))
    month, channel = month_of(contribution.at, contribution.channel.zone), contribution.channel
    found(contribution if contribution in sample.drawn(session, month) else None)
    form = _form(contribution)
    if not form.validate_on_submit():
        return _page(month, {interaction_id: form}, code=form.status)
    contribution.remark = form.remark.data
    note(session, person, mark("conversation looked at again"), channel, now=request_now())
    session.commit()
    flash(_("Saved."), "success")
    place = f"talk-{interaction_id}"
    return redirect(url_for("engagement.month_sample", month=f"{month:%Y-%m}", _anchor=place), 303)


def _page(
    month: date, refused: Mapping[int, RemarkForm] | None = None, code: int = 200
) -> ResponseReturnValue:
    session = request_session()
    contributions = sample.drawn(session, month)
    page = render_template(
        "engagement/sample.html",
        month=month,
        name=f"{month:%Y-%m}",
        contributions=contributions,
        made=of_posts().made_of_talks(session, [each.id for each in contributions]),
        forms={each.id: _form(each, formdata=None) for each in contributions} | dict(refused or {}),
        interaction_kinds=INTERACTION_KINDS,
        interaction_icons=INTERACTION_ICONS,
        qualities=QUALITIES,
    )
    return page, code


def _form(contribution: Interaction, **options: object) -> RemarkForm:
    """Ten stand on one page: each field has a name of its own."""
    known, prefix = {"remark": contribution.remark}, f"talk-{contribution.id}-"
    return edited(partial(RemarkForm, data=known, prefix=prefix, **options))
