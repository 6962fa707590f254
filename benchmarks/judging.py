"""What judging costs, and whether the archive matters to it: `python -m benchmarks.judging [--small]`.

The weeks around the present hold the same 40 variants each on 20 channels; only the past differs. All sizes
are asked in turn, in processor time; quote the ratios. `--small` leaves out the largest archive.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import archive
from calendar_app import schema
from calendar_app.board.periods import Week
from calendar_app.board.services import balances
from calendar_app.foundation.db import Database, everywhere, scope_to
from calendar_app.people.models import Workspace
from calendar_app.posts import holding
from calendar_app.posts.content import content_of
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Status, Variant

SIZES = (1_000, 10_000, 100_000)
CHANNELS, WEEKS_AHEAD = 20, 4
WARM_UP = 2

Ask = Callable[[Session, random.Random], object]


def main() -> None:
    sizes = SIZES[:-1] if "--small" in sys.argv else SIZES
    with tempfile.TemporaryDirectory() as folder:
        databases = {size: _archive(Path(folder) / f"{size}.db", size) for size in sizes}
        print(f"{'':36}" + "".join(f"{size:>12,}" for size in sizes) + f"{'ratio':>8}")
        for name, ask, rounds in MEASURED:
            medians = _measure(databases, ask, rounds)
            row = "".join(f"{medians[size] * 1000:>9.1f} ms" for size in sizes)
            print(f"{name:36}{row}{medians[sizes[-1]] / medians[sizes[0]]:>8.2f}", flush=True)


def _archive(path: Path, size: int) -> Database:
    database = Database(f"sqlite:///{path}")
    schema.migrate(database.engine)
    with database.session() as session:
        archive.fill(session, size, channels=CHANNELS, weeks_ahead=WEEKS_AHEAD)
        session.commit()
    return database


@contextmanager
def _reading(database: Database) -> Iterator[Session]:
    """A session that knows nothing yet, in the eyes of the only workspace."""
    with database.reading() as session:
        with everywhere(session):
            workspace_id = session.scalars(select(Workspace.id)).one()
        scope_to(session, workspace_id)
        yield session


def _measure(databases: dict[int, Database], ask: Ask, rounds: int) -> dict[int, float]:
    """Median processor time in seconds, by size; every size is asked the same questions."""
    times: dict[int, list[float]] = {size: [] for size in databases}
    for turn in range(rounds + WARM_UP):
        for size, database in databases.items():
            chance = random.Random(archive.SEED + turn)  # noqa: S311 reproducible, not secret
            with _reading(database) as session:
                began = time.process_time()
                ask(session, chance)
                taken = time.process_time() - began
            if turn >= WARM_UP:
                times[size].append(taken)
    return {size: statistics.median(found) for size, found in times.items()}


def _one_check(session: Session, chance: random.Random) -> object:
    """Someone has written a scheduled variant anew."""
    scheduled = select(Variant).where(Variant.planned_at > archive.NOW, Variant.status == Status.SCHEDULED)
    variant = session.scalars(
        scheduled.order_by(Variant.planned_at).offset(chance.randrange(archive.PER_WEEK)).limit(1)
    ).one()
    said = replace(content_of(variant), text=archive.text(chance))
    return judge(session, variant, content=said, now=archive.NOW)


def _strip(session: Session, chance: random.Random) -> object:
    week = Week.of(archive.NOW.date())
    found = balances(session, week, zone=archive.ZONE, now=archive.NOW)
    assert len(found) == CHANNELS  # noqa: S101 otherwise something else is measured
    return found


def _nightly(session: Session, chance: random.Random) -> object:
    seen = holding.look(session, now=archive.NOW)
    assert seen.is_whole  # noqa: S101 otherwise something else is measured
    return seen


MEASURED: tuple[tuple[str, Ask, int], ...] = (
    ("full check of one variant", _one_check, 60),
    ("week strip, 20 channels", _strip, 30),
    ("four weeks, judged again", _nightly, 7),
)


if __name__ == "__main__":
    main()
