"""All cells on SQLite and PostgreSQL: `make chaos`, or `python -m tests.chaos --scale 0.1 --seed 7 C2 C5`.

Ends with status 1 when a reminder was lost, a copy is unexplained, or a cell did not do what it promises.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.chaos.cells import CELLS, Cell
from tests.chaos.installation import Installation, installation
from tests.chaos.mutations import MUTATIONS, is_noticed
from tests.chaos.verdict import NotRunError, Verdict, total
from tests.postgres import find_binaries, fresh_database, running


def main(words: list[str]) -> int:
    wanted = _arguments(words)
    cells = [cell for cell in CELLS if not wanted.cells or cell.name.split()[0] in wanted.cells]
    seeds = random.Random(wanted.seed)
    print(f"seed {wanted.seed}, scale {wanted.scale}", flush=True)
    ended = [_run(cell, kind, wanted.scale, seeds) for cell in cells for kind in _rounds(cell)]
    verdicts = [each for each in ended if isinstance(each, Verdict)]
    failed = ended.count("failed") + sum(not each.holds for each in verdicts)
    if cells:
        print(f"{'all':36} {total(verdicts)}" if verdicts else "nothing was run")
        print(f"failed {failed}, not run {ended.count('not run')}")
    survived = _mutate() if not wanted.cells or "C11" in wanted.cells else 0
    return 1 if failed or survived or not (verdicts or wanted.cells == ["C11"]) else 0


def _mutate() -> int:
    """Prints what became of each mutation; gives how many no test has noticed."""
    survived = 0
    for mutation in MUTATIONS:
        noticed = is_noticed(mutation)
        survived += not noticed
        print(f"C11 {mutation.name:36} {'noticed' if noticed else 'NOT NOTICED'}", flush=True)
    return survived


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("cells", nargs="*", help="their first words; all if none")
    parser.add_argument("--scale", type=float, default=1.0, help="mails, relative to a full run")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    return parser.parse_args(words)


def _rounds(cell: Cell) -> list[str]:
    return ["SQLite", "PostgreSQL"] * cell.rounds


def _run(cell: Cell, kind: str, scale: float, seeds: random.Random) -> Verdict | str:
    seed = seeds.randrange(10**6)
    name, began = f"{cell.name}, {kind}", time.monotonic()
    try:
        with database(kind) as url, fresh_installation(url) as house:
            found = cell.run(house, max(12, int(cell.mails * scale)), random.Random(seed))
    except NotRunError as reason:
        print(f"{name:36} not run: {reason}", flush=True)
        return "not run"
    except Exception as error:  # whatever broke off a cell, the others are run
        print(f"{name:36} FAILED: {type(error).__name__}: {error}  {_end(seed, began)}", flush=True)
        return "failed"
    print(f"{name:36} {found}  {_end(seed, began)}", flush=True)
    return found


def _end(seed: int, began: float) -> str:
    return f"seed {seed}  took {time.monotonic() - began:.0f} s"


@contextmanager
def fresh_installation(url: str | None) -> Iterator[Installation]:
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="parley-", dir="/tmp"))
        yield stack.enter_context(installation(Path(folder), url))


@contextmanager
def database(kind: str) -> Iterator[str | None]:
    """The address of an empty PostgreSQL database; None for SQLite."""
    if kind == "SQLite":
        yield None
        return
    binaries = find_binaries()
    assert binaries is not None, "no PostgreSQL on this machine"
    with running(binaries) as server, fresh_database(server) as url:
        yield url


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
