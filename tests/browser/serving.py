"""Parley as browsers meet it: behind a server, with a clock that a test can move."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.serving import make_server

from calendar_app.app import create_app, page_address
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.tick import tick
from tests.factories import NOW


@dataclass(frozen=True)
class Newsroom:
    """An opened demo: its database, and the cookies of the browser that opened it."""

    database: bytes
    cookies: Sequence[Any]


@dataclass(frozen=True)
class Site:
    """A running Parley."""

    app: Flask
    clock: FixedClock
    address: str

    def tick(self) -> None:
        """What the scheduler does about reminders, at the time of this site's clock."""
        settings: Settings = self.app.extensions["parley"]["settings"]
        database: Database = self.app.extensions["parley"]["database"]
        courier = Courier.of(settings, database, page_address(settings.base_url))
        with closing(replace(courier, time=lambda session: self.clock.now())) as courier:
            tick(courier)


class Compiled(BytecodeCache):
    """Templates as code, for all apps of a test process: compiling them takes longer than most journeys."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if kept := self._kept.get(bucket.key):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


@contextmanager
def serving(folder: Path, database: bytes) -> Iterator[Site]:
    """An app on a copy of a database, on Wednesday, the 8th of April 2026, at nine in Berlin."""
    (folder / "parley.db").write_bytes(database)
    clock = FixedClock(NOW)
    settings = Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'parley.db'}",
        secret_key="for tests only",
    )
    app = create_app(settings, clock=clock)
    app.config["RATELIMIT_ENABLED"] = False
    app.jinja_env.bytecode_cache = COMPILED
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(app, clock, f"http://127.0.0.1:{server.port}")
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions["parley"]["database"].engine.dispose()


def copy_of(path: Path) -> bytes:
    """A database as it stands, with what still waits in its log."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.serialize()
