"""What a job gets when it runs: the workshop, with its sessions, its clock and its settings.

A job is a function of this package with primitive arguments. It may run twice, and what it is about may be
gone by then: both must do no harm.
"""

import gc
import os
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import import_module
from typing import Any, Concatenate, ParamSpec

from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.clock import Clock, SystemClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings

P = ParamSpec("P")


@dataclass(frozen=True)
class Workshop:
    """What work outside of a request needs."""

    settings: Settings
    database: Database
    page: PageAddress
    clock: Clock = field(default_factory=SystemClock)

    @classmethod
    def open(cls, settings: Settings) -> "Workshop":
        """A workshop for the life of a process.

        RQ forks, and a connection must not be shared with a child: it gets a pool of its own.
        """
        database = Database(settings.database_url)
        os.register_at_fork(after_in_child=partial(database.engine.dispose, close=False))
        return cls(settings, database, page_address(settings.base_url))

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One session, one commit; jobs asked for within leave after it."""
        with self.database.session() as session:
            session.info["redis_url"] = self.settings.redis_url
            yield session
            session.commit()


JOBS: dict[str, Callable[..., None]] = {}
"""Every job by the name it is enqueued with, such as "workers.feeds.refresh"; nothing else is ever run."""

Tick = Callable[[Workshop], float | None]
"""Gives in how many seconds it wants to look again at the latest; None: when the scheduler likes."""
TICKS: list[Tick] = []


def job(function: Callable[Concatenate[Workshop, P], None]) -> Callable[Concatenate[Workshop, P], None]:
    """Make `function(workshop, *arguments)` a job that opens short transactions itself.

    None may be open while a job waits for others, such as a mail server.
    """
    JOBS[_name(function)] = function
    return function


def every_tick(function: Tick) -> Tick:
    """Have the scheduler call `function(workshop)` every few seconds; it may run in several at once."""
    TICKS.append(function)
    return function


@cache
def gather() -> None:
    """Import every module of this package, so that JOBS and TICKS are complete.

    What is there by then stays for good and is left out of garbage collection: to look through it takes a
    fifth of a second of the processor, in the middle of a transaction if it so happens.
    """
    package = import_module("workers")
    for module in pkgutil.iter_modules(package.__path__):
        if not module.name.startswith("__"):
            import_module(f"workers.{module.name}")
    gc.collect()
    gc.freeze()


@cache
def workshop() -> Workshop:
    """The workshop of this process."""
    return Workshop.open(Settings.from_env())


def perform(name: str, arguments: Sequence[Any]) -> None:
    """Run a job by its name.

    Raises KeyError when there is no such job.
    """
    JOBS[name](workshop(), *arguments)


def _name(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"
