"""The pages on which posts and variants are written."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.models import Channel
from calendar_app.channels.services import open_channels
from calendar_app.foundation.forms import clean
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session, row_id
from calendar_app.people.access import Action, current_person, not_found, requires
from calendar_app.posts import (
    beginning,
    check_views,
    exceptions,
    idea_views,
    picture_views,
    review,
    services,
    step_views,
    stop_views,
    writing,
)
from calendar_app.posts.blueprint import bp
from calendar_app.posts.circumstance_fields import CIRCUMSTANCE_FIELDS
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.errors import BlockedError, ConflictError, RefusedError, TickNeededError
from calendar_app.posts.fixes import Mended, mend
from calendar_app.posts.forms import ChangePostForm, NewPostForm, NewVariantForm, VariantForm, title_words
from calendar_app.posts.models import Post, Status, Variant
from calendar_app.posts.origins import Origin, origin, origins
from calendar_app.posts.pages import (
    address,
    free_channels,
    hand_on,
    offered_campaigns,
    offered_themes,
    sent_form,
    tabs,
    the_post,
    the_variant,
    variant_page,
)
from calendar_app.posts.pictures import attach
from calendar_app.posts.telling import likeness
from calendar_app.posts.telling.differences import differences
from calendar_app.posts.telling.refusals import refusal_of
from calendar_app.posts.themes.models import Theme
from calendar_app.rulebook.boilerplate import phrases
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules.facts import Label

_ = gettext

__all__ = [
    "bp",
    "check_views",
    "idea_views",
    "picture_views",
    "step_views",
    "stop_views",
]  # the pages of the other files belong to this room's addresses

NINE = time(9, 0)


@bp.route("/posts/new", methods=["GET", "POST"])
@requires(Action.WRITE)
def new() -> ResponseReturnValue:
    """A new post. The calendar hands in a day or a channel; the old post to start from, its core message;
    a conversation, what was said.
    """
    session, person, old = request_session(), current_person(), _old_post()
    talk = beginning.named_talk(old)
    told = origin(talk, person) if talk is not None else None
    form = NewPostForm(
        channels=open_channels(session),
        campaigns=offered_campaigns(),
        themes=_themes_of_a_new_post(),
        data=_suggested(old, told),
    )
    if not form.validate_on_submit():
        page = render_template("posts/new.html", form=form, channels=open_channels(session), origin=told)
        return page, 422 if form.is_submitted() else 200
    post = writing.create_post(
        session, form.idea, person=person, now=request_now(), form_key=form.form_key.data, made_of=talk
    )
    if not services.variants_of(session, post):
        _add_variants(post, form)
    session.commit()
    flash(_("The post is kept. Now each channel gets its own words."), "success")
    return redirect(_first_place(post), 303)


def _old_post() -> Post | None:
    old = request.args.get("from", type=row_id)
    return the_post(old) if old else None


def _suggested(old: Post | None, told: Origin | None) -> dict[str, object]:
    day = _day(request.args.get("date", ""))
    channel_id = request.args.get("channel", type=row_id)
    suggested: dict[str, object] = {
        "form_key": str(uuid4()),
        "day": day,
        "time": NINE if day else None,
        "channel_ids": [channel_id] if channel_id else [],
        "campaign_id": request.args.get("campaign", 0, type=row_id),
        "theme_id": request.args.get("theme", type=row_id),
    }
    if old is not None:
        return suggested | {"core": old.core, "source": old.source}
    return suggested | (beginning.suggested(told) if told else {})


def _themes_of_a_new_post() -> Sequence[Theme]:
    """For the day that was typed, or else handed in."""
    day = _day(request.form.get("day") or request.args.get("date", ""))
    return offered_themes([day] if day else [], request.args.get("theme", type=row_id))


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _add_variants(post: Post, form: NewPostForm) -> None:
    session = request_session()
    chosen = set(form.channel_ids.data or ())
    for channel in open_channels(session):
        if channel.id in chosen:
            _add(post, channel, wall=form.wall, campaign_id=form.campaign_id.data or None)


def _add(
    post: Post,
    channel: Channel,
    *,
    wall: datetime | None = None,
    with_core: bool = False,
    campaign_id: int | None = None,
) -> Variant:
    return writing.add_variant(
        request_session(),
        post,
        channel,
        person=current_person(),
        now=request_now(),
        planned_wall=wall,
        with_core=with_core,
        campaign_id=campaign_id,
    )


def _first_place(post: Post) -> str:
    variants = services.variants_of(request_session(), post)
    return address(variants[0]) if variants else url_for("posts.show", post_id=post.id)


@bp.route("/posts/<int:post_id>", methods=["GET", "POST"])
@requires(Action.WRITE)
def show(post_id: int) -> ResponseReturnValue:
    """What a post is about, and where its variants stand."""
    post = the_post(post_id)
    form = ChangePostForm(themes=_themes_of(post), obj=post)
    if not form.is_submitted():
        return _post_page(post, form)
    if not form.validate():
        return _post_page(post, form, status=422)
    return _save_post(post, form)


def _themes_of(post: Post) -> Sequence[Theme]:
    variants = services.variants_of(request_session(), post)
    days = [each.planned_wall.date() for each in variants if each.planned_wall]
    return offered_themes(days, post.theme_id)


def _save_post(post: Post, form: ChangePostForm) -> ResponseReturnValue:
    session = request_session()
    mine = form.idea
    try:
        writing.edit_post(session, post, mine, **hand_on(form.revision.data))
    except ConflictError:
        return render_template("posts/post_conflict.html", post=post, mine=mine, form=form), 409
    session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for("posts.show", post_id=post.id), 303)


def _post_page(post: Post, form: ChangePostForm, *, status: int = 200) -> ResponseReturnValue:
    session, free = request_session(), free_channels(post)
    variants = services.variants_of(session, post)
    page = render_template(
        "posts/show.html",
        post=post,
        origin=origins(session, [post], current_person()).get(post.id),
        form=form,
        variants=variants,
        matrix=likeness.matrix(phrases(session), variants, tunings(session)),
        add_form=NewVariantForm(channels=free, formdata=None) if free else None,
        tabs=tabs(post),
    )
    return page, status


@bp.post("/posts/<int:post_id>/variants")
@requires(Action.WRITE)
def add_variant(post_id: int) -> ResponseReturnValue:
    """One more channel for a post, each channel once."""
    post, session = the_post(post_id), request_session()
    channels = {channel.id: channel for channel in free_channels(post)}
    form = NewVariantForm(channels=channels.values())
    if not form.validate_on_submit():
        flash(
            _("This channel cannot be chosen. It has a variant already, or nothing is planned there."),
            "error",
        )
        return redirect(url_for("posts.show", post_id=post.id), 303)
    variant = _add(post, channels[form.channel_id.data], with_core=form.start.data == "core")
    session.commit()
    return redirect(address(variant), 303)


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
