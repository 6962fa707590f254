"""Calendars for outsiders: the team's list of them, and the page behind such an address."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from calendar_app.channels import services as channels
from calendar_app.feeds import sharing
from calendar_app.feeds.addresses import is_of_this_machine, is_reachable_from_outside
from calendar_app.feeds.forms import SHAREABLE, ShareForm
from calendar_app.feeds.models import Feed
from calendar_app.feeds.reader import Reader
from calendar_app.feeds.services import live_feed
from calendar_app.feeds.views import (
    OFTEN_ENOUGH,
    address_of,
    calendar_name,
    campaigns_in_sight,
    own_views,
    page_address,
    token_hash,
)
from calendar_app.foundation.i18n import gettext, mark, speak
from calendar_app.foundation.sessions import without_session
from calendar_app.foundation.web import limiter, request_now, request_session, settings
from calendar_app.foundation.zones import to_wall
from calendar_app.people.access import Action, current_person, found, public, requires
from calendar_app.people.services import act_for

bp = Blueprint("shares", __name__)
_ = mark


@bp.get("/shares")
@requires(Action.SHARE)
def index() -> ResponseReturnValue:
    return _page(_form())


@bp.post("/shares")
@requires(Action.SHARE)
def make() -> ResponseReturnValue:
    """Share a calendar. Its address stands on the answer itself: kept for a next page it would be stored."""
    form, session = _form(), request_session()
    if not form.validate():
        return _page(form), 422
    feed, token = sharing.share(
        session,
        current_person(),
        form.kind.data,
        shared_with=form.shared_with.data,
        days=form.days.data,
        now=request_now(),
        contents=form.contents,
        form_key=form.form_key.data or None,
    )
    session.commit()
    link = settings().base_url + url_for("shares.show", token=token)
    return _page(_form(is_new=True), made=feed, link=link)


@bp.post("/shares/<int:feed_id>/revoke")
@requires(Action.SHARE)
def revoke(feed_id: int) -> ResponseReturnValue:
    session = request_session()
    feed = found(sharing.shared_feed(session, feed_id, request_now()))
    sharing.stop_sharing(session, feed, by=current_person(), now=request_now())
    session.commit()
    flash(gettext(_("The address does not work any more: neither the page nor the calendar.")), "success")
    return redirect(url_for("shares.index"), 303)


@bp.get("/shared/<token>")
@public
@without_session
@limiter.limit(OFTEN_ENOUGH, key_func=token_hash)
def show(token: str) -> Response:
    """A shared calendar as a page. Like the calendar itself it depends on the address alone."""
    session, now = request_session(), request_now()
    feed = live_feed(session, token, now)
    if feed is None or not feed.is_shared:
        return _for_outsiders("feeds/not_shared.html", 404)
    act_for(session, feed.person)
    speak(Reader.of(feed.person, page_address, feed.contents).language)
    zone = feed.person.workspace.zone
    return _for_outsiders(
        "feeds/shared.html",
        name=calendar_name(feed),
        days=sharing.shown_days(session, feed, now, page_address),
        zone=zone,
        until=to_wall(feed.expires_at or now, zone),
        address=address_of(feed, token),
        is_reachable=is_reachable_from_outside(settings().base_url),
        is_of_this_machine=is_of_this_machine(settings().base_url),
    )


def _for_outsiders(template: str, status: int = 200, **values: Any) -> Response:
    """A page that nobody finds, that tells nobody where it is, and is the same whoever is signed in."""
    page = Response(render_template(template, **values, appearance="auto"), status)
    page.headers["Referrer-Policy"] = "no-referrer"
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    return page


def _form(*, is_new: bool = False) -> ShareForm:
    options = {"formdata": None} if is_new else {}
    return ShareForm(channels.lines(request_session()), campaigns_in_sight(), own_views(), **options)


def _page(form: ShareForm, *, made: Feed | None = None, link: str = "") -> str:
    session, now = request_session(), request_now()
    feeds = sharing.shared_feeds(session, now)
    return render_template(
        "feeds/shares.html",
        form=form,
        feeds=feeds,
        names={feed.id: calendar_name(feed) for feed in feeds},
        kinds=SHAREABLE,
        made=made,
        link=link,
        is_reachable=is_reachable_from_outside(settings().base_url),
        is_of_this_machine=is_of_this_machine(settings().base_url),
        base_url=settings().base_url,
    )
