"""How somebody comes to the page of a date: signed in, by its address, or by the sealed one of a mail.

A sealed address opens that one date and nothing else, as the person whom it names, until the date is a day
past. It needs no session and no form's token: it is the proof itself. It stands in no log and leaves with no
Referer.
"""

from dataclasses import dataclass

from flask import Response, abort, after_this_request, g, redirect, render_template, request, url_for
from flask import session as browser

from calendar_app.engagement import services
from calendar_app.engagement.links import Link, is_open, seal, unseal
from calendar_app.engagement.models import Slot
from calendar_app.engagement.pages import gone, taking_place
from calendar_app.engagement.recurrence import Occurrence, read_key
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

    def page(self, anchor: str | None = None) -> str:
        """The address of the page."""
        if self.token:
            return url_for("engagement.by_link", token=self.token, _anchor=anchor)
        return url_for("engagement.occurrence", slot_id=self.here.slot_id, key=self.here.key, _anchor=anchor)

    def act(self, name: str) -> str:
        """Where one of the page's forms is sent."""
        if self.token:
            return url_for("engagement.act_by_link", token=self.token, act=name)
        return url_for("engagement.act", slot_id=self.here.slot_id, key=self.here.key, act=name)


def sealed(date: Occurrence, person: Person) -> str:
    """What a sealed address of a date says for a person."""
    return seal(settings().secret_key, Link(person.id, date.slot_id, date.key))


def by_address(slot_id: int, key: str) -> Door:
    """For who is signed in; a page that says what happened when the date is no more."""
    return Door(taking_place(slot_id, key))


def by_token(token: str) -> Door:
    """For who has a mail; a page that says why when the address opens nothing any more."""
    after_this_request(_keep_secret)
    link = found(unseal(settings().secret_key, token))
    person = _named_by(link)
    if request.method == "GET" and g.person is not None and g.person.workspace_id == person.workspace_id:
        abort(redirect(_address_of(link), 303))
    _go_on_as(person)
    here = _date_of(link)
    if not is_open(here, request_now()):
        abort(_closed(link))
    if here.person.id != person.id:
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


def _date_of(link: Link) -> Occurrence:
    slot, wall = request_session().get(Slot, link.slot_id), found(read_key(link.key))
    if slot is None:
        abort(_closed(link))
    here = services.occurrence(request_session(), link.slot_id, link.key)
    if here is None or here.skipped:
        abort(gone(slot, wall, opens=_opens))
    return here


def _opens(date: Occurrence) -> str:
    """The address of another date: sealed too if it is the reader's own."""
    door = Door(date)
    return Door(date, sealed(date, current_person())).page() if door.is_own else door.page()


def _closed(link: Link) -> Response:
    page = render_template("engagement/closed.html", address=_address_of(link), typed=typed_words())
    return Response(page, 410)


def _address_of(link: Link) -> str:
    return url_for("engagement.occurrence", slot_id=link.slot_id, key=link.key)


def _keep_secret(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
