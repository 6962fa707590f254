"""The launch gate's page: what is settled, what is open."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.gate import services
from calendar_app.channels.gate.forms import GateForm
from calendar_app.channels.views import channel_or_404
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import current_language, gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, requires
from calendar_app.rules.catalog.channel_state import GATE_WORDS

bp = Blueprint("gate", __name__)


@bp.route("/channels/<int:channel_id>/gate", methods=["GET", "POST"])
@requires(Action.CHANNELS)
def gate(channel_id: int) -> ResponseReturnValue:
    session, channel = request_session(), channel_or_404(channel_id)
    known = services.gate_of(session, channel)
    form = edited(partial(GateForm, obj=known))
    if form.validate_on_submit():
        services.keep(session, channel, form.answers, by=current_person(), now=request_now())
        session.commit()
        flash(gettext("Saved."), "success")
        return redirect(url_for("gate.gate", channel_id=channel.id), 303)
    page = render_template(
        "channels/gate.html",
        channel=channel,
        form=form,
        open_items=[
            GATE_WORDS[item].plain(current_language()) for item in services.open_items(channel, known)
        ],
        is_old=known is not None and services.is_evidence_old(known, request_now().date()),
    )
    return page, form.status
