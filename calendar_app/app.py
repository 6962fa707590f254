"""The application, and the only list of its rooms."""

from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, session
from werkzeug.routing import Map

from calendar_app.board import views as board_views
from calendar_app.campaigns import readers as campaign_readers
from calendar_app.campaigns import views as campaign_views
from calendar_app.channels import readers as channel_readers
from calendar_app.channels import services as channel_services
from calendar_app.channels import stepping as channel_step_views
from calendar_app.channels import views as channel_views
from calendar_app.channels.gate import views as gate_views
from calendar_app.channels.register import views as register_views
from calendar_app.copies import views as copies_views
from calendar_app.demo import views as demo_views
from calendar_app.engagement import readers as engagement_readers
from calendar_app.engagement import views as engagement_views
from calendar_app.engagement.activity import last_talks, talk_since
from calendar_app.feeds import share_views
from calendar_app.feeds import views as feeds_views
from calendar_app.foundation import web
from calendar_app.foundation.assets import send_built
from calendar_app.foundation.clock import Clock, SystemClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.places import STATIC, TEMPLATES
from calendar_app.foundation.settings import Settings
from calendar_app.navigation import navigation, place_of
from calendar_app.offboarding import views as offboarding_views
from calendar_app.people import access
from calendar_app.people import account as account_views
from calendar_app.people import joining as joining_views
from calendar_app.people import readers as people_readers
from calendar_app.people import start as start_views
from calendar_app.people import views as people_views
from calendar_app.planner import views as planner_views
from calendar_app.planner.services import weeks_of_launch
from calendar_app.posts import views as posts_views
from calendar_app.posts.activity import farewells, going_out, last_posts, posts_since, promises, went_out
from calendar_app.posts.campaigning import posts_of, tallies
from calendar_app.posts.exceptions import habit
from calendar_app.posts.foresight import foresee
from calendar_app.posts.holding import held_count
from calendar_app.posts.origins import made_of_inquiries, made_of_talks
from calendar_app.posts.stops import stops
from calendar_app.posts.themes import views as theme_views
from calendar_app.reminders import choice_pages as choice_views
from calendar_app.reminders import views as reminders_views
from calendar_app.rulebook import readers as rulebook_readers
from calendar_app.rulebook import views as rulebook_views
from calendar_app.rulebook.access_reviews import review_intervals
from calendar_app.rulebook.tuning import tunings
from calendar_app.service import views as service_views
from calendar_app.sights import views as sight_views

# Rooms in the order of the house, from the door to the desk.
ROOMS = (
    service_views,
    start_views,
    demo_views,
    account_views,
    board_views,
    sight_views,
    joining_views,
    people_views,
    channel_views,
    register_views,
    gate_views,
    channel_step_views,
    engagement_views,
    planner_views,
    rulebook_views,
    campaign_views,
    posts_views,
    theme_views,
    copies_views,
    offboarding_views,
    feeds_views,
    share_views,
    reminders_views,
    choice_views,
)


def create_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """The WSGI application of one installation."""
    app = Flask("calendar_app", template_folder=str(TEMPLATES), static_folder=str(STATIC / "built"))
    app.view_functions["static"] = access.public(send_built)
    web.install(app, settings, Database(settings.database_url), clock or SystemClock())
    access.guard(app)
    web.csrf.init_app(app)
    web.limiter.init_app(app)
    app.context_processor(_who)
    for room in ROOMS:
        app.register_blueprint(room.bp)
    _introduce(app)
    access.refuse_unmarked(app)
    return app


def _introduce(app: Flask) -> None:
    """Rooms do not know the rooms above them: what they show of those is handed in here."""
    people_readers.install(app, channels=channel_services.lines)
    rulebook_readers.install(app, foresee=foresee, habit=habit)
    campaign_readers.install(app, posts_of=posts_of, tallies=tallies)
    engagement_readers.install(
        app, engagement_readers.OfPosts(going_out, went_out, promises, made_of_inquiries, made_of_talks)
    )
    channel_readers.install(
        app,
        posts=channel_readers.OfPosts(last_posts, posts_since, farewells),
        last_talks=last_talks,
        talk_since=talk_since,
        tunings=tunings,
        review_intervals=review_intervals,
        weeks_of_launch=weeks_of_launch,
    )


def page_address(base_url: str) -> Callable[..., str]:
    """Full addresses of pages for whoever works outside of a request; called like `url_for`."""
    where = urlsplit(base_url)
    addresses = _addresses().bind(where.netloc, where.path or "/", url_scheme=where.scheme)

    def address(endpoint: str, **values: object) -> str:
        return addresses.build(endpoint, values, force_external=True)

    return address


@cache
def _addresses() -> Map:
    """Of every room, whatever the house it stands in is called."""
    pages = Flask("pages", static_folder=None)
    for room in ROOMS:
        pages.register_blueprint(room.bp)
    return pages.url_map


def _who() -> dict[str, Any]:
    """What layouts show of the reader: who, where, how they like it."""
    person, account = g.get("person"), g.get("account")
    return {
        "person": person,
        "workspace": person.workspace if person else None,
        "appearance": account.theme if account else session.get("theme", "auto"),
        "shortcuts_on": account.shortcuts_on if account else True,
        "can": (lambda action: access.may(person, action)) if person else (lambda action: False),
        "nav": navigation(person),
        "place_of": place_of,
        "stops": (lambda: stops(web.request_session())) if person else tuple,
        "held_count": (lambda: held_count(web.request_session())) if person else int,
    }
