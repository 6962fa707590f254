"""Joining a workspace by an invitation's link."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue

from calendar_app.foundation.db import everywhere, scope_to
from calendar_app.foundation.i18n import gettext, speak
from calendar_app.foundation.sessions import hashed
from calendar_app.foundation.web import limiter, request_now, request_session
from calendar_app.people import accounts, services
from calendar_app.people.access import public
from calendar_app.people.account import begin_session, enter
from calendar_app.people.forms import JoinAgainForm, JoinForm
from calendar_app.people.models import Account, Invitation

bp = Blueprint("joining", __name__)

_ = gettext


def _invited_address() -> str:
    """Whose password could be tried here: an invitation can be written to anybody's address."""
    token = (request.view_args or {}).get("token", "")
    invitation = _invitation(token)
    return invitation.person.email if invitation is not None else hashed(token)


@bp.route("/join/<token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per hour", methods=["POST"])
@limiter.limit("30 per hour", methods=["POST"], key_func=_invited_address)
def join(token: str) -> ResponseReturnValue:
    invitation = _invitation(token)
    if invitation is None:
        return render_template("people/no_invitation.html"), 410
    if g.account is None and "language" not in browser:
        speak(invitation.person.language)
    session = request_session()
    account = accounts.account_of(session, invitation.person.email)
    form = _form(invitation, account)
    if form.validate_on_submit():
        account = _account(form, invitation, account)
        if account is not None:
            return _come_in(invitation, account, form.name.data)
    page = render_template(
        "people/join.html",
        form=form,
        invited=invitation.person,
        house=invitation.person.workspace,
        account=account,
    )
    return page, 422 if form.is_submitted() else 200


def _invitation(token: str) -> Invitation | None:
    """Who comes by a link is in no workspace yet; the session is scoped to the one the link opens."""
    session = request_session()
    with everywhere(session):
        invitation = services.invitation(session, token, request_now())
    if invitation is not None:
        scope_to(session, invitation.workspace_id)
    return invitation


def _form(invitation: Invitation, account: Account | None) -> JoinForm | JoinAgainForm:
    name = {"name": invitation.person.name}
    return JoinForm(email=invitation.person.email, data=name) if account is None else JoinAgainForm(data=name)


def _account(
    form: JoinForm | JoinAgainForm, invitation: Invitation, account: Account | None
) -> Account | None:
    """A new account, or the one that is there if its password is right."""
    session, person = request_session(), invitation.person
    if account is None:
        return accounts.open_account(
            session, person.email, form.password.data, language=person.language, now=request_now()
        )
    known = accounts.authenticate(session, person.email, form.password.data)
    if known is None:
        form.password.errors = [_("This is not the password of the account with this address.")]
    return known


def _come_in(invitation: Invitation, account: Account, name: str) -> ResponseReturnValue:
    session = request_session()
    person = services.accept(session, invitation, account, name=name, now=request_now())
    session.commit()
    begin_session(account)
    enter(person.workspace_id)
    flash(_("Welcome to %(name)s.", name=person.workspace.name), "success")
    return redirect(url_for("board.week"), 303)
