"""How somebody comes to the page of a date: signed in, by its address, or by the sealed one of a mail.

A sealed address opens that one date and nothing else, as the person whom it names, who holds it or may take
it over, until the date is a day past. It needs no session and no form's token: it is the proof itself. It
stands in no log and leaves with no Referer.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn

from flask import Response, abort, after_this_request, g, redirect, render_template, request, url_for
from flask import session as browser

from calendar_app.engagement.deputies import deputies
from calendar_app.engagement.links import Link, is_open, seal, unseal
from calendar_app.engagement.models import Slot
from calendar_app.engagement.pages import gone, the_slot
from calendar_app.engagement.recurrence import KEY, Occurrence, read_key
from calendar_app.engagement.timetable import exception_of, occurrence
from calendar_app.foundation.db import everywhere
from calendar_app.foundation.i18n import speak
from calendar_app.foundation.web import request_now, request_session, settings, typed_words
from calendar_app.people.access import Action, come_as, current_person, found
from calendar_app.people.models import Person


@dataclass(frozen=True)
class Door:
    """A date, and the way on which its reader came: `token` is "" for who is signed in."""

    here: Occurrence
    token: str = ""

    @property
    def is_own(self) -> bool:
        return self.here.person.id == current_person().id

    @property
    def may_take_over(self) -> bool:
        """Whether the reader can hold the date instead of who holds it."""
        here, now = self.here, request_now()
        is_ahead = here.end > now and here.outcome is None
        return is_ahead and not self.is_own and current_person() in deputies(request_session(), here)

    def kept(self, name: str) -> str:
        """Where a form is sent later, when there is a line again: the session may be over by then."""
        if self.token or not is_open(self.here, request_now()):
            return self.act(name)
        return replace(self, token=sealed(self.here)).act(name)

    def gone(self) -> Response:
        """What the reader gets when somebody else was quicker."""
        opens = _opens if self.token else None
        return gone(the_slot(self.here.slot_id), self.here.rule_wall, opens=opens)

    def page(self, anchor: str | None = None) -> str:
        """The address of the page."""
        if self.token:
            return url_for("engagement.by_link", token=self.token, _anchor=anchor)
        return url_for("engagement.occurrence", slot_id=self.here.slot_id, key=self.here.key, _anchor=anchor)

    def anew(self) -> "Door":
        """The same door after something was said of the date."""
        return replace(self, here=_date_of(the_slot(self.here.slot_id), self.here.key, is_sealed=False))

    @property
    def meta(self) -> dict[str, bool]:
        """What forms need to know: whom the address itself proves is asked for no form's token."""
        return {"csrf": False} if self.token else {}

    def to(self, other: Occurrence) -> "Door":
        """The same way to another date of the reader's own."""
        return Door(other, sealed(other) if self.token else "")

    def act(self, name: str) -> str:
        """Where one of the page's forms is sent."""
        if self.token:
            return url_for("engagement.act_by_link", token=self.token, act=name)
        return url_for("engagement.act", slot_id=self.here.slot_id, key=self.here.key, act=name)


def sealed(date: Occurrence) -> str:
    """What the reader's sealed address of a date says."""
    return seal(settings().secret_key, Link(current_person().id, date.slot_id, date.key))


def by_address(slot_id: int, key: str) -> Door:
    """For who is signed in; a page that says what happened when the date is no more."""
    return Door(_date_of(the_slot(slot_id), key, is_sealed=False))


def by_token(token: str) -> Door:
    """For who has a mail; a page that says why when the address opens nothing any more."""
    after_this_request(_keep_secret)
    link = found(unseal(settings().secret_key, token))
    person = _named_by(link)
    if request.method == "GET" and g.person is not None and g.person.workspace_id == person.workspace_id:
        abort(redirect(_address_of(link), 303))
    _go_on_as(person)
    slot = request_session().get(Slot, link.slot_id)
    if slot is None:
        abort(_closed(link))
    here = _date_of(slot, link.key, is_sealed=True)
    if not is_open(here, request_now()):
        abort(_closed(link))
    if here.person.id != person.id and person not in deputies(request_session(), here):
        abort(_closed(link))
    return Door(here, token)


def _named_by(link: Link) -> Person:
    """Whoever has left the team comes in no more."""
    session = request_session()
    with everywhere(session):
        person = found(session.get(Person, link.person_id))
    return found(person if person.is_here else None)


def _go_on_as(person: Person) -> None:
    come_as(person, Action.LOG)
    if g.account is None and "language" not in browser:
        speak(person.language)


def _date_of(slot: Slot, key: str, *, is_sealed: bool) -> Occurrence:
    """A date that takes place."""
    wall = found(read_key(key))
    here = occurrence(request_session(), slot.id, key)
    if here is None or here.skipped:
        _lead_on(slot, wall, is_sealed=is_sealed)
    return here


def _lead_on(slot: Slot, wall: datetime, *, is_sealed: bool) -> NoReturn:
    """Who has taken a date over goes on to the one that stands in for it; others are told what happened."""
    exception = exception_of(request_session(), slot, wall)
    own = date_of(exception.stand_in) if exception and exception.stand_in else None
    if own and own.person.id == current_person().id and not typed_words():
        abort(redirect(Door(own, sealed(own) if is_sealed else "").page(), 303))
    abort(gone(slot, wall, opens=_opens if is_sealed else None))


def date_of(slot: Slot) -> Occurrence | None:
    """When a single date takes place."""
    return occurrence(request_session(), slot.id, f"{slot.starts_wall:{KEY}}")


def _opens(date: Occurrence) -> str:
    """The address of another date: sealed too if it is the reader's own."""
    door = Door(date)
    return replace(door, token=sealed(date)).page() if door.is_own else door.page()


def _closed(link: Link) -> Response:
    page = render_template("engagement/closed.html", address=_address_of(link), typed=typed_words())
    return Response(page, 410)


def _address_of(link: Link) -> str:
    return url_for("engagement.occurrence", slot_id=link.slot_id, key=link.key)


def _keep_secret(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
