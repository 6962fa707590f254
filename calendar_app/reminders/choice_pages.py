"""Which mails come: one's own choice, and the page behind the address that a mail carries."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue

from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.foundation.i18n import gettext, speak
from calendar_app.foundation.push import Subscription, SubscriptionError, public_words
from calendar_app.foundation.web import csrf, request_now, request_session, settings
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, public, requires
from calendar_app.people.models import Person
from calendar_app.reminders import choices, devices
from calendar_app.reminders.forms import ChoicesForm
from calendar_app.reminders.kind import GATHERED, all_kinds

bp = Blueprint("choices", __name__)

_ = gettext

# The first mark that a browser's line holds; several call themselves by others' names too.
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@bp.route("/account/mails", methods=["GET", "POST"])
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    session, person = request_session(), current_person()
    habits = choices.habits(session, person)
    wanted = choices.wanted(session, person)
    form = ChoicesForm(obj=habits, data={"kinds": sorted(wanted), "is_gathered": GATHERED in wanted})
    if form.validate_on_submit():
        choices.choose(session, person, form.chosen)
        leads, in_hours = form.lead_minutes.data, form.in_hours.data
        choices.keep_habits(session, person, leads, in_hours=in_hours, quiet=form.quiet)
        session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("choices.index"), 303)
    page = render_template(
        "reminders/choices.html",
        form=form,
        zone=person.zone,
        devices=devices.devices_of(session, person),
        push_key=public_words(settings().secret_key),
        local=lambda moment: to_wall(moment, person.zone),
    )
    return page, 422 if form.is_submitted() else 200


@bp.post("/account/devices")
@requires(Action.LOOK)
def let_ring() -> ResponseReturnValue:
    """The browser that asks shall ring; the page's script sends what its push service has given it."""
    session, person, words = request_session(), current_person(), request.form
    try:
        subscription = Subscription.read(
            words.get("endpoint", ""), words.get("p256dh", ""), words.get("auth", "")
        )
    except SubscriptionError:
        flash(_("This browser gave no address at which it could be reached."), "warning")
        return redirect(url_for("choices.index"), 303)
    if devices.let_ring(session, person, subscription, _browser_name(), request_now()):
        session.commit()
        flash(_("This device rings ten minutes before."), "success")
    else:
        flash(_("Ten devices ring already: remove one first."), "warning")
    return redirect(url_for("choices.index"), 303)


@bp.post("/account/devices/<int:device_id>/remove")
@requires(Action.LOOK)
def remove_device(device_id: int) -> ResponseReturnValue:
    session, person = request_session(), current_person()
    mine = (each for each in devices.devices_of(session, person) if each.id == device_id)
    devices.forget(session, found(next(mine, None)))
    session.commit()
    flash(_("The device no longer rings."), "success")
    return redirect(url_for("choices.index"), 303)


def _browser_name() -> str:
    """What names the device in a list, as far as a browser tells."""
    agent = request.user_agent.string
    browser = next((name for mark, name in BROWSERS if mark in agent), _("Browser"))
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser}, {system}" if system else browser


@bp.route("/mails/stop/<token>", methods=["GET", "POST"])
@csrf.exempt  # type: ignore[untyped-decorator]  # a mail program sends the POST (RFC 8058); the sealed address is the proof
@public
def stop(token: str) -> ResponseReturnValue:
    """GET only shows, since scanners open every link of a mail."""
    session = request_session()
    person, kind = _named_by(token)
    if request.method == "POST":
        (choices.resume if "resume" in request.form else choices.stop)(session, person, kind)
        session.commit()
    return render_template(
        "reminders/stop.html",
        kind=all_kinds()[kind],
        house=person.workspace,
        comes=choices.wants(session, person.id, kind),
        token=token,
    )


def _named_by(token: str) -> tuple[Person, str]:
    """Who comes by the address need not be signed in; the session is scoped to the workspace it names."""
    session = request_session()
    person_id, kind = found(choices.unseal(settings().secret_key, token))
    with everywhere(session):
        person = found(session.get(Person, person_id))
    found(all_kinds().get(kind))
    scope_to(session, person.workspace_id)
    if g.account is None and "language" not in browser:
        speak(person.language)
    return person, kind
