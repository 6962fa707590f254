"""Pages of shared wording."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.services import channels
from calendar_app.engagement.pages import bp, kept, to_change, writes_for_all
from calendar_app.engagement.snippets import services
from calendar_app.engagement.snippets.forms import PersonalForm, SnippetForm
from calendar_app.engagement.snippets.models import Snippet
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import reads_only, request_now, request_session
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.services import note

_ = gettext


@bp.route("/dialog/snippets", methods=["GET", "POST"])
@requires(Action.LOG)
def snippets() -> ResponseReturnValue:
    """All shared wording, and a form for more."""
    session = request_session()
    form = _form()
    if form.validate_on_submit():
        snippet = services.add(session, form.wording, now=request_now())
        return kept(snippet, mark("added"), _("Kept: %(name)s.", name=snippet.name), "engagement.snippets")
    page = render_template("engagement/snippets.html", form=form, snippets=services.snippets(session))
    return page, 422 if request.method == "POST" else 200


@bp.route("/dialog/snippets/<int:snippet_id>", methods=["GET", "POST"])
@requires(Action.LOG)
@reads_only
def use_snippet(snippet_id: int) -> ResponseReturnValue:
    """Write a sentence of one's own; only then the answer can be copied."""
    snippet = _the_snippet(snippet_id)
    form = PersonalForm(snippet=snippet)
    is_ready = form.validate_on_submit()
    page = render_template(
        "engagement/snippet.html",
        snippet=snippet,
        form=form,
        answer=services.personal(form.sentence.data, snippet, current_person()) if is_ready else None,
    )
    return page, 422 if request.method == "POST" and not is_ready else 200


@bp.route("/dialog/snippets/<int:snippet_id>/edit", methods=["GET", "POST"])
@requires(Action.LOG)
def edit_snippet(snippet_id: int) -> ResponseReturnValue:
    snippet = to_change(_the_snippet(snippet_id))
    known = {"name": snippet.name, "text": snippet.text, "channel": snippet.channel_id or 0}
    form = edited(partial(_form, data=known))
    if form.validate_on_submit():
        services.edit(snippet, form.wording)
        return kept(
            snippet, mark("edited"), _("Changed: %(what)s.", what=snippet.name), "engagement.snippets"
        )
    return render_template("engagement/snippet_edit.html", form=form, snippet=snippet), form.status


@bp.post("/dialog/snippets/<int:snippet_id>/remove")
@requires(Action.LOG)
def remove_snippet(snippet_id: int) -> ResponseReturnValue:
    session, snippet = request_session(), to_change(_the_snippet(snippet_id))
    note(session, current_person(), mark("deleted"), snippet, now=request_now())
    session.delete(snippet)
    session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for("engagement.snippets"), 303)


def _the_snippet(snippet_id: int) -> Snippet:
    return found(request_session().get(Snippet, snippet_id))


def _form(**options: Any) -> SnippetForm:
    return SnippetForm(channels=channels(request_session()), for_all=writes_for_all(), **options)
