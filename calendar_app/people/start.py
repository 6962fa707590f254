"""The door: the first visit of an installation, and further workspaces."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.foundation.i18n import current_language, gettext
from calendar_app.foundation.web import limiter, request_now, request_session
from calendar_app.people import accounts, services
from calendar_app.people.access import Action, current_person, public, requires
from calendar_app.people.account import begin_session, enter
from calendar_app.people.forms import WelcomeForm, WorkspaceForm

bp = Blueprint("start", __name__)

_ = gettext
DEFAULT_ZONE = "Europe/Berlin"


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    if g.person is not None:
        return redirect(url_for("board.week"))
    if accounts.is_first_visit(request_session()):
        return redirect(url_for("start.welcome"))
    return redirect(url_for("account.sign_in"))


@bp.route("/welcome", methods=["GET", "POST"])
@public
@limiter.limit("30 per hour", methods=["POST"])
def welcome() -> ResponseReturnValue:
    """Only for the first visitor: later ones are invited."""
    if request.method == "POST":
        accounts.take_turns_at_the_door(request_session())
    if not accounts.is_first_visit(request_session()):
        return redirect(url_for("start.index"), 303)
    form = WelcomeForm(data={"language": current_language(), "zone": DEFAULT_ZONE})
    if form.validate_on_submit():
        return _open_house(form)
    return render_template("people/welcome.html", form=form), 422 if form.is_submitted() else 200


def _open_house(form: WelcomeForm) -> ResponseReturnValue:
    session, now = request_session(), request_now()
    account = accounts.open_account(
        session, form.email.data, form.password.data, language=form.language.data, now=now
    )
    services.begin_workspace(
        session,
        account,
        form.name.data,
        own_name=form.own_name.data,
        language=form.language.data,
        zone=form.zone.data,
        now=now,
    )
    session.commit()
    begin_session(account)
    return redirect(url_for("board.week"), 303)


@bp.route("/workspaces/new", methods=["GET", "POST"])
@requires(Action.LOOK)
@limiter.limit("30 per hour", methods=["POST"])
def another() -> ResponseReturnValue:
    """A further workspace for somebody who is signed in; one they are in by this name already is meant."""
    person = current_person()
    form = WorkspaceForm(data={"language": current_language(), "zone": person.zone})
    if not form.validate_on_submit():
        return render_template("people/another.html", form=form), 422 if form.is_submitted() else 200
    session = request_session()
    workspace_id = accounts.home_called(session, g.account, form.name.data) or _begin_another(form)
    session.commit()
    enter(workspace_id)
    flash(_("%(name)s is ready.", name=form.name.data), "success")
    return redirect(url_for("board.week"), 303)


def _begin_another(form: WorkspaceForm) -> int:
    admin = services.begin_workspace(
        request_session(),
        g.account,
        form.name.data,
        own_name=current_person().name,
        language=form.language.data,
        zone=form.zone.data,
        now=request_now(),
    )
    return admin.workspace_id
