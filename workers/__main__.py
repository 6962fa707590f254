"""`python -m workers worker|scheduler`, what `parley worker` and `parley scheduler` become."""

import logging
import signal
import threading

import click
from redis import Redis
from redis.exceptions import RedisError
from rq.serializers import JSONSerializer

from calendar_app.foundation.jobs import QUEUE
from calendar_app.foundation.settings import Settings
from workers import scheduler as ticking
from workers.guarded import EmbeddedWorker, ForkingWorker
from workers.runtime import Workshop, gather, workshop

WORKER_TTL_SECONDS = 60
MAINTENANCE_SECONDS = 60


@click.group()
def workers() -> None:
    """The processes beside the web."""
    logging.basicConfig(format="%(name)s: %(message)s", level=logging.WARNING)


@workers.command()
@click.option("--forking", is_flag=True, help="Run each job in a child process.")
def worker(*, forking: bool) -> None:
    """Work on jobs from Redis."""
    settings = Settings.from_env()
    if settings.redis_url is None:
        raise click.ClickException("A worker needs Redis; set PARLEY_REDIS_URL.")
    gather()
    workshop()  # made once, before RQ forks
    kind = ForkingWorker if forking else EmbeddedWorker
    try:
        kind(
            [QUEUE],
            connection=Redis.from_url(settings.redis_url),
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL_SECONDS,
            maintenance_interval=MAINTENANCE_SECONDS,
            log_job_description=False,
        ).work(logging_level="WARNING", with_scheduler=False)
    except RedisError as error:
        raise click.ClickException(f"Redis does not answer: {error}") from error


@workers.command()
def scheduler() -> None:
    """Find what is due, every few seconds."""
    gather()
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    ticking.run(Workshop.open(Settings.from_env()), stopping)


if __name__ == "__main__":
    workers(prog_name="python -m workers")
