"""The page of one date, made for one hand: signed in, and by the sealed address of a mail."""

from flask.typing import ResponseReturnValue

from calendar_app.engagement.doors import by_address, by_token
from calendar_app.engagement.pages import bp
from calendar_app.engagement.phone_acts import ACTS
from calendar_app.engagement.phone_sheet import sheet
from calendar_app.foundation.web import csrf
from calendar_app.people.access import Action, public, requires

_ACT = f"<any({', '.join(map(repr, ACTS))}):act>"


@bp.get("/dialog/<int:slot_id>/<key>")
@requires(Action.LOOK)
def occurrence(slot_id: int, key: str) -> ResponseReturnValue:
    """What to do in this time, and what was done."""
    return sheet(by_address(slot_id, key))


@bp.post(f"/dialog/<int:slot_id>/<key>/{_ACT}")
@requires(Action.LOG)
def act(slot_id: int, key: str, act: str) -> ResponseReturnValue:
    """What is tapped on the page, see `ACTS`."""
    return ACTS[act](by_address(slot_id, key))


@bp.get("/now/<token>")
@public
def by_link(token: str) -> ResponseReturnValue:
    """The same page for who has the mail; it only shows, since scanners open every link of a mail."""
    return sheet(by_token(token))


@bp.post(f"/now/<token>/{_ACT}")
@csrf.exempt  # type: ignore[untyped-decorator]  # sent hours later, when the line is back; the sealed address is the proof
@public
def act_by_link(token: str, act: str) -> ResponseReturnValue:
    return ACTS[act](by_token(token))
