"""Pages of shareable material."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.services import channels
from calendar_app.engagement.materials import services
from calendar_app.engagement.materials.forms import MaterialForm
from calendar_app.engagement.materials.models import Material
from calendar_app.engagement.materials.wording import POINTS
from calendar_app.engagement.pages import bp, kept, to_change, writes_for_all
from calendar_app.foundation.editing import edited
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import Action, current_person, requires
from calendar_app.people.services import note

_ = gettext


@bp.route("/dialog/materials", methods=["GET", "POST"])
@requires(Action.LOG)
def materials() -> ResponseReturnValue:
    """All that may be passed on or is to become so, and a form for more."""
    session = request_session()
    form = _form()
    if form.validate_on_submit():
        material = services.add(session, form.wording, now=request_now())
        return kept(material, mark("added"), _("Kept: %(name)s.", name=material.name), "engagement.materials")
    page = render_template(
        "engagement/materials.html", form=form, materials=services.materials(session), points=POINTS
    )
    return page, 422 if request.method == "POST" else 200


@bp.route("/dialog/materials/<int:material_id>", methods=["GET", "POST"])
@requires(Action.LOG)
def edit_material(material_id: int) -> ResponseReturnValue:
    """What is said of it, and what of the checklist is settled."""
    material = _the_material(material_id)
    known = {name: getattr(material, name) for name in ("name", "link", "note", "settled")}
    known["channel"] = material.channel_id or 0
    form = edited(partial(_form, data=known))
    if form.validate_on_submit():
        services.edit(material, form.wording)
        return kept(
            material, mark("edited"), _("Changed: %(what)s.", what=material.name), "engagement.materials"
        )
    return render_template("engagement/material_edit.html", form=form, material=material), form.status


@bp.post("/dialog/materials/<int:material_id>/remove")
@requires(Action.LOG)
def remove_material(material_id: int) -> ResponseReturnValue:
    session, material = request_session(), _the_material(material_id)
    note(session, current_person(), mark("deleted"), material, now=request_now())
    session.delete(material)
    session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for("engagement.materials"), 303)


def _the_material(material_id: int) -> Material:
    return to_change(request_session().get(Material, material_id))


def _form(**options: Any) -> MaterialForm:
    return MaterialForm(channels=channels(request_session()), for_all=writes_for_all(), **options)
