"""`parley up`: the whole of Parley with one command.

lock → Redis → migrate → web, worker, scheduler → READY. Whatever ends is started again. On Ctrl-C or TERM
web, worker and scheduler stop first and Redis last.
"""

import http.client
import logging
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import click

from calendar_app.foundation.places import ROOT
from calendar_app.foundation.settings import Settings
from calendar_app.service import commands, embedded_redis
from calendar_app.service.children import Child, die_with, stop
from calendar_app.service.lock import holding

READY_SECONDS = 60.0
PULSE_SECONDS = 0.1


@click.command()
def up() -> None:
    """Start everything on this machine and keep it running."""
    logging.basicConfig(format="%(message)s", level=logging.INFO)
    settings = Settings.from_env()
    with ExitStack() as stack:
        lock = stack.enter_context(holding(settings.data_dir))
        listener = stack.enter_context(listening(settings.host, settings.port))
        socket_file = stack.enter_context(embedded_redis.socket_path(settings.data_dir))
        stopping = stop_signals()
        household = stack.enter_context(Household(settings, lock, listener))
        household.start(socket_file, stopping)
        while not stopping.wait(PULSE_SECONDS):
            household.tend()


class Household:
    """The processes of one installation."""

    def __init__(self, settings: Settings, lock: int, listener: socket.socket) -> None:
        self.parts: list[Child] = []
        self.redis: Child | None = None
        self._settings = settings
        self._lock = lock
        self._listener = listener
        self._environ = {**os.environ, "PARLEY_DATA_DIR": str(settings.data_dir), "PYTHONUNBUFFERED": "1"}

    def __enter__(self) -> "Household":
        return self

    def __exit__(self, *error: object) -> None:
        stop(self.parts)
        stop([self.redis] if self.redis else [])

    def start(self, socket_file: Path, stopping: threading.Event) -> None:
        """Start all parts; says READY once pages are served."""
        redis_url = self._settings.redis_url or self._start_redis(socket_file)
        if redis_url:
            self._environ["PARLEY_REDIS_URL"] = redis_url
        self._migrate()
        listener = self._listener.fileno()
        self._add("web", commands.web(f"fd://{listener}"), listener)
        if not self._pages_come(stopping):
            return
        if redis_url:
            self._add("worker", commands.worker(forking=False))
        self._add("scheduler", commands.scheduler())
        click.echo(f"READY http://{_local_address(self._listener)}")

    def tend(self) -> None:
        for child in [*self.parts, *([self.redis] if self.redis else [])]:
            child.tend()

    def _start_redis(self, socket_file: Path) -> str | None:
        """The address of a Redis of our own, or None when there is none: the scheduler then does the work."""
        data_dir = self._settings.data_dir
        server = embedded_redis.find_server()
        if server is None:
            click.echo("Redis is not installed: mails and feeds leave through the scheduler, seconds later.")
            return None
        redis = self._child("redis", embedded_redis.command(server, socket_file, data_dir))
        if not embedded_redis.answers(socket_file):
            stop([redis])
            click.echo(f"Redis does not start (see {data_dir}/redis/redis.log): the scheduler does its work.")
            return None
        self.redis = redis
        return f"unix://{socket_file}"

    def _migrate(self) -> None:
        parent = os.getpid()
        done = subprocess.run(  # noqa: S603 our own command
            commands.parley("migrate"),
            cwd=ROOT,
            env=self._environ,
            start_new_session=True,  # Ctrl-C must not cut a migration in two
            preexec_fn=lambda: die_with(parent),
            check=False,
        )
        if done.returncode != 0:
            raise click.ClickException("The database could not be migrated; the reason stands above.")

    def _pages_come(self, stopping: threading.Event) -> bool:
        """Wait until web answers; False when it was told to stop meanwhile."""
        address, host = _local_address(self._listener), urlsplit(self._settings.base_url).netloc
        deadline = time.monotonic() + READY_SECONDS
        while not _healthy(address, host):
            self.tend()
            if stopping.wait(PULSE_SECONDS / 2):
                return False
            if self.parts[0].failures > 2 or time.monotonic() > deadline:
                raise click.ClickException("The pages could not be started; the reason stands above.")
        return True

    def _add(self, name: str, command: list[str], *keep_open: int) -> None:
        self.parts.append(self._child(name, command, *keep_open))

    def _child(self, name: str, command: list[str], *keep_open: int) -> Child:
        return Child(
            name,
            command,
            folder=ROOT,
            environ=self._environ,
            keep_open=(self._lock, *keep_open),
        )


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """The port, bound here and handed on, so that no visitor is refused while web starts again.

    Raises ClickException with a sentence when the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
            listener.listen(2048)
        except OSError as error:
            raise click.ClickException(
                f"Port {port} on {host} cannot be used ({error.strerror}); stop the other program or "
                f"choose another port: PARLEY_PORT={port + 1}"
            ) from error
        yield listener


def stop_signals() -> threading.Event:
    """An event that Ctrl-C, TERM and a closed terminal set."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def _healthy(address: str, host: str) -> bool:
    connection = http.client.HTTPConnection(address, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": host})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _local_address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 read, not bound
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
