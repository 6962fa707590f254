"""One's own account: signing in and out, language and look, password, sessions, other workspaces."""

from typing import cast

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from calendar_app.foundation.forms import clean
from calendar_app.foundation.i18n import LANGUAGES, gettext
from calendar_app.foundation.sessions import ServerSession, end_all
from calendar_app.foundation.web import limiter, request_now, request_session, safe_next
from calendar_app.people import accounts
from calendar_app.people.access import Action, current_person, not_found, public, requires
from calendar_app.people.browsers import browser_name
from calendar_app.people.forms import THEMES, PasswordForm, ProfileForm, SignInForm
from calendar_app.people.models import Account

bp = Blueprint("account", __name__)

_ = gettext


def begin_session(account: Account) -> None:
    """Sign the account in: a new session, nothing kept of the visitor's."""
    session = server_session()
    session.clear()
    session.begin(account.id)
    session["client"] = browser_name(request.user_agent.string)


def server_session() -> ServerSession:
    return cast(ServerSession, browser._get_current_object())  # type: ignore[attr-defined]


def enter(workspace_id: int) -> None:
    """From the next page on the account is a person in this workspace."""
    browser["workspace"] = workspace_id


def _failed(response: Response) -> bool:
    """Attempts are counted, not visits: a team behind one address can sign in on a Monday morning."""
    return response.status_code == 422


def _claimed_account() -> str:
    return clean(request.form.get("email")).lower()[:254]


@bp.route("/sign-in", methods=["GET", "POST"])
@public
@limiter.limit("10 per 15 minutes", methods=["POST"], deduct_when=_failed)
@limiter.limit("30 per hour", methods=["POST"], deduct_when=_failed, key_func=_claimed_account)
def sign_in() -> ResponseReturnValue:
    target = safe_next(request.values.get("next"), url_for("start.index"))
    if g.person is not None:
        return redirect(target, 303)
    form = SignInForm()
    account = _let_in(form) if form.validate_on_submit() else None
    if account is not None:
        return redirect(target, 303)
    first = accounts.is_first_visit(request_session())
    page = render_template("people/sign_in.html", form=form, target=target, is_first_visit=first)
    return page, 422 if form.is_submitted() else 200


def _let_in(form: SignInForm) -> Account | None:
    """The account with a session begun, or None with the reason in the form."""
    session = request_session()
    account = accounts.authenticate(session, form.email.data or "", form.password.data or "")
    if account is None:
        form.form_errors.append(_("Address and password do not fit together."))
        return None
    if not accounts.homes(session, account):
        form.form_errors.append(_("This account is in no workspace any more. A new invitation opens one."))
        return None
    session.commit()
    begin_session(account)
    return account


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    server_session().end()
    flash(_("Signed out."), "success")
    return redirect(url_for("account.sign_in"), 303)


@bp.post("/language")
@public
def set_language() -> ResponseReturnValue:
    language = request.form.get("lang", "")
    if language not in LANGUAGES:
        abort(400)
    browser["language"] = language
    if g.account is not None:
        accounts.speak(request_session(), g.account, language)
        request_session().commit()
    return _back()


@bp.post("/theme")
@public
def set_theme() -> ResponseReturnValue:
    theme = request.form.get("theme", "")
    if theme not in THEMES:
        abort(400)
    browser["theme"] = theme
    if g.account is not None:
        g.account.theme = theme
        request_session().commit()
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(safe_next(request.form.get("next"), url_for("start.index")), 303)


@bp.route("/account", methods=["GET", "POST"])
@requires(Action.LOOK)
def profile() -> ResponseReturnValue:
    form = _profile_form()
    if not form.validate_on_submit():
        return _profile_page(form, _password_form()), 422 if form.is_submitted() else 200
    account: Account = g.account
    accounts.describe(
        request_session(), account, name=form.name.data, language=form.language.data, zone=form.zone.data
    )
    account.theme = form.theme.data
    account.shortcuts_on = form.shortcuts_on.data
    request_session().commit()
    browser["language"] = account.language
    flash(_("Saved."), "success")
    return redirect(url_for("account.profile"), 303)


@bp.post("/account/password")
@requires(Action.LOOK)
@limiter.limit("10 per hour", deduct_when=_failed, key_func=lambda: f"account {g.account.id}")
def change_password() -> ResponseReturnValue:
    form, account = _password_form(), g.account
    if form.validate_on_submit() and not accounts.is_own_password(account, form.current.data):
        form.current.errors = [_("This is not the present password.")]
    if form.errors:
        return _profile_page(_profile_form(), form), 422
    workspace_id = current_person().workspace_id
    accounts.change_password(request_session(), account, form.password.data)
    request_session().commit()
    begin_session(account)
    enter(workspace_id)
    flash(_("The password is changed. All other sessions have ended."), "success")
    return redirect(url_for("account.profile"), 303)


def _profile_form() -> ProfileForm:
    person, account = current_person(), g.account
    return ProfileForm(
        formdata=request.form if request.endpoint == "account.profile" and request.method == "POST" else None,
        data={
            "name": person.name,
            "language": account.language,
            "zone": person.zone,
            "theme": account.theme,
            "shortcuts_on": account.shortcuts_on,
        },
    )


def _password_form() -> PasswordForm:
    return PasswordForm(
        formdata=request.form if request.endpoint == "account.change_password" else None,
        known=(current_person().name, g.account.email, current_person().workspace.name),
    )


def _profile_page(form: ProfileForm, password_form: PasswordForm) -> str:
    session = request_session()
    return render_template(
        "people/profile.html",
        form=form,
        password_form=password_form,
        email=g.account.email,
        has_password=g.account.password_hash is not None,
        sessions=accounts.own_sessions(session, g.account, request_now()),
        own_hash=server_session().stored_hash,
        homes=accounts.homes(session, g.account),
    )


@bp.post("/account/sessions/<name>/end")
@requires(Action.LOOK)
def end_session(name: str) -> ResponseReturnValue:
    if (server_session().stored_hash or "").startswith(name):
        return sign_out()
    if not accounts.end_session(request_session(), g.account, name):
        not_found()
    request_session().commit()
    flash(_("The session has ended."), "success")
    return redirect(url_for("account.profile"), 303)


@bp.post("/account/sessions/end-others")
@requires(Action.LOOK)
def end_other_sessions() -> ResponseReturnValue:
    end_all(request_session(), g.account.id, but=server_session().stored_hash)
    request_session().commit()
    flash(_("All other sessions have ended."), "success")
    return redirect(url_for("account.profile"), 303)


@bp.post("/account/workspace")
@requires(Action.LOOK)
def switch() -> ResponseReturnValue:
    """Go to another workspace of the same account."""
    wanted = request.form.get("workspace", type=int)
    if wanted not in {workspace_id for workspace_id, _name in accounts.homes(request_session(), g.account)}:
        not_found()
    enter(wanted)
    return redirect(url_for("board.week"), 303)
