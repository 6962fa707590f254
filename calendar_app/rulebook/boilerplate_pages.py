"""The pages on which a team says which words no comparison counts."""

from functools import partial

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.services import channels
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, may, requires
from calendar_app.rulebook import boilerplate as services
from calendar_app.rulebook.blueprint import bp
from calendar_app.rulebook.forms import EVERYWHERE, BoilerplateForm
from calendar_app.rulebook.models import Boilerplate, Suggestion
from calendar_app.rules.boilerplate import SHORTEST

_ = gettext


@bp.get("/rules/boilerplate")
@requires(Action.LOOK)
def boilerplate() -> ResponseReturnValue:
    """What is left out, what could be, and a form for a phrase of one's own."""
    return _page(_form())


@bp.post("/rules/boilerplate")
@requires(Action.RULES)
def add_boilerplate() -> ResponseReturnValue:
    """Register a phrase, one's own or a suggested one."""
    form = _form()
    if not form.validate():
        return _page(form, 422)
    session = request_session()
    try:
        services.register(session, form.text.data, form.channel, person=current_person(), now=request_now())
    except services.TooManyError:
        form.text.errors = [_("There are %(most)s phrases already. Remove one first.", most=services.MOST)]
        return _page(form, 422)
    except (services.TooFewLettersError, services.AlreadyRegisteredError) as refusal:
        form.text.errors = [_why(refusal)]
        return _page(form, 422)
    session.commit()
    flash(_("Registered. It is left out from the next check on."), "success")
    return _back()


@bp.route("/rules/boilerplate/<int:boilerplate_id>", methods=["GET", "POST"])
@requires(Action.RULES)
def change_boilerplate(boilerplate_id: int) -> ResponseReturnValue:
    """Reword a phrase or say where it holds."""
    session, row = request_session(), _row(boilerplate_id)
    form = edited(partial(_form, data={"text": row.text, "channel_id": row.channel_id or EVERYWHERE}))
    if not form.validate_on_submit():
        return _edit_page(row, form, form.status)
    try:
        services.change(
            session, row, form.text.data, form.channel, person=current_person(), now=request_now()
        )
    except (services.TooFewLettersError, services.AlreadyRegisteredError) as refusal:
        form.text.errors = [_why(refusal)]
        return _edit_page(row, form, 422)
    session.commit()
    flash(_("Saved."), "success")
    return _back()


@bp.post("/rules/boilerplate/<int:boilerplate_id>/remove")
@requires(Action.RULES)
def remove_boilerplate(boilerplate_id: int) -> ResponseReturnValue:
    session = request_session()
    services.remove(session, _row(boilerplate_id), person=current_person(), now=request_now())
    session.commit()
    flash(_("Removed. It counts again from the next check on."), "success")
    return _back()


@bp.post("/rules/boilerplate/suggestions/<int:suggestion_id>/dismiss")
@requires(Action.RULES)
def dismiss_suggestion(suggestion_id: int) -> ResponseReturnValue:
    """Wave a suggestion aside, for good."""
    session = request_session()
    services.dismiss(session, found(session.get(Suggestion, suggestion_id)), now=request_now())
    session.commit()
    flash(_("It is not suggested again."), "success")
    return _back()


def _form(**options: object) -> BoilerplateForm:
    return BoilerplateForm(channels=channels(request_session()), **options)


def _row(boilerplate_id: int) -> Boilerplate:
    return found(request_session().get(Boilerplate, boilerplate_id))


def _back() -> ResponseReturnValue:
    return redirect(url_for("rulebook.boilerplate"), 303)


def _page(form: BoilerplateForm, status: int = 200) -> ResponseReturnValue:
    session, person = request_session(), current_person()
    may_change = may(person, Action.RULES)
    page = render_template(
        "rulebook/boilerplate.html",
        form=form,
        phrases=services.registered(session),
        suggestions=services.suggestions(session) if may_change else [],
        search=services.last_search(session),
        wall=to_wall,
    )
    return page, status


def _edit_page(row: Boilerplate, form: BoilerplateForm, status: int) -> ResponseReturnValue:
    return render_template("rulebook/change_boilerplate.html", row=row, form=form), status


def _why(refusal: Exception) -> str:
    if isinstance(refusal, services.AlreadyRegisteredError):
        return _("These words are left out there already.")
    return _(
        "A phrase has at least %(least)s letters; shorter ones would fit by chance. Links, emoji and "
        "hashtags do not count.",
        least=SHORTEST,
    )
