"""What the rules say: while somebody types, and beside another text."""

from flask import Response, g, render_template, request
from flask.typing import ResponseReturnValue

from calendar_app.foundation.web import limiter, reads_only, request_now, request_session
from calendar_app.people.access import Action, requires
from calendar_app.posts.blueprint import bp
from calendar_app.posts.content import content_of
from calendar_app.posts.forms import WordingForm, typed_descriptions
from calendar_app.posts.judging import judge
from calendar_app.posts.pages import sent_form, the_variant, told, variant_page
from calendar_app.posts.telling import likeness
from calendar_app.posts.telling.counting import counts
from calendar_app.posts.telling.findings import verdict_words
from calendar_app.posts.telling.recognised import recognised
from calendar_app.posts.telling.timing import remark_on
from calendar_app.rulebook.boilerplate import phrases
from calendar_app.rules import casefile


def _account() -> str:
    """Whose requests are counted: an office shares one address."""
    return f"account {g.account.id}"


@bp.post("/variants/<int:variant_id>/count")
@requires(Action.WRITE)
@limiter.limit("1200 per minute", key_func=_account)
@reads_only
def count(variant_id: int) -> ResponseReturnValue:
    """How long the text in the form is and what the platform recognises in it, at every key.

    The browser does not count by itself: its tables of emoji and scripts are of another year than ours.
    """
    variant, form = the_variant(variant_id), WordingForm()
    title, text = form.title.data or "", form.text.data or ""
    is_readable = form.validate()
    return render_template(
        "posts/_counter.html",
        counts=counts(variant.channel, title, text, typed_descriptions(content_of(variant).media)),
        recognised=recognised(variant.channel, title, text) if is_readable else (),
        refused=[sentence for sentences in form.errors.values() for sentence in sentences],
    )


@bp.post("/variants/<int:variant_id>/check")
@requires(Action.WRITE)
@limiter.limit("240 per minute", key_func=_account)
@reads_only
def check(variant_id: int) -> ResponseReturnValue:
    """The findings for the text as it stands in the form, saved or not; nothing is written."""
    variant = the_variant(variant_id)
    form = sent_form(variant)
    if not form.validate():
        return render_template("posts/_unchecked.html", form=form), 422
    content = form.content
    judgement = judge(request_session(), variant, now=request_now(), content=content)
    return render_template(
        "posts/_checked.html",
        variant=variant,
        judgement=judgement,
        findings=told(variant, judgement, content),
        verdict_words=verdict_words(judgement),
        remark=remark_on(content.planned_wall, variant.channel.zone),
    )


@bp.post("/variants/<int:variant_id>/facts")
@requires(Action.FACTS)
@limiter.limit("30 per minute", key_func=_account)
@reads_only
def facts(variant_id: int) -> ResponseReturnValue:
    """Everything the findings for the form's text depend on, as a file for `parley check`.

    Other channels' posts are among it, so nobody gets it who may see some channels only.
    """
    variant = the_variant(variant_id)
    form = sent_form(variant)
    if not form.validate():
        return variant_page(variant, form, status=422)
    judgement = judge(request_session(), variant, now=request_now(), content=form.content)
    name = f"facts-{variant.id}-{request_now():%Y-%m-%d}.json"
    return Response(
        casefile.written(judgement.case),
        mimetype="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@bp.get("/variants/<int:variant_id>/beside/<int:other_id>")
@requires(Action.LOOK)
def beside(variant_id: int, other_id: int) -> ResponseReturnValue:
    """Two texts next to each other, with what they share marked in both.

    `from` names where somebody came from and goes back to: the report of copies, the post, else the composer.
    """
    one, other = the_variant(variant_id), the_variant(other_id)
    sides = likeness.beside(phrases(request_session()), one, other)
    origin = request.args.get("from", "")
    return render_template("posts/beside.html", one=one, other=other, sides=sides, origin=origin)
