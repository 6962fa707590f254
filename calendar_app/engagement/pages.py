"""What the room's pages share: their blueprint, and finding what an address names."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Protocol, TypeVar

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from calendar_app.engagement import services
from calendar_app.engagement.models import Slot
from calendar_app.engagement.recurrence import Occurrence, read_key
from calendar_app.engagement.timetable import exception_of
from calendar_app.engagement.whereabouts import whereabouts
from calendar_app.engagement.wording import (
    SLOT_ICONS,
    SLOT_KINDS,
    SLOT_PURPOSES,
    described,
    rhythm,
)
from calendar_app.foundation.i18n import format_skeleton, format_time, gettext
from calendar_app.foundation.web import request_now, request_session, safe_next, typed_words
from calendar_app.foundation.zones import is_double, is_missing, to_utc, to_wall
from calendar_app.people.access import current_person, found
from calendar_app.people.models import Role
from calendar_app.people.services import Journaled, note

bp = Blueprint("engagement", __name__)

MOST_DOUBTS = 3  # told at once: who reserves the missing hour every week gets the point

_ = gettext
SharedRow = TypeVar("SharedRow", bound="_Shared")


@bp.context_processor
def _words() -> dict[str, object]:
    return {
        "slot_kinds": SLOT_KINDS,
        "slot_purposes": SLOT_PURPOSES,
        "slot_icons": SLOT_ICONS,
        "rhythm": rhythm,
        "may_change": may_change,
        "local": lambda moment: to_wall(moment, current_person().zone),
    }


class _Shared(Protocol):
    """A row that belongs to one channel or, naming none, to all."""

    @property
    def channel_id(self) -> int | None: ...


def writes_for_all() -> bool:
    """Whether the reader may keep something for all channels: not whoever is limited to some."""
    return current_person().role is not Role.EXTERNAL


def may_change(row: _Shared) -> bool:
    """What is for all channels is read by everybody, and changed by who writes for all."""
    return row.channel_id is not None or writes_for_all()


def to_change(row: SharedRow | None) -> SharedRow:
    """The row that an address names; a refusal where its reader only reads it."""
    shared = found(row)
    if not may_change(shared):
        abort(403)
    return shared


def days_from(moment: datetime, days: int) -> tuple[datetime, datetime]:
    """From the reader's midnight before a moment, so many days on the reader's wall; both ends aware UTC."""
    zone = current_person().zone
    midnight = datetime.combine(to_wall(moment, zone), time())
    return to_utc(midnight, zone), to_utc(midnight + timedelta(days=days), zone)


def the_slot(slot_id: int) -> Slot:
    return found(request_session().get(Slot, slot_id))


def planned(slot_id: int, key: str) -> Occurrence:
    """The occurrence of an address, a skipped one too; a page that says what happened when it is no more."""
    slot, wall = the_slot(slot_id), found(read_key(key))
    occurrence = services.occurrence(request_session(), slot_id, key)
    if occurrence is None:
        abort(gone(slot, wall))
    return occurrence


def gone(slot: Slot, wall: datetime, *, opens: Callable[[Occurrence], str] | None = None) -> Response:
    """The page for a date that does not exist any more: where it went, and what the reader has today instead.

    `opens` gives the address of another date to who came by a sealed one. Without signing in, nobody is told
    what else the named person has today.
    """
    session, person, now = request_session(), current_person(), request_now()
    today = [] if opens else services.occurrences(session, *days_from(now, 1), person_id=person.id)
    exception = exception_of(session, slot, wall)
    page = render_template(
        "engagement/gone.html",
        slot=slot,
        rule_wall=wall,
        exception=exception,
        successor=session.scalar(select(Slot).where(Slot.continues_id == slot.id)),
        now_at=None if exception else whereabouts(session, slot, wall),
        today=today,
        is_signed_in=opens is None,
        opens=opens or _address_of,
        typed=typed_words(),
    )
    return Response(page, 410)


def _address_of(date: Occurrence) -> str:
    return url_for("engagement.occurrence", slot_id=date.slot_id, key=date.key)


def done(slot: Slot, action: str, words: str) -> ResponseReturnValue:
    """What was done with reserved time, and on to where its reader came from."""
    noted(slot, action, text=described(slot))
    flash(words, "success")
    return redirect(safe_next(request.form.get("next"), url_for("engagement.index")), 303)


def kept(row: Journaled, action: str, words: str, endpoint: str, **place: Any) -> ResponseReturnValue:
    """Write down who did something with a row, commit, say it, and go on to a page."""
    noted(row, action)
    flash(words, "success")
    return redirect(url_for(endpoint, **place), 303)


def noted(row: Journaled, action: str, text: str = "") -> None:
    """Write down who did something with a row, and commit."""
    session = request_session()
    note(session, current_person(), action, row, now=request_now(), text=text)
    session.commit()


def tell_doubts(walls: Sequence[datetime], zone: str) -> None:
    """Say what becomes of wall times that clocks jump over or show twice; of others, nothing."""
    doubtful = [wall for wall in walls if is_missing(wall, zone) or is_double(wall, zone)]
    for wall in doubtful[:MOST_DOUBTS]:
        text = (
            _("On %(day)s clocks in %(zone)s show %(time)s twice: the first of the two counts.")
            if is_double(wall, zone)
            else _("On %(day)s clocks in %(zone)s jump over %(time)s: it starts at %(instead)s.")
        )
        instead = to_wall(to_utc(wall, zone), zone)
        day, clock = format_skeleton(wall, "yMMMd"), format_time(wall)
        flash(text % {"day": day, "zone": zone, "time": clock, "instead": format_time(instead)}, "warning")


def said(wall: datetime) -> str:
    """A wall time as it is read out: day and time."""
    return f"{format_skeleton(wall, 'yMMMEd')}, {format_time(wall)}"
