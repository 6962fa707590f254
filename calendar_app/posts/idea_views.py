"""The list of ideas, and a line to note one."""

from typing import Any
from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session, row_id
from calendar_app.people.access import Action, current_person, requires
from calendar_app.posts.blueprint import bp
from calendar_app.posts.ideas import ideas as ideas_of
from calendar_app.posts.models import Source
from calendar_app.posts.origins import origins
from calendar_app.posts.post_forms import IdeaForm
from calendar_app.posts.telling.words import SOURCE_ICONS, SOURCES
from calendar_app.posts.writing import create_post

_ = gettext

VIEWS = (
    ("board.week", mark("Week"), "w"),
    ("board.month", mark("Month"), "m"),
    ("board.listing", mark("List"), "d"),
    ("posts.ideas", mark("Ideas"), "i"),
)
"""The calendar's views, which this page stands beside."""


@bp.route("/posts/ideas", methods=["GET", "POST"])
@requires(Action.WRITE)
def ideas() -> ResponseReturnValue:
    """What has no day yet, the newest first; what comes to mind is noted in one line."""
    session, source = request_session(), _source()
    form = IdeaForm(data={"form_key": str(uuid4()), "source": source or Source.OWN})
    if form.validate_on_submit():
        key = form.form_key.data
        post = create_post(session, form.idea, person=current_person(), now=request_now(), form_key=key)
        session.commit()
        flash(_("Noted: %(what)s", what=post.called), "success")
        return redirect(url_for("posts.ideas", source=source), 303)
    found = ideas_of(session, source, below=request.args.get("below", type=row_id))
    page = render_template(
        "posts/ideas.html",
        form=form,
        ideas=found.posts,
        origins=origins(session, found.posts, current_person()),
        older=url_for("posts.ideas", source=source, below=found.older) if found.older else "",
        views=[
            {"url": url_for(endpoint), "label": _(label), "key": key, "is_current": endpoint == "posts.ideas"}
            for endpoint, label, key in VIEWS
        ],
        filters=_filters(source),
        is_filtered=source is not None,
    )
    return page, 422 if form.is_submitted() else 200


def _source() -> Source | None:
    word = request.args.get("source", "")
    return Source(word) if word in set(Source) else None


def _filters(shown: Source | None) -> list[dict[str, Any]]:
    of_each = [(source, _(words), SOURCE_ICONS[source]) for source, words in SOURCES.items()]
    return [
        {
            "url": url_for("posts.ideas", source=source),
            "label": label,
            "icon": icon,
            "is_current": source is shown,
        }
        for source, label, icon in [(None, _("All"), None), *of_each]
    ]
