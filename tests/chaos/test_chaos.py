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
    with installation(tmp_path / "house", _address(database_kind, request)) as house:
        yield house


@pytest.fixture
def seed() -> int:
    return int(os.environ.get("SEED") or random.randrange(10**6))


@pytest.fixture
def drawn_house(seed: int, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """On one of the two databases, which the seed decides; `make chaos` takes both."""
    kind = ("sqlite", "postgresql")[seed % 2]
    with installation(tmp_path / "house", _address(kind, request)) as house:
        yield house


def _address(database_kind: str, request: pytest.FixtureRequest) -> str | None:
    return None if database_kind == "sqlite" else str(request.getfixturevalue("bare_postgres_url"))


def test_a_process_may_die_at_each_point_and_nothing_is_lost(house: Installation) -> None:
    end = each_point_once(house, 0, random.Random(0))

    print(end)  # noqa: T201 shown when it fails, and with -s
    assert end.holds
    assert end.duplicates <= 2  # after the dot, and after the 250


def test_faults_at_random_lose_nothing_and_every_second_copy_is_marked(
    drawn_house: Installation, seed: int
) -> None:
    end = at_random(drawn_house, MAILS, random.Random(seed))

    print(f"seed {seed}: {end}")  # noqa: T201
    assert end.faults > 0
    assert end.holds
