"""Steps that need no text, as addresses to post to. What goes with a save stands in `views`."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.foundation.forms import RoomForm
from calendar_app.foundation.i18n import format_datetime, gettext
from calendar_app.foundation.web import request_now, request_session, safe_next
from calendar_app.people.access import Action, current_person, requires
from calendar_app.posts import review, writing
from calendar_app.posts.blueprint import bp
from calendar_app.posts.errors import BlockedError, ConflictError, RefusedError
from calendar_app.posts.forms import PublishedForm, ShiftForm, StepForm, UndoForm
from calendar_app.posts.models import Variant
from calendar_app.posts.pages import back_to, hand_on, the_post, the_variant, variant_page
from calendar_app.posts.telling.refusals import refusal_of
from calendar_app.posts.undoing import Aspect, Undo, take_back

_ = gettext

Step = Callable[[Variant, Any], str]
"""Takes a step and returns the sentence that says so; raises what the services raise."""


def step(action: Action, form_class: type[RoomForm] = RoomForm) -> Callable[[Step], Step]:
    """Give a step its address, `/variants/<id>/<name of the function>`, for those who may do the action."""

    def publish(take: Step) -> Step:
        def view(variant_id: int) -> ResponseReturnValue:
            return _take(the_variant(variant_id), form_class(), take)

        name = take.__name__
        path = f"/variants/<int:variant_id>/{name.replace('_', '-')}"
        bp.add_url_rule(path, name, requires(action)(view), methods=["POST"])
        return take

    return publish


def _take(variant: Variant, form: RoomForm, take: Step) -> ResponseReturnValue:
    session = request_session()
    if not form.validate():
        return _refused(variant, " ".join(text for errors in form.errors.values() for text in errors))
    try:
        said = take(variant, form)
        session.commit()
    except (RefusedError, BlockedError) as refusal:
        session.rollback()
        return _refused(variant, refusal_of(refusal))
    except ConflictError as conflict:
        session.rollback()
        return _refused(variant, refusal_of(conflict), status=409)
    flash(said, "success")
    return back_to(variant)


def _refused(variant: Variant, sentence: str, *, status: int = 422) -> ResponseReturnValue:
    """On the page the step was taken from, or on the variant's own with everything that belongs to it."""
    if request.form.get("next"):
        flash(sentence, "error")
        return back_to(variant)
    return variant_page(variant, refusal=sentence, status=status)


@step(Action.WRITE, StepForm)
def back_to_draft(variant: Variant, form: StepForm) -> str:
    review.back_to_draft(request_session(), variant, **hand_on(form.revision.data))
    return _("It is a draft again.")


@step(Action.WRITE, StepForm)
def cancel(variant: Variant, form: StepForm) -> str:
    review.cancel(request_session(), variant, **hand_on(form.revision.data))
    return _("Cancelled. It can be reinstated.")


@step(Action.WRITE, StepForm)
def reinstate(variant: Variant, form: StepForm) -> str:
    review.reinstate(request_session(), variant, **hand_on(form.revision.data))
    return _("Reinstated as a draft.")


@step(Action.WRITE, PublishedForm)
def confirm(variant: Variant, form: PublishedForm) -> str:
    review.confirm_published(
        request_session(), variant, permalink=form.permalink.data or "", **hand_on(form.revision.data)
    )
    return _("Confirmed as published.")


@step(Action.WRITE, StepForm)
def unconfirm(variant: Variant, form: StepForm) -> str:
    review.take_back_published(request_session(), variant, **hand_on(form.revision.data))
    return _("Planned again, not confirmed.")


@step(Action.WRITE, ShiftForm)
def shift(variant: Variant, form: ShiftForm) -> str:
    """Some days on or back, at the same time by the clock on the wall."""
    if variant.planned_wall is None:
        raise RefusedError(_("There is no time yet. Choose day and time first."))
    wall = variant.planned_wall + timedelta(days=form.days.data or 0)
    when = format_datetime(wall)
    try:
        review.move(request_session(), variant, wall, **hand_on(form.revision.data))
    except BlockedError as blocked:  # the page beside the sentence speaks of the time that stays
        why = refusal_of(blocked)
        raise RefusedError(_("Not moved to %(when)s. %(why)s", when=when, why=why)) from blocked
    return _("Moved to %(when)s.", when=when)


@step(Action.WRITE, UndoForm)
def undo(variant: Variant, form: UndoForm) -> str:
    """What a mending button did just now; `before` is its own word, so nonsense in it is nobody's."""
    back = Undo(Aspect(form.part.data or ""), form.before.data or "", form.revision.data or 0)
    try:
        return take_back(request_session(), variant, back, person=current_person(), now=request_now())
    except ValueError as error:
        raise RefusedError(_("This cannot be undone any more.")) from error


@bp.route("/variants/<int:variant_id>/delete", methods=["GET", "POST"])
@requires(Action.WRITE)
def delete_variant(variant_id: int) -> ResponseReturnValue:
    """Ask once, naming what goes; then it goes."""
    variant, session = the_variant(variant_id), request_session()
    form = StepForm(data={"revision": variant.revision})
    name = variant.called
    if not form.validate_on_submit():
        return render_template("posts/delete.html", form=form, variant=variant, name=name)
    try:
        writing.delete_variant(session, variant, **hand_on(form.revision.data))
        session.commit()
    except (RefusedError, ConflictError) as refusal:
        session.rollback()
        return _refused(
            variant, refusal_of(refusal), status=409 if isinstance(refusal, ConflictError) else 422
        )
    flash(_("Deleted: %(name)s", name=name), "success")
    return redirect(safe_next(request.form.get("next"), url_for("posts.show", post_id=variant.post_id)), 303)


@bp.route("/posts/<int:post_id>/delete", methods=["GET", "POST"])
@requires(Action.WRITE)
def delete_post(post_id: int) -> ResponseReturnValue:
    """Ask once, naming the post and how many variants go with it."""
    post, session = the_post(post_id), request_session()
    form = StepForm(data={"revision": post.revision})
    if not form.validate_on_submit():
        return render_template("posts/delete_post.html", form=form, post=post)
    try:
        writing.delete_post(session, post, **hand_on(form.revision.data))
        session.commit()
    except (RefusedError, ConflictError) as refusal:
        session.rollback()
        flash(refusal_of(refusal), "error")
        return redirect(url_for("posts.show", post_id=post_id), 303)
    flash(_("The post is deleted."), "success")
    return redirect(url_for("board.week"), 303)
