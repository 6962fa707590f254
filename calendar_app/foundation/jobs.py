"""Work for later: a job's name and plain arguments, sent to RQ once the transaction is committed.

The database stays the truth: a job only says "look at this row now". If Redis is away nothing is lost,
because the scheduler's next tick finds the same row.
"""

import json
import logging
from functools import cache
from typing import Any

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import RedisError
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

QUEUE = "parley"
Argument = int | str | bool | None

# For so long it is known which job waits. Where one waits for longer a second one joins it, and does no harm.
_KNOWN_SECONDS = 86_400


def enqueue(session: Session, name: str, *arguments: Argument) -> None:
    """Ask for `workers.<name>(*arguments)`, for example "feeds.refresh", after the session's commit.

    Asking twice for the same within one transaction is asking once.
    """
    waiting = session.info.setdefault("jobs", {})
    waiting[(name, arguments)] = None


@event.listens_for(Session, "after_commit")
def _send(session: Session) -> None:
    if session.in_nested_transaction():  # releasing a savepoint fires this event too
        return
    waiting = session.info.pop("jobs", {})
    redis_url = session.info.get("redis_url")
    if waiting and redis_url:
        send(redis_url, list(waiting))


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop("jobs", None)


def send(redis_url: str, jobs: list[tuple[str, tuple[Argument, ...]]], *, ahead: bool = False) -> bool:
    """Hand jobs to RQ; False when Redis cannot be reached (the tick will do the work).

    What waits already is not sent a second time. Those that are sent `ahead` are done before all others, and
    several may wait: each calls one more worker.
    """
    try:
        queue = Queue(QUEUE, connection=connection(redis_url), serializer=JSONSerializer)
        for name, arguments in jobs:
            if ahead:
                _push(queue, name, arguments, at_front=True)
            else:
                _push_unless_waiting(queue, name, arguments)
    except (RedisError, OSError) as error:
        log.warning("Redis is away, the next tick takes over: %s", error)
        return False
    return True


def _push_unless_waiting(queue: Queue, name: str, arguments: tuple[Argument, ...]) -> None:
    """A job that still waits looks at the database later than now, so that it sees what it would be sent for.

    One that a worker has taken may have looked already and does not count: another follows it. Its id is kept
    beside the queue, but whether it waits is asked of the queue itself: what Redis loses is sent anew.
    """
    known = f"parley:waiting:{json.dumps([name, *arguments])}"

    def push(pipe: Pipeline) -> None:
        last = pipe.get(known)
        # It was given as bytes, and bytes may go back.
        is_waiting = last is not None and pipe.lpos(queue.key, last) is not None  # type: ignore[arg-type]
        pipe.multi()
        if not is_waiting:
            pipe.set(known, _push(queue, name, arguments, pipeline=pipe).id, ex=_KNOWN_SECONDS)

    queue.connection.transaction(push, known)  # again when another process was quicker


def _push(queue: Queue, name: str, arguments: tuple[Argument, ...], **how: Any) -> Job:
    return queue.enqueue_call(f"workers.{name}", args=arguments, result_ttl=0, failure_ttl=86_400, **how)


@cache
def connection(redis_url: str) -> "Redis":
    """The process's connection pool to one Redis; short time-outs, so that a page never hangs on it."""
    options: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 5}
    return Redis.from_url(redis_url, **options)
