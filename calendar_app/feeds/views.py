"""The page of one's subscriptions, and the calendars themselves."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError
from werkzeug.http import http_date, quote_etag

from calendar_app.campaigns.models import Campaign
from calendar_app.campaigns.services import campaigns
from calendar_app.channels import services as channels
from calendar_app.feeds import building, services
from calendar_app.feeds.addresses import Address, is_of_this_machine, is_reachable_from_outside
from calendar_app.feeds.building import KINDS
from calendar_app.feeds.clients import app_name
from calendar_app.feeds.composing import feed_name
from calendar_app.feeds.forms import ContentsForm, FeedForm
from calendar_app.feeds.models import Feed
from calendar_app.feeds.reaching import FOUND, OTHER, trouble_at
from calendar_app.foundation.db import Database
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.foundation.sessions import hashed, without_session
from calendar_app.foundation.web import limiter, request_now, request_session, row_id, settings
from calendar_app.people.access import Action, current_person, found, may, public, requires
from calendar_app.sights.models import SavedView
from calendar_app.sights.services import views_of

bp = Blueprint("feeds", __name__)
log = logging.getLogger(__name__)
_ = mark

# Far more than any app asks for: five minutes is the shortest interval one can choose.
OFTEN_ENOUGH = "30 per minute; 300 per hour"


def token_hash() -> str:
    """Whose requests are counted together: those of an address, which the counter need not know."""
    return hashed(str((request.view_args or {}).get("token")))


@bp.get("/feeds")
@requires(Action.LOOK)
def index() -> ResponseReturnValue:
    """The page; an address may name the view that somebody comes from."""
    form = _form()
    form.choose_view(request.args.get("view", type=row_id))
    return _page(form)


@bp.post("/feeds")
@requires(Action.LOOK)
def subscribe() -> ResponseReturnValue:
    """Make a feed. Its address stands on the answer itself: kept for a next page it would be stored."""
    form, session = _form(), request_session()
    if not form.validate():
        return _page(form), 422
    feed, token = services.subscribe(
        session,
        current_person(),
        form.kind.data,
        now=request_now(),
        contents=form.contents,
        form_key=form.form_key.data or None,
    )
    session.commit()
    return _page(_form(is_new=True), address=address_of(feed, token))


@bp.route("/feeds/<int:feed_id>", methods=["GET", "POST"])
@requires(Action.LOOK)
def change(feed_id: int) -> ResponseReturnValue:
    """What is in a feed: it may hold something else under the same address."""
    session = request_session()
    feed = found(services.own_feed(session, current_person(), feed_id))
    if feed.kind not in KINDS:
        abort(404)
    form = ContentsForm(feed.contents)
    if not form.validate_on_submit():
        page = render_template("feeds/change.html", form=form, name=calendar_name(feed))
        return page, 422 if form.is_submitted() else 200
    services.change_contents(session, feed, form.wishes(feed.contents))
    session.commit()
    flash(gettext(_("Changed. Apps show it when they fetch next.")), "success")
    return redirect(url_for("feeds.index"), 303)


@bp.post("/feeds/<int:feed_id>/renew")
@requires(Action.LOOK)
def renew(feed_id: int) -> ResponseReturnValue:
    session = request_session()
    feed = found(services.own_feed(session, current_person(), feed_id))
    token = services.renew(session, feed)
    session.commit()
    return _page(_form(), address=address_of(feed, token))


@bp.post("/feeds/<int:feed_id>/revoke")
@requires(Action.LOOK)
def revoke(feed_id: int) -> ResponseReturnValue:
    session = request_session()
    feed = found(services.own_feed(session, current_person(), feed_id))
    services.revoke(session, feed, now=request_now())
    session.commit()
    flash(
        gettext(_("The address does not work any more. Remove the calendar in the app as well.")), "success"
    )
    return redirect(url_for("feeds.index"), 303)


@bp.post("/feeds/reach")
@requires(Action.LOOK)
@limiter.limit("6 per minute")
def reach() -> ResponseReturnValue:
    """Ask, by way of the internet, whether services there find Parley."""
    request_session().rollback()  # nobody waits for the database while another machine is asked
    trouble = trouble_at(settings().base_url)
    flash(gettext(FOUND.get(trouble, OTHER)), "success" if trouble is None else "warning")
    return redirect(url_for("feeds.index"), 303)


@bp.get("/feeds/<token>.ics")
@public
@without_session
@limiter.limit(OFTEN_ENOUGH, key_func=token_hash)
def calendar(token: str) -> Response:
    """The calendar behind a secret address. It depends on the address alone: no session, no parameter."""
    try:
        feed = _fresh_feed(token)
    except OperationalError:  # a full disk: nothing old is served, and apps come again
        log.exception("a calendar could not be built for a request")
        return Response("Not now; later again.\n", 503, mimetype="text/plain", headers=_PRIVACY | _LATER)
    if feed is None:
        return Response("There is no calendar here.\n", 404, mimetype="text/plain", headers=_PRIVACY)
    _note_fetch(feed)
    packs = request.accept_encodings.quality("gzip") > 0
    if not _is_modified(feed.etag, feed.changed_at, packs=packs):
        return Response(status=304, headers=_headers(feed.etag, feed.changed_at, packs=packs))
    etag, changed_at, octets = services.served(request_session(), feed, packed=packs)
    return _calendar_response(octets, _headers(etag, changed_at, packs=packs), packs=packs)


# "no-cache" means: ask before using it again. Nobody else keeps it, finds it, or learns where it was.
_PRIVACY = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
_LATER = {"Retry-After": "300"}


def _is_modified(etag: str, changed_at: datetime | None, *, packs: bool) -> bool:
    """Whether the app has something else. It may ask with no-cache: that is a question, too."""
    if known := request.if_none_match:  # counts for more than the date
        return not known.contains_weak(_tag(etag, packs=packs))
    since = request.if_modified_since
    return since is None or changed_at is None or changed_at > since


def _tag(etag: str, *, packs: bool) -> str:
    """A strong tag stands for certain bytes, so packed ones have another."""
    return f"{etag}-gz" if packs else etag


def _headers(etag: str, changed_at: datetime | None, *, packs: bool) -> dict[str, str]:
    said = {"ETag": quote_etag(_tag(etag, packs=packs)), "Vary": "Accept-Encoding"}
    return _PRIVACY | said | ({"Last-Modified": http_date(changed_at)} if changed_at else {})


def _calendar_response(octets: bytes, headers: dict[str, str], *, packs: bool) -> Response:
    response = Response(octets, mimetype="text/calendar", headers=headers)
    response.headers["Content-Disposition"] = 'inline; filename="parley.ics"'
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _fresh_feed(token: str) -> Feed | None:
    """The feed of a secret, built just now if something has overtaken it."""
    session, now = request_session(), request_now()
    feed = services.live_feed(session, token, now)
    if feed is None or not building.is_stale(feed, now, page_address):
        return feed
    feed_id = feed.id
    session.rollback()  # what it reads from here on, it reads as it is after the build
    with _database().session() as writing:
        building.bring_up_to_date(writing, feed_id, now, page_address)
        writing.commit()
    return services.live_feed(session, token, now)


def page_address(endpoint: str, **values: object) -> str:
    """As jobs give it: under the address that is set, whatever the request says."""
    path = url_for(endpoint, **values)  # type: ignore[arg-type]
    return settings().base_url + path


def _note_fetch(feed: Feed) -> None:
    client, now = app_name(request.user_agent.string), request_now()
    if request.method == "HEAD" or not services.is_worth_noting(feed, client, now):
        return
    try:
        with _database().session() as writing:
            services.note_fetch(writing, feed.id, client, now=now)
            writing.commit()
    except OperationalError as error:  # who fetched is no reason to let nobody fetch
        log.warning("a fetch could not be noted: %s", error.orig)


def _database() -> Database:
    """A request that reads has no session to write with; this is where it gets one."""
    database: Database = current_app.extensions["parley"]["database"]
    return database


def address_of(feed: Feed, token: str) -> Address:
    name = f"{feed.person.workspace.name} – {calendar_name(feed)}"
    return Address(settings().base_url, url_for("feeds.calendar", token=token), name)


def calendar_name(feed: Feed) -> str:
    """What a page calls a feed, in the current language."""
    kind = KINDS.get(feed.kind)
    if kind is None:
        return gettext(_("A calendar that this version does not know"))
    if not kind.is_of_one:
        return gettext(kind.name)
    name = feed_name(request_session(), kind, feed.contents)
    if kind.is_of_channel:
        return gettext(_("Channel %(name)s"), name=name)
    return gettext(_("Campaign %(name)s") if kind.is_of_campaign else _("View %(name)s"), name=name)


def _form(*, is_new: bool = False) -> FeedForm:
    """The form that was sent; a new one asks for another subscription."""
    options = {"formdata": None} if is_new else {}
    return FeedForm(channels.lines(request_session()), campaigns_in_sight(), own_views(), **options)


def campaigns_in_sight() -> Sequence[Campaign]:
    """The campaigns that the person may choose from."""
    return campaigns(request_session()) if may(current_person(), Action.PREPARE) else ()


def own_views() -> Sequence[SavedView]:
    return views_of(request_session(), current_person())


def _page(form: FeedForm, **values: Any) -> str:
    person = current_person()
    feeds = services.feeds_of(request_session(), person)
    return render_template(
        "feeds/index.html",
        form=form,
        feeds=feeds,
        names={feed.id: calendar_name(feed) for feed in feeds},
        kinds=KINDS,
        here=ZoneInfo(person.zone),
        is_reachable=is_reachable_from_outside(settings().base_url),
        is_of_this_machine=is_of_this_machine(settings().base_url),
        base_url=settings().base_url,
        **values,
    )
