"""The pages on which a post is begun, changed and given more channels."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.models import Channel
from calendar_app.channels.services import open_channels
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session, row_id
from calendar_app.people.access import Action, current_person, requires
from calendar_app.posts import beginning, services, writing
from calendar_app.posts.blueprint import bp
from calendar_app.posts.errors import ConflictError
from calendar_app.posts.models import Post, Variant
from calendar_app.posts.origins import Origin, origin, origins
from calendar_app.posts.pages import (
    address,
    free_channels,
    hand_on,
    offered_campaigns,
    offered_themes,
    tabs,
    the_post,
)
from calendar_app.posts.post_forms import ChangePostForm, NewPostForm, NewVariantForm
from calendar_app.posts.telling import likeness
from calendar_app.posts.themes.models import Theme
from calendar_app.rulebook.boilerplate import phrases
from calendar_app.rulebook.tuning import tunings

_ = gettext

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
        return suggested | {"core": old.core, "source": old.source, "theme_id": old.theme_id}
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
