"""Who may do what. Access is closed: a page that does not say who may see it is not served at all."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from flask import Flask, abort, current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import case, select
from sqlalchemy.orm import Session

from calendar_app.foundation.db import everywhere
from calendar_app.foundation.web import choose_language, is_htmx, request_session, typed_words, where_from
from calendar_app.people.models import Account, Person, Role
from calendar_app.people.services import act_for

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row")


class Action(StrEnum):
    """What can be done in a workspace, in the words of the access table."""

    LOOK = "look"  # see plan, channels, people
    LOG = "log"  # log own conversation, end own slots
    WRITE = "write"  # write posts and variants, submit them
    PREPARE = "prepare"  # see campaigns, and prepare them
    RESERVE = "reserve"  # book and change engagement slots
    HOURS = "hours"  # change the hours and absences of others, and import calendars
    APPROVE = "approve"  # approve what others wrote
    STOP = "stop"  # stop publishing on a channel or everywhere
    LIFT = "lift"  # let it go on
    OVERRIDE = "override"  # let a variant pass a rule, with a reason
    FACTS = "facts"  # take away, as a file, the plan of all channels that a finding depends on
    SHARE = "share"  # let outsiders read a part of the plan, by a link without signing in
    RULES = "rules"  # say what the rules leave out of a comparison
    CHANNELS = "channels"  # open, change and close channels
    JOURNAL = "journal"  # read who did what
    MAILS = "mails"  # read the mails that others were sent
    PEOPLE = "people"  # invite, change and remove persons
    WORKSPACE = "workspace"  # change or remove the workspace


_TEAM = {Role.TRAINEE, Role.AUTHOR, Role.APPROVER, Role.LEAD, Role.ADMIN}

RIGHTS: dict[Action, set[Role]] = {
    Action.LOOK: _TEAM | {Role.EXTERNAL},
    Action.LOG: _TEAM | {Role.EXTERNAL},
    Action.WRITE: _TEAM | {Role.EXTERNAL},
    Action.PREPARE: _TEAM,
    Action.RESERVE: _TEAM - {Role.TRAINEE},
    Action.HOURS: {Role.LEAD, Role.ADMIN},
    Action.APPROVE: {Role.APPROVER, Role.LEAD, Role.ADMIN},
    Action.STOP: {Role.APPROVER, Role.LEAD, Role.ADMIN},
    Action.LIFT: {Role.LEAD, Role.ADMIN},
    Action.OVERRIDE: {Role.LEAD, Role.ADMIN},
    Action.FACTS: _TEAM,
    Action.SHARE: {Role.APPROVER, Role.LEAD, Role.ADMIN},
    Action.RULES: {Role.LEAD, Role.ADMIN},
    Action.CHANNELS: {Role.LEAD, Role.ADMIN},
    Action.JOURNAL: {Role.LEAD, Role.ADMIN},
    Action.MAILS: {Role.LEAD, Role.ADMIN},
    Action.PEOPLE: {Role.ADMIN},
    Action.WORKSPACE: {Role.ADMIN},
}


def may(person: Person, action: Action | str) -> bool:
    return person.role in RIGHTS[Action(action)]


def requires(action: Action) -> Callable[[View], View]:
    """Open a page to the members of the workspace whose role allows the action."""

    def mark(view: View) -> View:
        view.access = action  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Open a page to everybody, on purpose."""
    view.access = None  # type: ignore[attr-defined]
    return view


def current_person() -> Person:
    """The person at the other end; only within a page that requires an action."""
    person: Person | None = g.get("person")
    if person is None:
        raise RuntimeError("this page is public: nobody needs to be signed in here")
    return person


def come_as(person: Person, action: Action) -> None:
    """Let this request go on as a person whom a sealed address names, if their role allows the action."""
    if not may(person, action):
        abort(403)
    g.person = person
    act_for(request_session(), person)


def guard(app: Flask) -> None:
    """Know who asks, then check the request before its view runs; a refusal speaks their language."""
    app.before_request(_know_the_person)
    app.before_request(_choose_language)
    app.before_request(_check_access)


def refuse_unmarked(app: Flask) -> None:
    """Raise when an endpoint says neither `requires` nor `public`."""
    unmarked = [name for name, view in app.view_functions.items() if not hasattr(view, "access")]
    if unmarked:
        raise RuntimeError(f"these endpoints do not say who may use them: {', '.join(sorted(unmarked))}")


def _know_the_person() -> None:
    g.person = g.account = None
    account_id = getattr(session, "account_id", None)
    if account_id is None or request.endpoint == "static":
        return
    db = request_session()
    g.account = db.get(Account, account_id)
    if g.account is not None:
        g.person = _person_of(db, g.account, session.get("workspace"))
    if g.person is not None:
        act_for(db, g.person)


def _person_of(db: Session, account: Account, workspace_id: int | None) -> Person | None:
    """Who the account is in the workspace it last looked at, else in its first one."""
    with everywhere(db):
        return db.scalar(
            select(Person)
            .where(Person.account_id == account.id, Person.left_at.is_(None))
            .order_by(case((Person.workspace_id == workspace_id, 0), else_=1), Person.id)
            .limit(1)
        )


def _choose_language() -> None:
    """The account's language, else the one chosen in this browser."""
    choose_language(g.account.language if g.account else session.get("language"))


def _check_access() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None  # no such page: Flask answers 404 or 405
    action = _action_of(request.endpoint)
    if action is None:
        return None
    if g.person is None:
        return _to_sign_in()
    if not may(g.person, action):
        abort(403)
    return None


def _action_of(endpoint: str) -> Action | None:
    view: Any = current_app.view_functions[endpoint]
    action: Action | None = view.access
    return action


def _to_sign_in() -> ResponseReturnValue:
    """Somebody unknown: to the sign-in page, and back to where they were going; what they typed is shown."""
    wanted = request.full_path.removesuffix("?") if request.method == "GET" else where_from()
    target = url_for("account.sign_in", next=wanted)
    if is_htmx():
        # A page that somebody writes on stays where it is, and says so: going on would lose the words.
        return "", 401, {} if typed_words() else {"HX-Redirect": target}
    if typed := typed_words():
        return render_template("errors/401.html", code=401, typed=typed, sign_in=target), 401
    return redirect(target, 303)


def found(row: Row | None) -> Row:
    """The row, or the page for "no such thing": what belongs to another workspace does not exist here."""
    if row is None:
        not_found()
    return row


def not_found() -> NoReturn:
    abort(404)
