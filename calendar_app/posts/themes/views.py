"""The pages of themes: a quarter with its themes and their posts, and the weeks ahead."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.posts.themes import services
from calendar_app.posts.themes.forms import ThemeForm
from calendar_app.posts.themes.gauge import gauge
from calendar_app.posts.themes.models import Theme
from calendar_app.posts.themes.quarters import Quarter
from calendar_app.posts.themes.services import NameTakenError
from calendar_app.posts.themes.wording import quarter_words

bp = Blueprint("themes", __name__)
_ = gettext

QUARTERS_AHEAD = 4
"""How far ahead a theme can be put; further than a year, nobody knows what will matter."""


@bp.get("/themes")
@bp.get("/themes/<quarter>")
@requires(Action.LOOK)
def index(quarter: str | None = None) -> ResponseReturnValue:
    """The themes of a quarter, first of the present one, and the weeks ahead."""
    shown = _present() if quarter is None else found(Quarter.read(quarter))
    return _quarter_page(shown, _form(shown, formdata=None))


@bp.post("/themes/<quarter>")
@requires(Action.PREPARE)
def add(quarter: str) -> ResponseReturnValue:
    shown, session = found(Quarter.read(quarter)), request_session()
    form = _form(shown)
    if not form.validate():
        return _quarter_page(shown, form, status=form.status)
    try:
        theme = services.add(session, form.described, by=current_person(), now=request_now())
    except NameTakenError:
        return _quarter_page(shown, _refused(form), status=422)
    session.commit()
    flash(_("Kept: %(name)s.", name=theme.name), "success")
    return redirect(_place(theme), 303)


@bp.route("/themes/<int:theme_id>/edit", methods=["GET", "POST"])
@requires(Action.PREPARE)
def edit(theme_id: int) -> ResponseReturnValue:
    session, theme = request_session(), _the_theme(theme_id)
    known = {"name": theme.name, "benefit": theme.benefit, "quarter": theme.quarter.name}
    form = edited(lambda **options: _form(theme.quarter, data=known, **options))
    if not form.validate_on_submit():
        return _edit_page(theme, form), form.status
    try:
        services.change(session, theme, form.described, by=current_person(), now=request_now())
    except NameTakenError:
        return _edit_page(theme, _refused(form)), 422
    session.commit()
    flash(_("Changed: %(what)s.", what=theme.name), "success")
    return redirect(_place(theme), 303)


@bp.post("/themes/<int:theme_id>/carry-on")
@requires(Action.PREPARE)
def carry_on(theme_id: int) -> ResponseReturnValue:
    """The same theme in the next quarter, which is shown then."""
    session, theme = request_session(), _the_theme(theme_id)
    following = theme.quarter.shifted(1)
    if services.carry_on(session, theme, by=current_person(), now=request_now()):
        session.commit()
        words = _("“%(name)s” goes on here. Its posts stay in their quarter.", name=theme.name)
        flash(words, "success")
    else:
        flash(_("“%(name)s” stands here already.", name=theme.name), "info")
    return redirect(url_for("themes.index", quarter=following.name), 303)


@bp.post("/themes/<int:theme_id>/remove")
@requires(Action.PREPARE)
def remove(theme_id: int) -> ResponseReturnValue:
    session, theme = request_session(), _the_theme(theme_id)
    services.remove(session, theme, by=current_person(), now=request_now())
    session.commit()
    flash(_("Removed: %(name)s. Its posts stay.", name=theme.name), "success")
    return redirect(url_for("themes.index", quarter=theme.quarter.name), 303)


def _the_theme(theme_id: int) -> Theme:
    return found(request_session().get(Theme, theme_id))


def _place(theme: Theme) -> str:
    return url_for("themes.index", quarter=theme.quarter.name, _anchor=f"theme-{theme.id}")


def _form(shown: Quarter, **options: Any) -> ThemeForm:
    present = _present()
    quarters = {shown, *(present.shifted(number) for number in range(QUARTERS_AHEAD + 1))}
    return ThemeForm(quarters=quarters, **{"data": {"quarter": shown.name}, **options})


def _refused(form: ThemeForm) -> ThemeForm:
    form.name.errors = [_("Another theme of this quarter is called so.")]
    return form


def _quarter_page(shown: Quarter, form: ThemeForm, *, status: int = 200) -> ResponseReturnValue:
    session, person = request_session(), current_person()
    themes = services.themes_of(session, shown)
    page = render_template(
        "posts/themes.html",
        quarter=shown,
        present=_present(),
        quarter_words=quarter_words,
        themes=themes,
        posts=services.posts_of(session, themes),
        gauge=gauge(session, zone=person.workspace.zone, now=request_now()),
        today=_today(),
        form=form,
    )
    return page, status


def _edit_page(theme: Theme, form: ThemeForm) -> str:
    return render_template("posts/theme_edit.html", form=form, edited=theme)


def _present() -> Quarter:
    return Quarter.of(_today())


def _today() -> date:
    """The team's day: quarters and weeks are the workspace's, not the reader's."""
    return to_wall(request_now(), current_person().workspace.zone).date()
