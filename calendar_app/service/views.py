"""`/health`: for the machines that watch this one."""

import logging

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from calendar_app.foundation.models import Heartbeat
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import public
from calendar_app.version import __version__

bp = Blueprint("service", __name__)
log = logging.getLogger(__name__)


@bp.get("/health")
@public
def health() -> tuple[Response, int]:
    """200 while pages can be served, 503 when the database does not answer.

    `scheduler_seconds` is the age of the scheduler's last sign of life; null when there was none yet.
    """
    try:
        heartbeat = request_session().get(Heartbeat, "scheduler")
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return jsonify(status="no database", version=__version__), 503
    age = None if heartbeat is None else round((request_now() - heartbeat.at).total_seconds(), 1)
    return jsonify(status="ok", version=__version__, scheduler_seconds=age), 200
