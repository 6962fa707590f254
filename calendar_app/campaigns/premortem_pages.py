"""The pages of the premortem: worst cases, who is on call, the sign-off, and what follows."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.campaigns import aftercare, premortem
from calendar_app.campaigns.blueprint import bp
from calendar_app.campaigns.forms import CaseForm, OnCallForm, TaskForm
from calendar_app.campaigns.models import AftercareTask, Campaign, OnCall, WorstCase
from calendar_app.campaigns.pages import campaign_page, the_campaign
from calendar_app.campaigns.services import Refused
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.services import team

Part = TypeVar("Part", WorstCase, OnCall)


@bp.route("/campaigns/<int:campaign_id>/cases", methods=["GET", "POST"])
@requires(Action.PREPARE)
def add_case(campaign_id: int) -> ResponseReturnValue:
    return _case(the_campaign(campaign_id), None)


@bp.route("/campaigns/cases/<int:case_id>", methods=["GET", "POST"])
@requires(Action.PREPARE)
def case(case_id: int) -> ResponseReturnValue:
    old = found(request_session().get(WorstCase, case_id))
    return _case(the_campaign(old.campaign_id), old)


def _case(row: Campaign, old: WorstCase | None) -> ResponseReturnValue:
    session = request_session()
    form = edited(partial(CaseForm, team=team(session), obj=old))
    if not form.validate_on_submit():
        return render_template("campaigns/case.html", form=form, campaign=row), form.status
    premortem.keep_case(session, row, form.case, old=old, by=current_person(), now=request_now())
    return _done(row, gettext("Saved."))


@bp.post("/campaigns/cases/<int:case_id>/remove")
@requires(Action.PREPARE)
def remove_case(case_id: int) -> ResponseReturnValue:
    return _removed(WorstCase, case_id, premortem.drop_case)


@bp.post("/campaigns/<int:campaign_id>/on-call")
@requires(Action.PREPARE)
def put_on_call(campaign_id: int) -> ResponseReturnValue:
    session, row = request_session(), the_campaign(campaign_id)
    people = {person.id: person for person in team(session)}
    form = OnCallForm(team=people.values())
    if not form.validate():
        return campaign_page(row, on_call_form=form, status=422)
    turn = OnCall(person=people[form.person_id.data], starts_wall=form.starts_wall, ends_wall=form.ends_wall)
    premortem.put_on_call(session, row, turn, by=current_person(), now=request_now())
    return _done(row, gettext("%(name)s is on call.", name=turn.person.name))


@bp.post("/campaigns/on-call/<int:turn_id>/remove")
@requires(Action.PREPARE)
def remove_on_call(turn_id: int) -> ResponseReturnValue:
    return _removed(OnCall, turn_id, premortem.take_off_call)


def _removed(kind: type[Part], part_id: int, drop: Callable[..., None]) -> ResponseReturnValue:
    """Take a part out of its campaign."""
    session = request_session()
    part = found(session.get(kind, part_id))
    row = the_campaign(part.campaign_id)
    drop(session, row, part, by=current_person(), now=request_now())
    return _done(row, gettext("Removed."))


@bp.post("/campaigns/<int:campaign_id>/sign")
@requires(Action.APPROVE)
def sign(campaign_id: int) -> ResponseReturnValue:
    session, row = request_session(), the_campaign(campaign_id)
    try:
        premortem.sign(session, row, by=current_person(), now=request_now())
    except Refused as refusal:
        return campaign_page(row, refusal=str(refusal), status=422)
    return _done(row, gettext("Signed. The campaign may begin."))


@bp.post("/campaigns/<int:campaign_id>/tasks")
@requires(Action.PREPARE)
def add_task(campaign_id: int) -> ResponseReturnValue:
    session, row = request_session(), the_campaign(campaign_id)
    form = TaskForm(team=team(session))
    if not form.validate():
        return campaign_page(row, task_form=form, status=422)
    aftercare.add_task(session, row, form.task, by=current_person(), now=request_now())
    return _done(row, gettext("Saved."))


@bp.post("/campaigns/tasks/<int:task_id>/done")
@requires(Action.PREPARE)
def finish_task(task_id: int) -> ResponseReturnValue:
    session = request_session()
    task = found(session.get(AftercareTask, task_id))
    row = the_campaign(task.campaign_id)
    aftercare.finish(session, task, row, by=current_person(), now=request_now())
    return _done(row, gettext("Done, thank you."))


def _done(row: Campaign, words: str) -> ResponseReturnValue:
    request_session().commit()
    flash(words, "success")
    return redirect(url_for("campaigns.show", campaign_id=row.id), 303)
