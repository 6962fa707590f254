"""`/health` and `/metrics` for the machines that watch this one, `/worker.js` for browsers."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TypeVar

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from calendar_app.foundation.assets import built_file
from calendar_app.foundation.places import STATIC
from calendar_app.foundation.web import request_now, request_session
from calendar_app.people.access import public
from calendar_app.service.condition import Condition, Counts, counted, read
from calendar_app.version import __version__

bp = Blueprint("service", __name__)
log = logging.getLogger(__name__)

Told = TypeVar("Told")

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


@bp.get("/health")
@public
def health() -> tuple[Response, int]:
    """200 while pages can be served, 503 when the database does not answer; the ages are in seconds."""
    condition = _asked(read)
    if condition is None:
        return jsonify(status="no database", version=__version__), 503
    return jsonify(
        status=condition.status,
        version=__version__,
        scheduler_seconds=condition.scheduler_seconds,
        oldest_overdue_seconds=condition.oldest_overdue_seconds,
    ), 200


@bp.get("/metrics")
@public
def metrics() -> tuple[Response, int]:
    """The same reading for Prometheus, and reminders by kind and state."""
    told = _asked(_all)
    if told is None:
        return Response("parley_database_up 0\n", content_type=PROMETHEUS), 503
    return Response("".join(f"{line}\n" for line in _lines(*told)), content_type=PROMETHEUS), 200


@bp.get("/worker.js")
@public
def worker() -> Response:
    """The script that shows dialog time without a line. It may do so for the folder it lies in: all pages."""
    script = (STATIC / "built" / built_file("worker.js")).read_bytes()
    return Response(script, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


def _all(session: Session, now: datetime) -> tuple[Condition, Counts]:
    return read(session, now), counted(session)


def _asked(question: Callable[[Session, datetime], Told]) -> Told | None:
    """What the database says; None when it does not answer."""
    try:
        return question(request_session(), request_now())
    except SQLAlchemyError:
        log.exception("the database does not answer")
        return None


def _lines(condition: Condition, reminders: Counts) -> Iterator[str]:
    """Each metric with its type. Nothing a person has typed stands in it."""
    yield from ("# TYPE parley_database_up gauge", "parley_database_up 1")
    ages = {
        "parley_scheduler_silence_seconds": condition.scheduler_seconds,
        "parley_oldest_overdue_reminder_seconds": condition.oldest_overdue_seconds,
    }
    for name, age in ages.items():
        if age is not None:
            yield from (f"# TYPE {name} gauge", f"{name} {age}")
    yield "# TYPE parley_reminders gauge"
    for (kind, state), tally in sorted(reminders.items()):
        yield f'parley_reminders{{kind="{kind}",state="{state}"}} {tally.rows}'
    yield "# TYPE parley_reminders_ambiguous gauge"
    for (kind, state), tally in sorted(reminders.items()):
        yield f'parley_reminders_ambiguous{{kind="{kind}",state="{state}"}} {tally.ambiguous}'
