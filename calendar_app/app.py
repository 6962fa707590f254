"""The application, and the only list of its rooms."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, g, session

from calendar_app.foundation import web
from calendar_app.foundation.clock import Clock, SystemClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.places import STATIC, TEMPLATES
from calendar_app.foundation.settings import Settings
from calendar_app.navigation import navigation
from calendar_app.people import access
from calendar_app.people import account as account_views
from calendar_app.people import start as start_views
from calendar_app.people import views as people_views
from calendar_app.service import views as service_views

# Rooms in the order of the house, from the door to the desk.
ROOMS = (service_views, start_views, account_views, people_views)


def create_app(settings: Settings, *, clock: Clock | None = None) -> Flask:
    """The WSGI application of one installation."""
    app = Flask("calendar_app", template_folder=str(TEMPLATES), static_folder=str(STATIC / "built"))
    app.view_functions["static"] = access.public(app.view_functions["static"])
    web.install(app, settings, Database(settings.database_url), clock or SystemClock())
    access.guard(app)
    web.csrf.init_app(app)
    web.limiter.init_app(app)
    app.context_processor(_who)
    for room in ROOMS:
        app.register_blueprint(room.bp)
    access.refuse_unmarked(app)
    return app


def _who() -> Mapping[str, Any]:
    """What layouts show of the reader: who, where, how they like it."""
    person, account = g.get("person"), g.get("account")
    return {
        "person": person,
        "workspace": person.workspace if person else None,
        "theme": account.theme if account else session.get("theme", "auto"),
        "shortcuts_on": account.shortcuts_on if account else True,
        "can": (lambda action: access.may(person, action)) if person else (lambda action: False),
        "nav": navigation(person),
    }
