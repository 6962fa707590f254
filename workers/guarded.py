"""RQ, kept to our own jobs.

Whoever can write into Redis can name any function, callback or address in a job: RQ imports and calls what it
finds there, also with the JSON serializer. Here a job runs only if its name is in JOBS, and nothing
else of what it carries is called, asked for, or able to stop the worker.
"""

import logging
import re
from typing import Any

from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from rq import Queue, SimpleWorker, Worker
from rq.exceptions import NoSuchJobError
from rq.intermediate_queue import IntermediateQueue
from rq.job import Job
from rq.worker import BaseWorker

from calendar_app.foundation.clock import SystemClock
from workers.runtime import JOBS, perform

log = logging.getLogger(__name__)

LONGEST_JOB_SECONDS = 300
JOB_ID = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class ForeignJobError(Exception):
    """A job that is none of ours."""


class GuardedJob(Job):
    """A job that can only be one of JOBS."""

    def refresh(self) -> None:
        """Read the job; one that cannot be read counts as gone, since RQ would otherwise stop the worker."""
        try:
            super().refresh()  # type: ignore[no-untyped-call]
        except (NoSuchJobError, RedisConnectionError, RedisTimeoutError):
            raise
        except Exception as error:
            log.warning("an unreadable job was thrown away: %s", type(error).__name__)
            raise NoSuchJobError("unreadable") from error

    def restore(self, raw_data: Any) -> None:
        super().restore(raw_data)
        self._success_callback_name = self._failure_callback_name = self._stopped_callback_name = None
        self.webhooks = []
        self.retries_left = self.repeats_left = None
        self.rate_limit_key = None
        self.timeout = LONGEST_JOB_SECONDS

    def _execute(self) -> None:
        """What RQ calls to run the job: looks the name up and imports nothing."""
        name: object = self.func_name
        if not isinstance(name, str) or name not in JOBS or self.instance or self.kwargs:
            raise ForeignJobError(f"{name!r} is no job of ours")
        perform(name, self.args)


class GuardedQueue(Queue):
    """A queue from which only ids like ours are taken."""

    job_class = GuardedJob

    @classmethod
    def lmove(cls, connection: "Redis", queue_key: str, timeout: int | None) -> Any:
        """Take the next id; throw away what is none, since RQ would try to decode it for ever."""
        while True:
            taken = super().lmove(connection, queue_key, timeout)
            if taken is None or JOB_ID.fullmatch(taken[1]):
                return taken
            connection.lrem(IntermediateQueue.get_intermediate_queue_key(queue_key), 1, taken[1])
            log.warning("an entry that is no job was thrown away")


class _Guarded(BaseWorker):
    """What both kinds of worker share."""

    job_class = GuardedJob
    queue_class = GuardedQueue
    log_result_lifespan = False
    max_connection_wait_time = 5.0  # Redis is on this machine or near: look again soon

    def subscribe(self) -> None:
        """Take no commands from Redis: stopping a worker is a signal's business."""

    def run_maintenance_tasks(self) -> None:
        """Tidy up after killed workers; an entry that RQ stumbles over must not stop this one."""
        try:
            self.clean_registries()  # type: ignore[no-untyped-call]
        except (RedisConnectionError, RedisTimeoutError):
            raise
        except Exception:
            log.exception("RQ's registries could not be tidied")
            self.last_cleaned_at = SystemClock().now()  # type: ignore[assignment]  # RQ declares None only


class EmbeddedWorker(_Guarded, SimpleWorker):
    """Runs jobs in its own process."""


class ForkingWorker(_Guarded, Worker):
    """Runs each job in a child, so that a job that goes wild takes only the child along."""
