"""Stopping all publishing, lifting it, and what waits for a person meanwhile."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired

from calendar_app.campaigns.services import campaigns
from calendar_app.channels.services import channels
from calendar_app.foundation.forms import Passage, RoomForm, choices
from calendar_app.foundation.i18n import gettext, mark, ngettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.posts import holding, stops
from calendar_app.posts.blueprint import bp
from calendar_app.posts.models import PublishingStop
from calendar_app.posts.stops import Place
from calendar_app.posts.telling.held import why_held

_ = mark

EVERYWHERE = "everywhere"

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

    place = SelectField(mark("What to stop"))
    level = RadioField(mark("How bad it is"), coerce=int)
    reason = Passage(mark("Reason"), most=stops.LONGEST_REASON, validators=[DataRequired()])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        session = request_session()
        self._places = {EVERYWHERE: stops.EVERYWHERE}
        self._places |= {f"channel-{each.id}": Place(channel=each) for each in channels(session)}
        self._places |= {f"campaign-{each.id}": Place(campaign=each) for each in campaigns(session)}
        self.place.choices = choices((key, _name(place)) for key, place in self._places.items())
        self.level.choices = choices((level, gettext(LEVELS[level])) for level in stops.LEVELS)

    @property
    def chosen(self) -> Place:
        return self._places[self.place.data]


def _name(place: Place) -> str:
    if place.campaign is not None:
        return gettext(_("Campaign: %(name)s"), name=place.campaign.name)
    return place.channel.name if place.channel else gettext(_("All channels"))


@bp.get("/held")
@requires(Action.LOOK)
def held() -> ResponseReturnValue:
    """What is stopped, and what waits for a person."""
    return _page(StopForm(data={"level": 3, "place": request.args.get("place", EVERYWHERE)}))


@bp.post("/held/stop")
@requires(Action.STOP)
def stop() -> ResponseReturnValue:
    form, session = StopForm(), request_session()
    if not form.validate():
        return _page(form, 422)
    try:
        count = stops.stop(
            session,
            form.chosen,
            form.level.data,
            form.reason.data,
            person=current_person(),
            now=request_now(),
        )
    except stops.AlreadyStoppedError:
        session.rollback()
        form.place.errors = [gettext(_("Publishing is stopped there already."))]
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
    session = request_session()
    waiting = holding.held(session)
    page = render_template(
        "posts/held.html", form=form, waiting=waiting, reasons=why_held(session, waiting), levels=LEVELS
    )
    return page, status
