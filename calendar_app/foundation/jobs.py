"""Work for later: a job's name and plain arguments, sent to RQ once the transaction is committed.

The database stays the truth: a job only says "look at this row now". If Redis is away nothing is lost,
because the scheduler's next tick finds the same row.
"""

import logging
from functools import cache
from typing import Any

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import event
from sqlalchemy.orm import Session

log = logging.getLogger(__name__)

QUEUE = "parley"
Argument = int | str | bool | None


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

    Those that are sent `ahead` are done before what waits already.
    """
    try:
        queue = Queue(QUEUE, connection=connection(redis_url), serializer=JSONSerializer)
        for name, arguments in jobs:
            queue.enqueue_call(
                f"workers.{name}", args=arguments, result_ttl=0, failure_ttl=86_400, at_front=ahead
            )
    except (RedisError, OSError) as error:
        log.warning("Redis is away, the next tick takes over: %s", error)
        return False
    return True


@cache
def connection(redis_url: str) -> "Redis":
    """The process's connection pool to one Redis; short time-outs, so that a page never hangs on it."""
    options: dict[str, Any] = {"socket_connect_timeout": 1, "socket_timeout": 5}
    return Redis.from_url(redis_url, **options)
