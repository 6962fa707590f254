"""Opening the demo newsroom with one click, and removing it with one."""

from flask import Blueprint, flash, g, redirect, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue

from calendar_app.demo import services
from calendar_app.foundation.i18n import current_language, gettext, mark
from calendar_app.foundation.outbox import OutboxTransport
from calendar_app.foundation.web import limiter, request_now, request_session, settings
from calendar_app.people.access import Action, current_person, not_found, public, requires
from calendar_app.people.account import begin_session, enter, server_session
from calendar_app.people.accounts import is_first_visit, take_turns_at_the_door
from calendar_app.people.models import Account, Person

bp = Blueprint("demo", __name__, url_prefix="/demo")
_ = mark


@bp.post("/open")
@public
@limiter.limit("10 per hour")
def open_demo() -> ResponseReturnValue:
    """Enter the newsroom, building it first if it is not there. Once people have accounts, only they may."""
    db, now = request_session(), request_now()
    take_turns_at_the_door(db)
    account: Account | None = g.account
    if account is None and not is_first_visit(db):
        return redirect(url_for("account.sign_in"), 303)
    person = services.demo_person(db, account) or services.open_demo(
        db, account or services.visitor_account(db, language=current_language(), now=now), now=now
    )
    if account is not None:
        services.hand_over(db, person, account)
    db.commit()
    _enter(person)
    return redirect(url_for("board.week"), 303)


@bp.post("/remove")
@requires(Action.WORKSPACE)
def remove_demo() -> ResponseReturnValue:
    """Remove the newsroom with all that is in it."""
    db, person = request_session(), current_person()
    if not person.workspace.is_demo:
        not_found()
    box = str(person.workspace_id)
    stays = services.remove_demo(db, person)
    db.commit()
    OutboxTransport(settings().data_dir / "outbox").forget(box)
    if not stays:
        server_session().end()
    browser.pop("workspace", None)
    flash(gettext(_("The demo newsroom and everything in it is gone.")), "success")
    return redirect(url_for("start.welcome"), 303)


def _enter(person: Person) -> None:
    if g.account is None and person.account is not None:
        begin_session(person.account)
    enter(person.workspace_id)
