"""Stopping all publishing, lifting it, and what waits for a person meanwhile."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired

from calendar_app.channels.models import Channel
from calendar_app.channels.services import channels
from calendar_app.foundation.forms import Passage, RoomForm, choices
from calendar_app.foundation.i18n import gettext, mark, ngettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.posts import holding, stops
from calendar_app.posts.blueprint import bp
from calendar_app.posts.models import PublishingStop

_ = mark

EVERYWHERE = 0

LEVELS = (
    _("0: calm, to be on the safe side"),
    _("1: single critical voices"),
    _("2: several, on one channel"),
    _("3: many, on more than one channel"),
    _("4: a campaign against us, media ask"),
    _("5: media report"),
    _("6: the subject of the day everywhere"),
)


class StopForm(RoomForm):
    """What to stop, how bad it is, and why."""

    channel_id = SelectField(mark("What to stop"), coerce=int)
    level = RadioField(mark("How bad it is"), coerce=int)
    reason = Passage(mark("Reason"), most=stops.LONGEST_REASON, validators=[DataRequired()])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._channels = {channel.id: channel for channel in channels(request_session())}
        named = ((channel.id, channel.name) for channel in self._channels.values())
        self.channel_id.choices = choices([(EVERYWHERE, gettext(_("All channels"))), *named])
        self.level.choices = choices((level, gettext(LEVELS[level])) for level in stops.LEVELS)

    @property
    def channel(self) -> Channel | None:
        return self._channels.get(self.channel_id.data)


@bp.get("/held")
@requires(Action.LOOK)
def held() -> ResponseReturnValue:
    """What is stopped, and what waits for a person."""
    return _page(StopForm(data={"level": 3}))


@bp.post("/held/stop")
@requires(Action.STOP)
def stop() -> ResponseReturnValue:
    form, session = StopForm(), request_session()
    if not form.validate():
        return _page(form, 422)
    try:
        count = stops.stop(
            session,
            form.channel,
            form.level.data,
            form.reason.data,
            person=current_person(),
            now=request_now(),
        )
    except stops.AlreadyStoppedError:
        session.rollback()
        form.channel_id.errors = [gettext(_("Publishing is stopped there already."))]
        return _page(form, 409)
    session.commit()
    said = gettext(_("Publishing is stopped."))
    number = ngettext("One post is held.", "%(num)d posts are held.", count)
    flash(f"{said} {number}", "success")
    return redirect(url_for("posts.held"), 303)


@bp.post("/held/stops/<int:stop_id>/lift")
@requires(Action.LIFT)
def lift_stop(stop_id: int) -> ResponseReturnValue:
    """Let posts be scheduled again; nothing that is held resumes by that."""
    session = request_session()
    row = found(session.get(PublishingStop, stop_id))
    stops.lift(session, row, person=current_person(), now=request_now())
    session.commit()
    flash(
        gettext(_("The stop is lifted. What is held stays held until somebody decides about it.")), "success"
    )
    return redirect(url_for("posts.held"), 303)


@bp.get("/held/stops/<int:stop_id>")
@requires(Action.LOOK)
def open_stop(stop_id: int) -> ResponseReturnValue:
    """From the journal to where stops are shown."""
    found(request_session().get(PublishingStop, stop_id))
    return redirect(url_for("posts.held"), 303)


def _page(form: StopForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "posts/held.html", form=form, waiting=holding.held(request_session()), levels=LEVELS
    )
    return page, status
