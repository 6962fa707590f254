"""`/health`: for the machines that watch this one."""

import logging
from datetime import datetime, timedelta

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from calendar_app.foundation.db import everywhere
from calendar_app.foundation.models import Heartbeat
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import public
from calendar_app.reminders.services import oldest_overdue
from calendar_app.version import __version__

bp = Blueprint("service", __name__)
log = logging.getLogger(__name__)

SILENT_AFTER = timedelta(seconds=60)  # some ten ticks without a sign of life
LATE_AFTER = timedelta(minutes=5)  # longer than the tick waits before it delivers by itself


@bp.get("/health")
@public
def health() -> tuple[Response, int]:
    """200 while pages can be served, 503 when the database does not answer.

    `status` says in a word how the work behind the pages goes: ok, late (a reminder is overdue) or no
    scheduler. The ages are in seconds: of the scheduler's last sign of life and of the oldest reminder that
    should have left; null when there is none.
    """
    session, now = request_session(), request_now()
    try:
        heartbeat = session.get(Heartbeat, "scheduler")
        with everywhere(session):
            overdue = _age(oldest_overdue(session, now), now)
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return jsonify(status="no database", version=__version__), 503
    silence = _age(heartbeat.at if heartbeat else None, now)
    return jsonify(
        status=_status(silence, overdue),
        version=__version__,
        scheduler_seconds=silence,
        oldest_overdue_seconds=overdue,
    ), 200


def _age(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else max(0.0, round((now - moment).total_seconds(), 1))


def _status(silence: float | None, overdue: float | None) -> str:
    if silence is None or silence > SILENT_AFTER.total_seconds():
        return "no scheduler"
    return "late" if overdue is not None and overdue > LATE_AFTER.total_seconds() else "ok"
