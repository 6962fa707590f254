"""The two cells that are short enough for every day; `make chaos` runs all of them."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chaos.cells import at_random, each_point_once
from tests.chaos.installation import Installation, installation

MAILS = 60

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="looks at processes through /proc"
)


@pytest.fixture
def house(database_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    url = None if database_kind == "sqlite" else str(request.getfixturevalue("bare_postgres_url"))
    with installation(tmp_path / "house", url) as house:
        yield house


def test_a_process_may_die_at_each_point_and_nothing_is_lost(house: Installation) -> None:
    end = each_point_once(house, 0, random.Random(0))

    print(end)  # noqa: T201 shown when it fails, and with -s
    assert end.holds
    assert end.duplicates <= 2  # after the dot, and after the 250


def test_faults_at_random_lose_nothing_and_every_second_copy_is_marked(house: Installation) -> None:
    seed = int(os.environ.get("SEED") or random.randrange(10**6))

    end = at_random(house, MAILS, random.Random(seed))

    print(f"seed {seed}: {end}")  # noqa: T201
    assert end.faults > 5
    assert end.holds
