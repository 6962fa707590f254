"""The report's page: asking, watching, calling off, reading, taking along."""

import io
from collections.abc import Iterable, Iterator
from functools import partial
from tempfile import TemporaryFile
from weakref import finalize

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectField

from calendar_app.copies import services
from calendar_app.copies.export import write_csv
from calendar_app.copies.services import Pair
from calendar_app.foundation.forms import RoomForm, choices
from calendar_app.foundation.i18n import gettext, mark, ngettext
from calendar_app.foundation.web import request_now, request_session
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, requires
from calendar_app.posts.models import Variant

bp = Blueprint("copies", __name__)
_ = gettext

SHOWN = 100
EXPORTED = 20_000
_PIECE = 1 << 16


class SearchForm(RoomForm):
    """How far back to look."""

    days = SelectField(mark("Period"), coerce=int, default=services.DEFAULT_PERIOD)

    def __init__(self, **options: object) -> None:
        super().__init__(**options)
        named = ((days, ngettext("%(num)d day", "%(num)d days", days)) for days in services.PERIODS)
        self.days.choices = choices(named)


@bp.get("/copies")
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    """What the last search found, and a form for the next one."""
    return _page(SearchForm(formdata=None))


@bp.get("/copies/progress")
@requires(Action.LOOK)
def progress() -> ResponseReturnValue:
    """How far a search has come, asked for every other second; at its end the page is read anew."""
    search = services.running(request_session())
    headers = {} if search else {"HX-Refresh": "true"}
    return render_template("copies/_progress.html", search=search), 200, headers


@bp.post("/copies")
@requires(Action.APPROVE)
def start() -> ResponseReturnValue:
    form, session = SearchForm(), request_session()
    if not form.validate():
        return _page(form, 422)
    services.ask(session, form.days.data, person=current_person(), now=request_now())
    session.commit()
    return redirect(url_for("copies.index"), 303)


@bp.post("/copies/cancel")
@requires(Action.APPROVE)
def cancel() -> ResponseReturnValue:
    session = request_session()
    if services.cancel(session):
        session.commit()
        flash(_("The search was called off. The earlier result stays."), "success")
    return redirect(url_for("copies.index"), 303)


@bp.get("/copies/copies.csv")
@requires(Action.LOOK)
def export() -> ResponseReturnValue:
    """Everything the last search found, as far as the reader may see it."""
    session = request_session()
    search = services.last_done(session)
    pairs = services.pairs(session, search, most=EXPORTED) if search else ()
    day = f"{(search.asked_at if search else request_now()):%Y-%m-%d}"
    return Response(
        _written(pairs),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="copies-{day}.csv"'},
    )


def _written(pairs: Iterable[Pair]) -> Iterator[bytes]:
    """The pieces of a file on the disk, which goes with them; every pair is read before one is sent."""
    octets = TemporaryFile()  # noqa: SIM115 closed with the pieces
    text = io.TextIOWrapper(octets, encoding="utf-8-sig", newline="")  # with the mark spreadsheets look for
    write_csv(text, pairs, _address)
    text.detach()
    octets.seek(0)
    pieces = (piece for piece in iter(partial(octets.read, _PIECE), b""))
    finalize(pieces, octets.close)
    return pieces


def _address(variant: Variant) -> str:
    return url_for("posts.open_variant", variant_id=variant.id, _external=True)


def _page(form: SearchForm, status: int = 200) -> ResponseReturnValue:
    session = request_session()
    done = services.last_done(session)
    page = render_template(
        "copies/index.html",
        form=form,
        search=services.running(session),
        done=done,
        pairs=[*services.pairs(session, done, most=SHOWN)] if done else (),
        found=services.count(session, done) if done else 0,
        wall=to_wall,
    )
    return page, status
