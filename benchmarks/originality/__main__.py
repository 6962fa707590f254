"""The benchmark of the originality engine: `make bench-originality`, or `python -m benchmarks.originality`.

    --large         also an archive of a million texts (some minutes)
    --postgres      on a PostgreSQL server started for it instead of SQLite, without the other methods; the
                    times are then those of the clock, since the server works in processes of its own
    PARLEY_PLANS    a folder with real plans; without it only the texts of this folder are judged

Quote ratios within one run: the machine's speed is in every other number.
"""

import argparse
import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from benchmarks import archive
from benchmarks.originality import growth, quality
from benchmarks.originality.pairs import pairs
from benchmarks.originality.rivals import Buckets, Scan, best_minhash, best_rapidfuzz, parley
from tests import postgres

SIZES = (1_000, 10_000, 100_000)
LARGE = 1_000_000
LARGEST_LSH = 100_000  # MinHash needs about a minute and a gigabyte for every 300,000 texts
LARGEST_SCAN = 100_000  # a scan of a million takes minutes for each text
CHECKS, SCANS = 60, 2


def main() -> None:
    options = _options()
    print(f"seed {options.seed}\n")
    if not options.only_growth:
        _judge(options.seed)
    sizes = (*SIZES, LARGE) if options.large else SIZES
    with _database(on_postgres=options.postgres) as url:
        _grow(url, sizes)


@contextmanager
def _database(*, on_postgres: bool) -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    if on_postgres:
        binaries = postgres.find_binaries()
        if binaries is None:
            raise SystemExit("There is no PostgreSQL here: sudo apt install postgresql")
        with postgres.running(binaries) as server, postgres.fresh_database(server) as url:
            yield url
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'bench.db'}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.originality")
    parser.add_argument("--seed", type=int, default=archive.SEED)
    parser.add_argument("--large", action="store_true", help="also a million texts")
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL instead of SQLite")
    parser.add_argument("--only-growth", action="store_true", help="only time and memory")
    return parser.parse_args()


def _judge(seed: int) -> None:
    known = pairs(seed)
    development = [pair for pair in known if not pair.is_held_out]
    judges = [parley(), best_rapidfuzz(development), best_minhash(development)]
    for judge in judges:
        print(f"{judge.name}: the same from {judge.threshold:.2f} on")
    for name, chosen in (
        ("development", development),
        ("held out", [pair for pair in known if pair.is_held_out]),
    ):
        print(f"\n== stories, {name} ==", *quality.table(judges, chosen), sep="\n")
    print("\n== tellings against each other ==")
    for judge in judges:
        print(quality.rewrites_within(judge, known))
    if plans := os.environ.get("PARLEY_PLANS"):
        real = quality.real_pairs(Path(plans), random.Random(seed))  # noqa: S311 reproducible, not secret
        print("\n== edits of real rows ==", *quality.table(judges, real), sep="\n")
    else:
        print("\nPARLEY_PLANS is not set: no real rows are judged.")


def _grow(url: str, sizes: tuple[int, ...]) -> None:
    house = growth.House(url)
    is_sqlite = house.database.engine.dialect.name == "sqlite"
    clock = time.process_time if is_sqlite else time.perf_counter
    kind = "of processor time" if is_sqlite else "by the clock"
    print(f"\n== {house.database.engine.dialect.name}: one check, milliseconds {kind} ==")
    print("    texts   median     95 %       scan scan/ours      LSH bytes each")
    for size in sizes:
        bytes_each = house.grow_to(size)
        drafts = house.drafts(CHECKS)
        ours = growth.times(house.check, drafts, clock)
        middle = statistics.median(ours)
        scan = _median_of(Scan(house.texts), drafts[:SCANS]) if is_sqlite and size <= LARGEST_SCAN else None
        lsh = _median_of(Buckets(house.texts), drafts) if is_sqlite and size <= LARGEST_LSH else None
        ratio = f"{scan / middle:.0f}" if scan else "-"
        row = f"{size:>9,} {middle:>8.2f} {growth.slow(ours):>8.2f} {_told(scan):>10} {ratio:>9}"
        print(f"{row} {_told(lsh):>8} {bytes_each:>10.0f}", flush=True)
    without, with_index = house.write_cost(100, clock)
    print(f"saving a text: {without:.2f} ms without the index, {with_index:.2f} ms with it")
    found = sum(house.check(*draft) >= 55 for draft in house.drafts(CHECKS)[1::2])
    print(f"edited copies found among all: {found} of {CHECKS // 2}")
    print(f"largest memory of this process so far: {_memory()} MB")
    house.database.engine.dispose()


def _median_of(rival: Scan | Buckets, drafts: list[tuple[str, datetime]]) -> float:
    return statistics.median(growth.times(lambda words, _: rival.check(words), drafts, time.process_time))


def _told(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
