"""Which mails come: one's own choice, and the page behind the address that a mail carries."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue

from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.foundation.i18n import gettext, speak
from calendar_app.foundation.web import csrf, request_session, settings
from calendar_app.people.access import Action, current_person, found, public, requires
from calendar_app.people.models import Person
from calendar_app.reminders import choices
from calendar_app.reminders.forms import ChoicesForm
from calendar_app.reminders.kind import all_kinds

bp = Blueprint("choices", __name__)

_ = gettext


@bp.route("/account/mails", methods=["GET", "POST"])
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    session, person = request_session(), current_person()
    habits = choices.habits(session, person)
    form = ChoicesForm(obj=habits, data={"kinds": sorted(choices.wanted(session, person))})
    if form.validate_on_submit():
        choices.choose(session, person, form.kinds.data)
        choices.keep_habits(session, person, form.lead_minutes.data, in_hours=form.in_hours.data)
        session.commit()
        flash(_("Saved."), "success")
        return redirect(url_for("choices.index"), 303)
    page = render_template("reminders/choices.html", form=form)
    return page, 422 if form.is_submitted() else 200


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
