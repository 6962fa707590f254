"""Writing many reminders, and writing them anew: `python -m benchmarks.planning`.

A workspace has posts by hand over two days, each of which owes a mail. They are planned; looked at again, as
newer zone data ask for; and planned anew after somebody else has taken all of them over, so that every row is
cancelled and another one written. Prints how long each takes, the longest transaction and the most rows in
one, and by how much the process has grown. `--mails 15000 --database sqlite` measures less.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import event, select, update

from calendar_app.app import page_address
from calendar_app.foundation.db import Database, everywhere, scope_to
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from calendar_app.posts.models import Variant
from calendar_app.reminders.choices import choose
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import ReminderPlan
from calendar_app.reminders.tick import plan_all
from tests.chaos.installation import Installation, installation
from tests.postgres import find_binaries, fresh_database, running
from workers.runtime import gather

SIZES = (10_000, 100_000)
DATABASES = ("sqlite", "postgresql")
SPREAD = timedelta(hours=46)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, order=True)
class Taken:
    """What one transaction took, in seconds: by the clock, of the processor, and collecting garbage."""

    seconds: float
    processor: float
    collecting: float


@dataclass
class Transactions:
    """Those in which reminders were written: what each took, with its commit, and the most rows in one."""

    taken: list[Taken] = field(default_factory=list)
    most: int = 0
    _began: tuple[float, float, float] = (0.0, 0.0, 0.0)
    _rows: int = 0
    _collecting: float = 0.0

    def write(self, connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith(("INSERT INTO reminder (", "UPDATE reminder SET")):
            self._rows += max(cursor.rowcount, 0)

    def begin(self, connection: Any) -> None:
        self._began, self._rows = self._now(), 0

    def end(self, *connection: Any) -> None:
        """The connection goes back when all is committed."""
        if self._rows:
            self.taken.append(
                Taken(*(now - then for now, then in zip(self._now(), self._began, strict=True)))
            )
            self.most, self._rows = max(self.most, self._rows), 0

    def collect(self, phase: str, info: Mapping[str, int]) -> None:
        self._collecting += time.perf_counter() * (1 if phase == "stop" else -1)

    def _now(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), self._collecting

    def __str__(self) -> str:
        if not self.taken:
            return "nothing was written"
        longest, half = max(self.taken), median(each.seconds for each in self.taken)
        return (
            f"{len(self.taken)} transactions, half of them in {_ms(half)} or less,"
            f" the longest in {_ms(longest.seconds)}"
            f" (processor {_ms(longest.processor)}, collecting garbage {_ms(longest.collecting)}),"
            f" at most {self.most} rows"
        )


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


@contextmanager
def watched(database: Database) -> Iterator[Transactions]:
    seen = Transactions()
    hooks = (("after_cursor_execute", seen.write), ("begin", seen.begin), ("checkin", seen.end))
    for name, hook in hooks:
        event.listen(database.engine, name, hook)
    gc.callbacks.append(seen.collect)
    yield seen
    gc.callbacks.remove(seen.collect)
    for name, hook in hooks:
        event.remove(database.engine, name, hook)


def main(words: list[str]) -> None:
    wanted = _arguments(words)
    binaries = find_binaries()
    assert binaries is not None, "install PostgreSQL"  # noqa: S101 for whoever runs it
    with tempfile.TemporaryDirectory(dir="/tmp") as name, running(binaries) as server:
        for size in wanted.mails:
            if "sqlite" in wanted.database:
                _measure("SQLite", Path(name) / f"sqlite-{size}", None, size)
            if "postgresql" in wanted.database:
                with fresh_database(server) as url:
                    _measure("PostgreSQL", Path(name) / f"postgresql-{size}", url, size)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planning")
    parser.add_argument("--mails", type=int, nargs="+", default=SIZES)
    parser.add_argument("--database", nargs="+", default=DATABASES, choices=DATABASES)
    return parser.parse_args(words)


def _measure(database: str, folder: Path, url: str | None, size: int) -> None:
    with installation(folder, url) as house:
        house.owe(size, over=SPREAD, ahead=HOUR)
        label = f"{database:10} {size:7,}"
        _report(f"{label} planned        ", house)
        _older_zones(house)
        _report(f"{label} looked at again", house)
        _hand_over(house)
        _report(f"{label} handed over    ", house)


def _report(label: str, house: Installation) -> None:
    """In a process of its own, as a scheduler is: only its own memory counts."""
    with get_context("spawn").Pool(1) as pool:
        print(label, pool.apply(_plan, (house.environ,)), flush=True)


def _plan(environ: Mapping[str, str]) -> str:
    settings = Settings.from_env(environ)
    courier = Courier.of(settings, Database(settings.database_url), page_address(settings.base_url))
    gather()  # as a scheduler does first of all
    before, began = _memory(), time.perf_counter()
    with closing(courier), watched(courier.database) as seen:
        plan_all(courier)
    seconds, grown = time.perf_counter() - began, _memory() - before
    return f"{seconds:7.1f} s, {seen}, grown by {grown:.0f} MB"


def _older_zones(house: Installation) -> None:
    with house.database.session() as session, everywhere(session):
        session.execute(update(ReminderPlan).values(zone_data=""))
        session.commit()


def _hand_over(house: Installation) -> None:
    """All posts become somebody else's to publish; the plan's revision counts up."""
    with house.database.session() as session, everywhere(session):
        variant = session.scalars(select(Variant).limit(1)).one()
        assert variant.approved_by_id is not None  # noqa: S101 the installation's posts are approved
        scope_to(session, variant.workspace_id)
        choose(session, session.get_one(Person, variant.approved_by_id), ["post_wants_person"])
        given = update(Variant).values(author_id=Variant.approved_by_id)
        session.execute(given, execution_options={"synchronize_session": False})
        session.commit()


def _memory() -> float:
    """The most that this process has held so far, in MB (Linux)."""
    status = Path("/proc/self/status").read_text()
    return float(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1:])
