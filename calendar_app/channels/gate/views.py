"""The launch gate's page: what is settled, what is open, whether the team has the time, who stands for it."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.gate import services
from calendar_app.channels.gate.forms import GateForm, SignForm
from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.gate.services import Refused
from calendar_app.channels.models import Channel
from calendar_app.channels.readers import room_for_launch
from calendar_app.channels.views import channel_or_404
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import current_language, gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, requires
from calendar_app.rules.catalog.channel_state import GATE_WORDS
from calendar_app.rules.facts import GateItem

bp = Blueprint("gate", __name__)


@bp.route("/channels/<int:channel_id>/gate", methods=["GET", "POST"])
@requires(Action.CHANNELS)
def gate(channel_id: int) -> ResponseReturnValue:
    session, channel = request_session(), channel_or_404(channel_id)
    known = services.gate_of(session, channel)
    form = edited(partial(GateForm, obj=known))
    if not form.validate_on_submit():
        return _page(channel, known, form, status=form.status)
    services.keep(session, channel, form.answers, by=current_person(), now=request_now())
    return _done(channel, gettext("Saved."))


@bp.post("/channels/<int:channel_id>/gate/sign")
@requires(Action.CHANNELS)
def sign(channel_id: int) -> ResponseReturnValue:
    """Somebody stands for the answers that they have seen."""
    session, channel = request_session(), channel_or_404(channel_id)
    known, form = services.gate_of(session, channel), SignForm()
    stored = edited(partial(GateForm, formdata=None, obj=known))
    if not form.validate() or form.seen.data != stored.fingerprint:
        why = gettext("Somebody has changed the answers meanwhile. Read them once more, then sign.")
        return _page(channel, known, stored, form, refusal=why, status=409)
    try:
        services.sign(
            session,
            channel,
            known,
            room_for_launch(session, known, request_now()),
            because=form.because.data,
            by=current_person(),
            now=request_now(),
        )
    except Refused as refusal:
        return _page(channel, known, stored, form, refusal=str(refusal), status=422)
    return _done(channel, gettext("Signed. The channel may be launched."))


def _page(
    channel: Channel,
    known: LaunchGate | None,
    form: GateForm,
    sign_form: SignForm | None = None,
    *,
    refusal: str = "",
    status: int,
) -> ResponseReturnValue:
    session, items = request_session(), services.open_items(channel, known)
    room = room_for_launch(session, known, request_now())
    to_settle = [item for item in items if item is not GateItem.SIGN_OFF]
    stored = edited(partial(GateForm, formdata=None, obj=known))
    sign_form = sign_form or SignForm(formdata=None)
    sign_form.seen.data = stored.fingerprint
    page = render_template(
        "channels/gate.html",
        channel=channel,
        gate=known,
        form=form,
        sign_form=sign_form,
        refusal=refusal,
        open_items=[GATE_WORDS[item].plain(current_language()) for item in to_settle],
        is_signed=known is not None and known.is_signed,
        is_old=known is not None and services.is_evidence_old(known, request_now().date()),
        room=room,
        is_too_full=services.is_too_full(room),
        has_filled_up=services.has_filled_up(known, room),
        why_not_signed=services.why_not_signed(session, known, room, current_person()) if known else "",
    )
    return page, status


def _done(channel: Channel, words: str) -> ResponseReturnValue:
    request_session().commit()
    flash(words, "success")
    return redirect(url_for("gate.gate", channel_id=channel.id), 303)
