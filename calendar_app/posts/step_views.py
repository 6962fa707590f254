"""The steps of a variant as addresses to post to: from draft to published, and back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypedDict

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.foundation.forms import RoomForm
from calendar_app.foundation.i18n import format_datetime, gettext
from calendar_app.foundation.web import request_now, request_session, safe_next
from calendar_app.people.access import Action, current_person, requires
from calendar_app.people.models import Person
from calendar_app.posts import review, writing
from calendar_app.posts.blueprint import bp
from calendar_app.posts.errors import BlockedError, ConflictError, RefusedError, TickNeededError
from calendar_app.posts.fixes import mend
from calendar_app.posts.forms import (
    ExceptionForm,
    FixForm,
    PublishedForm,
    ShiftForm,
    StepForm,
    WhenForm,
)
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.pages import back_to, the_post, the_variant, variant_page
from calendar_app.posts.refusals import refusal_of

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
    except (RefusedError, BlockedError, TickNeededError) as refusal:
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


class Hand(TypedDict):
    """Who takes a step, when, and which state of the variant they had before them."""

    revision: int
    person: Person
    now: datetime


def _hand(form: Any) -> Hand:
    return {"revision": form.revision.data, "person": current_person(), "now": request_now()}


def said_submitted(variant: Variant) -> str:
    """What handing in came to."""
    return (
        _("It stands in the plan now.") if variant.status == Status.SCHEDULED else _("Handed in for review.")
    )


@step(Action.WRITE, StepForm)
def submit(variant: Variant, form: StepForm) -> str:
    review.submit(request_session(), variant, ticked=bool(form.ticked.data), **_hand(form))
    return said_submitted(variant)


@step(Action.APPROVE, StepForm)
def approve(variant: Variant, form: StepForm) -> str:
    review.approve(request_session(), variant, ticked=bool(form.ticked.data), **_hand(form))
    return _("Approved. It stands in the plan now.")


@step(Action.WRITE, StepForm)
def back_to_draft(variant: Variant, form: StepForm) -> str:
    review.back_to_draft(request_session(), variant, **_hand(form))
    return _("It is a draft again.")


@step(Action.WRITE, StepForm)
def cancel(variant: Variant, form: StepForm) -> str:
    review.cancel(request_session(), variant, **_hand(form))
    return _("Cancelled. It can be reinstated.")


@step(Action.WRITE, StepForm)
def reinstate(variant: Variant, form: StepForm) -> str:
    review.reinstate(request_session(), variant, **_hand(form))
    return _("Reinstated as a draft.")


@step(Action.WRITE, PublishedForm)
def confirm(variant: Variant, form: PublishedForm) -> str:
    review.confirm_published(request_session(), variant, permalink=form.permalink.data or "", **_hand(form))
    return _("Confirmed as published.")


@step(Action.WRITE, StepForm)
def unconfirm(variant: Variant, form: StepForm) -> str:
    review.take_back_published(request_session(), variant, **_hand(form))
    return _("Planned again, not confirmed.")


@step(Action.WRITE, WhenForm)
def move(variant: Variant, form: WhenForm) -> str:
    return _move(variant, form, form.wall)


@step(Action.WRITE, ShiftForm)
def shift(variant: Variant, form: ShiftForm) -> str:
    """Some days on or back, at the same time by the clock on the wall."""
    if variant.planned_wall is None:
        raise RefusedError(_("There is no time yet. Choose day and time first."))
    return _move(variant, form, variant.planned_wall + timedelta(days=form.days.data or 0))


def _move(variant: Variant, form: Any, wall: Any) -> str:
    review.move(request_session(), variant, wall, **_hand(form))
    return _("Moved to %(when)s.", when=format_datetime(wall))


@step(Action.OVERRIDE, ExceptionForm)
def allow(variant: Variant, form: ExceptionForm) -> str:
    """An exception from one rule, with a reason."""
    review.make_exception(
        request_session(), variant, form.rule.data or "", form.reason.data or "", **_hand(form)
    )
    return _("The exception is recorded. It holds for this text, time and channel.")


@step(Action.WRITE, FixForm)
def fix(variant: Variant, form: FixForm) -> str:
    """What a finding offers."""
    return mend(request_session(), variant, form.rule.data or "", form.kind.data or "", **_hand(form))


@bp.route("/variants/<int:variant_id>/delete", methods=["GET", "POST"])
@requires(Action.WRITE)
def delete_variant(variant_id: int) -> ResponseReturnValue:
    """Ask once, naming what goes; then it goes."""
    variant, session = the_variant(variant_id), request_session()
    form = StepForm(data={"revision": variant.revision})
    name = writing.first_words(variant)
    if not form.validate_on_submit():
        return render_template("posts/delete.html", form=form, variant=variant, name=name)
    try:
        writing.delete_variant(session, variant, **_hand(form))
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
        writing.delete_post(session, post, **_hand(form))
        session.commit()
    except (RefusedError, ConflictError) as refusal:
        session.rollback()
        flash(refusal_of(refusal), "error")
        return redirect(url_for("posts.show", post_id=post_id), 303)
    flash(_("The post is deleted."), "success")
    return redirect(url_for("board.week"), 303)
