"""The pages on which a channel's state is changed: one page per step, with what the step asks for."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels import services, states
from calendar_app.channels.forms import CloseForm, FreezeForm, PauseForm, PlainStepForm
from calendar_app.channels.gate.services import gate_of, has_filled_up
from calendar_app.channels.health import Activity
from calendar_app.channels.models import Channel
from calendar_app.channels.readers import activities, room_for_launch, silences, tunings
from calendar_app.channels.states import Details, Missing, Step, StepRefusedError
from calendar_app.channels.views import channel_or_404
from calendar_app.channels.wording import FIELDS, MISSING, STEPS
from calendar_app.foundation.forms import RoomForm
from calendar_app.foundation.i18n import format_date, gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, not_found, requires

bp = Blueprint("channel_steps", __name__)


@bp.route("/channels/<int:channel_id>/<step>", methods=["GET", "POST"])
@requires(Action.CHANNELS)
def take(channel_id: int, step: str) -> ResponseReturnValue:
    channel = channel_or_404(channel_id)
    chosen = Step(step) if step in set(Step) else not_found()
    form = _form(channel, chosen)
    if form.validate_on_submit() and _took(channel, chosen, form):
        request_session().commit()
        flash(gettext("%(name)s: saved.", name=channel.name), "success")
        return redirect(url_for("channels.show", channel_id=channel.id), 303)
    page = render_template(
        "channels/step.html",
        channel=channel,
        step=chosen,
        words=STEPS[chosen],
        form=form,
        earliest=_earliest(channel),
    )
    return page, 422 if form.is_submitted() else 200


def _form(channel: Channel, step: Step) -> RoomForm:
    match step:
        case Step.PAUSE:
            return PauseForm(data={"notice_url": channel.notice_url})
        case Step.CLOSE:
            goals = [goal for goal in services.open_channels(request_session()) if goal is not channel]
            return CloseForm(goals=goals, data={"closes_on": _earliest(channel)})
        case Step.FREEZE:
            return FreezeForm(data={"notice_url": channel.notice_url})
        case _:
            return PlainStepForm()


def _took(channel: Channel, step: Step, form: RoomForm) -> bool:
    try:
        states.take(
            request_session(),
            channel,
            step,
            _details(channel, form, step),
            activity=_activity(channel),
            tunings=tunings(request_session()),
            by=current_person(),
            now=request_now(),
        )
    except StepRefusedError as refusal:
        for missing in refusal.missing:
            _say(missing, channel, form)
        return False
    return True


def _details(channel: Channel, form: RoomForm, step: Step) -> Details:
    if step == Step.LAUNCH:
        return Details(undecided=_undecided(), is_too_full=_is_too_full(channel))
    match form:
        case PauseForm():
            return Details(paused_until=form.paused_until.data, notice_url=form.notice_url.data or "")
        case CloseForm():
            goal = services.find(request_session(), form.successor_id.data or 0)
            return Details(
                closes_on=form.closes_on.data, successor=goal, notice_url=form.notice_url.data or ""
            )
        case FreezeForm():
            return Details(notice_url=form.notice_url.data or "")
        case _:
            return Details()


def _undecided() -> tuple[str, ...]:
    """The channels about which somebody has to decide before a new one takes their place."""
    session = request_session()
    silence = silences(session, request_now())
    return tuple(each.name for each in services.channels(session) if silence(each).must_be_decided)


def _is_too_full(channel: Channel) -> bool:
    """Weeks fill up between sign-off and launch, so they are counted again."""
    gate = gate_of(request_session(), channel)
    return has_filled_up(gate, room_for_launch(request_session(), gate, request_now()))


def _say(missing: Missing, channel: Channel, form: RoomForm) -> None:
    """Put a remark beside its field, or above the form if it has none there."""
    day = _earliest(channel) if missing == Missing.LEAD_TIME else channel.closes_on
    names = ", ".join(_undecided()) if missing == Missing.UNDECIDED else ""
    text = gettext(MISSING[missing], day=format_date(day) if day else "", names=names)
    field = form[FIELDS[missing]] if FIELDS.get(missing, "") in form else None
    if field is None:
        form.form_errors.append(text)
    else:
        field.errors = [*field.errors, text]


def _earliest(channel: Channel) -> date:
    decided = tunings(request_session())
    return states.earliest_closing(channel, _activity(channel), decided, request_now())


def _activity(channel: Channel) -> Activity:
    return activities(request_session()).get(channel.id, Activity())
