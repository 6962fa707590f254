"""The page on which a variant is written: save first, then take the step that a button names."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.foundation.forms import clean
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, not_found, requires
from calendar_app.posts import (
    check_views,
    exceptions,
    idea_views,
    picture_views,
    post_views,
    review,
    step_views,
    stop_views,
    writing,
)
from calendar_app.posts.blueprint import bp
from calendar_app.posts.circumstance_fields import CIRCUMSTANCE_FIELDS
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.errors import BlockedError, ConflictError, RefusedError, TickNeededError
from calendar_app.posts.fixes import Mended, mend
from calendar_app.posts.forms import VariantForm, title_words
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.pages import address, hand_on, sent_form, the_variant, variant_page
from calendar_app.posts.pictures import attach
from calendar_app.posts.telling.differences import differences
from calendar_app.posts.telling.refusals import refusal_of
from calendar_app.rules.facts import Label

_ = gettext

__all__ = [
    "bp",
    "check_views",
    "idea_views",
    "picture_views",
    "post_views",
    "step_views",
    "stop_views",
]  # the pages of the other files belong to this room's addresses


@bp.get("/variants/<int:variant_id>")
@requires(Action.LOOK)
def open_variant(variant_id: int) -> ResponseReturnValue:
    """The short address of a variant, for mails, calendars and lists."""
    return redirect(address(the_variant(variant_id)), 303)


@bp.route("/posts/<int:post_id>/variants/<int:variant_id>", methods=["GET", "POST"])
@requires(Action.WRITE)
def variant(post_id: int, variant_id: int) -> ResponseReturnValue:
    """The composer: write for one channel, see what the rules say, take the next step."""
    variant = the_variant(variant_id)
    if variant.post_id != post_id:
        not_found()
    if request.method == "GET":
        return variant_page(variant)
    form = sent_form(variant)
    if not form.validate():
        return variant_page(variant, form, status=422)
    return _save_variant(variant, form)


def _save_variant(variant: Variant, form: VariantForm) -> ResponseReturnValue:
    """Save first, so that nothing typed is lost; then take the step the pressed button names."""
    session, content, was = request_session(), form.content, variant.status
    try:
        if (octets := form.upload) is not None:
            alt = form.picture_alt.data
            content = attach(session, variant, content, octets, alt=alt, now=request_now())
        writing.edit_variant(session, variant, content, **hand_on(form.revision.data))
        session.commit()
    except ConflictError:
        return _conflict_page(variant, content, form)
    except RefusedError as refusal:
        if not writing.why_closed(variant):
            return variant_page(variant, form, content=content, refusal=str(refusal), status=422)
        return _conflict_page(variant, content, form, status=422)
    saved = _saved(variant, content, was)
    return _go_on(variant, request.form.get("then", ""), saved=saved, was=was, ticked=bool(form.ticked.data))


def _saved(variant: Variant, content: Content, was: Status) -> str:
    """What the save did besides saving."""
    if Label.MANDATED in content.labels and Label.MANDATED not in variant.labels:
        return _("Saved. The text was changed, so it is no longer marked as prescribed wording.")
    if was == Status.SCHEDULED != variant.status:
        return _("Saved. The approval is void now: it has to be given again.")
    return _("Saved.")


_KEPT_OF_PICTURES = ("alt-", "decorative-", "drop-")
_KEPT = ("day", "time", "language", "mode", "answer_person_id", "campaign_id", "labels", *CIRCUMSTANCE_FIELDS)


def _conflict_page(
    variant: Variant, mine: Content, form: VariantForm, *, status: int = 409
) -> ResponseReturnValue:
    """Both texts side by side, and what else was chosen differently; a closed one is kept as it stands."""
    page = render_template(
        "posts/conflict.html",
        variant=variant,
        mine=mine,
        why_closed=writing.why_closed(variant),
        differences=differences(request_session(), mine, content_of(variant)),
        has_title=title_words(variant) is not None,
        unkept=form.picture,
        unkept_alt=form.picture_alt,
        kept=[
            (name, value)
            for name, value in request.form.items(multi=True)
            if name in _KEPT or name.startswith(_KEPT_OF_PICTURES)
        ],
    )
    return page, status


def _go_on(variant: Variant, then: str, *, saved: str, was: Status, ticked: bool) -> ResponseReturnValue:
    """Take the step that was asked for together with the save."""
    session = request_session()
    try:
        said = _take(variant, then, ticked=ticked) or saved
        session.commit()
    except (RefusedError, BlockedError, TickNeededError, ConflictError) as refusal:
        session.rollback()
        return variant_page(
            variant,
            refusal=refusal_of(refusal),
            tone="warn" if isinstance(refusal, TickNeededError) else "block",
            status=409 if isinstance(refusal, ConflictError) else 422,
        )
    tone = "warning" if was == Status.SCHEDULED != variant.status else "success"
    flash(_message(variant, said), tone)  # type: ignore[arg-type]  # the page knows both kinds of message
    return redirect(address(variant), 303)


def _message(variant: Variant, said: str | Mended) -> str | dict[str, object]:
    """A message for the next page; with a button where what was done can be taken back."""
    if isinstance(said, str):
        return said
    back = {"part": said.undo.part.value, "before": said.undo.before, "revision": said.undo.revision}
    return {"text": said.said, "url": url_for("posts.undo", variant_id=variant.id), "fields": back}


def _take(variant: Variant, then: str, *, ticked: bool) -> str | Mended:
    """Take a step; returns the sentence that says so, and how to undo it where one can; "" when none was."""
    session, hand = request_session(), hand_on(variant.revision)
    step, _colon, detail = then.partition(":")
    match step:
        case "submit":
            review.submit(session, variant, ticked=ticked, **hand)
            is_planned = variant.status == Status.SCHEDULED
            return _("It stands in the plan now.") if is_planned else _("Handed in for review.")
        case "approve":
            review.approve(session, variant, ticked=ticked, **hand)
            return _("Approved. It stands in the plan now.")
        case "fix":
            rule, _colon, kind = detail.partition(":")
            return mend(session, variant, rule, kind, **hand)
        case "allow":
            reason = clean(request.form.get(f"reason-{detail}"))
            exceptions.make_exception(session, variant, detail, reason, **hand)
            return _("The exception is recorded. It holds for this text, time and channel.")
        case _:
            return ""
