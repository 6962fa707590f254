"""The page on which everything of a person who leaves is put into other hands."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels.register.wording import WITHDRAWALS
from calendar_app.foundation.i18n import gettext, ngettext
from calendar_app.foundation.web import request_now, request_session, row_id
from calendar_app.offboarding import services
from calendar_app.offboarding.duties import Clash, Duty, Handing
from calendar_app.people.access import Action, current_person, found, requires
from calendar_app.people.models import Person

bp = Blueprint("offboarding", __name__)

PREFIX = "to-"


@bp.get("/people/<int:person_id>/handover")
@requires(Action.PEOPLE)
def show(person_id: int) -> ResponseReturnValue:
    return _page(_handing(person_id))


def _page(at: Handing, clashes: Sequence[Clash] = (), code: int = 200) -> ResponseReturnValue:
    page = render_template(
        "offboarding/show.html",
        member=at.leaver,
        since=at.since,
        groups=[(sort, list(each)) for sort, each in groupby(services.left_of(at), key=_sort)],
        address=_address,
        accesses=services.accesses(at.session, at.leaver),
        withdrawals=WITHDRAWALS,
        clashes=clashes,
    )
    return page, code


@bp.post("/people/<int:person_id>/handover")
@requires(Action.PEOPLE)
def hand_over(person_id: int) -> ResponseReturnValue:
    """One line where its own button was pressed, else every line; a double booking is shown first."""
    at, chosen = _handing(person_id), _chosen()
    clashes = [] if "anyway" in request.form else services.clashes(at, chosen)
    if clashes:
        return _page(at, clashes, 422)
    given, refused = services.hand_over(at, chosen)
    at.session.commit()
    for sentence in refused:
        flash(sentence, "error")
    if given:
        said = ngettext(
            "%(num)d thing is in other hands now.", "%(num)d things are in other hands now.", len(given)
        )
        flash(said, "success")
    elif not refused:
        flash(gettext("Nothing was handed over: choose somebody."), "warning")
    return redirect(url_for("offboarding.show", person_id=person_id), 303)


def _handing(person_id: int) -> Handing:
    session = request_session()
    leaver = found(session.get(Person, person_id))
    return services.handing(session, leaver, by=current_person(), now=request_now())


def _chosen() -> Mapping[str, int]:
    """Duty → person, as far as somebody was chosen."""
    only = request.form.get("only")
    keys = [name.removeprefix(PREFIX) for name in request.form if name.startswith(PREFIX)]
    sent = {key: request.form.get(PREFIX + key, type=row_id) for key in keys if only in (None, key)}
    return {key: to for key, to in sent.items() if to is not None}


def _sort(duty: Duty) -> str:
    return duty.sort.words


def _address(duty: Duty) -> str:
    values: dict[str, Any] = {duty.sort.argument: duty.sort.shown(duty.row)}
    return url_for(duty.sort.endpoint, **values)
