"""Pages on which time is reserved, changed and given up."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.models import Channel
from calendar_app.channels.services import open_channels
from calendar_app.engagement import services
from calendar_app.engagement.forms import SlotForm
from calendar_app.engagement.models import Slot, SlotKind
from calendar_app.engagement.pages import bp, done, tell_doubts, the_slot
from calendar_app.engagement.recurrence import Occurrence, last_wall
from calendar_app.engagement.reservation import Refused, Reservation
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.engagement.wording import described
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session, safe_next
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, requires
from calendar_app.people.models import Person
from calendar_app.people.services import take_turns, team

_ = gettext


@bp.route("/dialog/new", methods=["GET", "POST"])
@requires(Action.RESERVE)
def new() -> ResponseReturnValue:
    """Reserve time. What is known already (channel, day, time) may stand in the address."""
    form = _slot_form(_wish())
    taken: Sequence[Occurrence] = []
    if form.validate_on_submit():
        wish = _reservation(form)
        if twin := services.reserved(request_session(), wish, now=request_now()):
            flash(_("Reserved: %(what)s.", what=described(twin)), "success")
            return redirect(safe_next(request.form.get("next"), url_for("engagement.index")), 303)
        try:
            taken = _taken(form, wish)
            if not taken:
                slot = services.reserve(request_session(), wish, now=request_now())
                return _kept(slot, wish, mark("reserved"), _("Reserved: %(what)s.", what=described(slot)))
        except Refused as refusal:
            form.form_errors.append(str(refusal))
    return _form_page("engagement/new.html", form, taken)


@bp.route("/dialog/<int:slot_id>/edit", methods=["GET", "POST"])
@requires(Action.RESERVE)
def edit(slot_id: int) -> ResponseReturnValue:
    """Change a slot; a series from a day on."""
    slot = the_slot(slot_id)
    upcoming = services.next_date(request_session(), slot, request_now())
    if upcoming is None:
        flash(_("Nothing of this lies ahead any more: reserve anew instead."), "info")
        return redirect(url_for("engagement.index"), 303)
    form = _slot_form(_as_it_stands(slot, upcoming), slot)
    taken: Sequence[Occurrence] = []
    if form.validate_on_submit():
        if form.revision.data != str(slot.revision):
            return _conflict(form, slot)
        wish = _reservation(form)
        try:
            taken = _taken(form, wish, slot)
            if not taken:
                slot = services.change(request_session(), slot, wish, now=request_now())
                return _kept(slot, wish, mark("changed"), _("Changed: %(what)s.", what=described(slot)))
        except Refused as refusal:
            form.form_errors.append(str(refusal))
    return _form_page("engagement/edit.html", form, taken, slot)


@bp.post("/dialog/<int:slot_id>/end")
@requires(Action.RESERVE)
def end(slot_id: int) -> ResponseReturnValue:
    slot = the_slot(slot_id)
    services.end_series(request_session(), slot, now=request_now())
    return done(slot, mark("ended"), _("Ended. What has taken place stays in the log."))


def _wish() -> dict[str, Any]:
    """What a link to the form knows already."""
    person, asked = current_person(), request.args
    tomorrow = to_wall(request_now(), person.zone).date() + timedelta(days=1)
    return {
        "person": asked.get("person", person.id, type=int),
        "channels": asked.getlist("channel", type=int),
        "kind": asked.get("kind", SlotKind.VISIT, type=SlotKind),
        "day": asked.get("day", tomorrow, type=date.fromisoformat),
        "time": asked.get("time", time(9), type=time.fromisoformat),
        "minutes": asked.get("minutes", 30, type=int),
        "zone": asked.get("zone", person.zone),
    }


def _as_it_stands(slot: Slot, upcoming: Occurrence) -> dict[str, Any]:
    """A series as its rule says, from its next date on; a single date as it will take place."""
    start = upcoming.rule_wall if slot.rrule else upcoming.start_wall
    return {
        "person": slot.person_id,
        "channels": [channel.id for channel in slot.channels],
        "kind": slot.kind,
        "day": start.date(),
        "time": start.time(),
        "minutes": slot.minutes if slot.rrule else upcoming.minutes,
        "zone": slot.zone,
        "deputy": slot.deputy_id or 0,
        **_rhythm_of(slot),
        "note": slot.note,
        "revision": str(slot.revision),
    }


def _rhythm_of(slot: Slot) -> dict[str, Any]:
    """A counted series is shown with its last day: some of its dates are over, and that day stays."""
    rhythm = Rhythm.read(slot.rrule)
    last = last_wall(slot.starts_wall, slot.rrule) if slot.rrule else None
    return {
        "weekdays": list(rhythm.weekdays),
        "cycle": rhythm.cycle,
        "until": last.date() if rhythm.times and last else rhythm.until,
    }


def _slot_form(given: dict[str, Any], slot: Slot | None = None) -> SlotForm:
    session = request_session()
    held = slot.channels if slot else []
    channels = {channel.id: channel for channel in (*open_channels(session), *held)}
    return SlotForm(team=team(session), channels=list(channels.values()), data=given)


def _reservation(form: SlotForm) -> Reservation:
    session = request_session()
    return Reservation(
        person=session.get_one(Person, form.person.data),
        channels=tuple(session.get_one(Channel, channel_id) for channel_id in form.channels.data or ()),
        kind=SlotKind(form.kind.data or ""),
        starts_wall=form.wall,
        zone=form.zone.data or "",
        minutes=form.minutes.data or 0,
        rhythm=form.rhythm,
        deputy=session.get(Person, form.deputy.data),
        note=form.note.data or "",
    )


def _taken(form: SlotForm, wish: Reservation, slot: Slot | None = None) -> Sequence[Occurrence]:
    """What stands in the way, unless it was seen and passed over."""
    if form.anyway.data:
        return []
    take_turns(request_session())
    return services.clashes(request_session(), wish, but=slot, now=request_now())


def _form_page(
    template: str, form: SlotForm, taken: Sequence[Occurrence], slot: Slot | None = None
) -> ResponseReturnValue:
    return _filled(template, form, taken, slot), 422 if request.method == "POST" else 200


def _conflict(form: SlotForm, slot: Slot) -> ResponseReturnValue:
    """Somebody changed the slot meanwhile: the page shows both versions, and saving again is on purpose."""
    form.revision.data = str(slot.revision)
    form.form_errors.append(
        _("Somebody else changed this meanwhile. What was typed is kept; saving again puts it in place.")
    )
    return _filled("engagement/edit.html", form, [], slot), 409


def _filled(template: str, form: SlotForm, taken: Sequence[Occurrence], slot: Slot | None) -> str:
    return render_template(template, form=form, taken=taken, slot=slot)


def _kept(slot: Slot, wish: Reservation, action: str, words: str) -> ResponseReturnValue:
    tell_doubts(services.clock_doubts(wish, now=request_now()), wish.zone)
    return done(slot, action, words)
