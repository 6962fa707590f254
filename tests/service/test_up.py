"""`parley up` as its user meets it: real processes, killed and stopped as the world does it."""

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from calendar_app.foundation.places import ROOT
from tests.service.household import RunningHousehold, household, wait_until

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="looks at processes through /proc"
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningHousehold]:
    """One that outlives its test; only parts of it may be killed."""
    with household(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest.fixture
def own_house(tmp_path: Path) -> Iterator[RunningHousehold]:
    """One that a test may end."""
    with household(tmp_path) as house:
        yield house


def up(data_dir: Path, port: int) -> "subprocess.CompletedProcess[str]":
    """A `parley up` that is expected to end by itself."""
    environ = {**os.environ, "PARLEY_DATA_DIR": str(data_dir), "PARLEY_PORT": str(port)}
    command = [sys.executable, "-m", "calendar_app.cli", "up"]
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )


def test_it_serves_pages_and_the_scheduler_ticks(house: RunningHousehold) -> None:
    assert house.healthy()
    wait_until(lambda: house.health().get("scheduler_seconds") is not None)


def test_web_and_worker_know_the_same_redis(house: RunningHousehold) -> None:
    wait_until(lambda: house.part("worker"))

    addresses = {house.setting("PARLEY_REDIS_URL", part) for part in ("web", "worker", "scheduler")}

    assert addresses == {f"unix://{house.data_dir}/redis/redis.sock"}


def test_what_it_keeps_is_for_its_owner_only(house: RunningHousehold) -> None:
    for path in (house.data_dir, house.data_dir / "redis", house.data_dir / "redis" / "redis.sock"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("name", ["worker", "scheduler", "redis", "web"])
def test_a_killed_part_comes_back(house: RunningHousehold, name: str) -> None:
    wait_until(lambda: house.part(name))
    before = house.part(name)
    assert before is not None

    os.kill(before, signal.SIGKILL)

    wait_until(lambda: house.part(name) not in {None, before})
    wait_until(house.healthy)
    assert f"{name} was ended by SIGKILL; starting it again" in house.output()


def test_a_visitor_waits_rather_than_being_refused_while_web_starts_again(house: RunningHousehold) -> None:
    web = house.part("web")
    assert web is not None

    os.kill(web, signal.SIGKILL)

    address = urlsplit(house.address)
    # The parent holds the port. What the killed process was just reading is cut off, whoever comes now waits.
    socket.create_connection((address.hostname or "", address.port or 0)).close()
    wait_until(house.healthy)


def test_nobody_is_left_when_the_parent_is_killed(own_house: RunningHousehold) -> None:
    assert len(own_house.everybody()) >= 5

    own_house.process.kill()
    own_house.process.wait()

    wait_until(lambda: not own_house.everybody())


def test_it_can_start_at_once_where_another_was_killed(own_house: RunningHousehold, tmp_path: Path) -> None:
    own_house.process.kill()
    own_house.process.wait()

    with household(tmp_path) as second:
        assert second.healthy()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_all_go_when_it_is_asked_to_stop(own_house: RunningHousehold, number: signal.Signals) -> None:
    os.killpg(own_house.process.pid, number)  # as a terminal does

    assert own_house.process.wait(20) == 0
    assert not own_house.everybody()
    assert "Traceback" not in own_house.output()
    assert "killed" not in own_house.output()


def test_a_second_one_on_the_same_data_is_refused(house: RunningHousehold) -> None:
    second = up(house.data_dir, port=8000)

    assert second.returncode == 1
    assert f"already runs on {house.data_dir} (process {house.process.pid})" in second.stderr
    assert house.healthy()


def test_a_port_in_use_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        refused = up(tmp_path / "data", port)

    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in refused.stderr
    assert f"PARLEY_PORT={port + 1}" in refused.stderr


def test_it_runs_in_a_folder_whose_path_is_too_long_for_a_socket(tmp_path: Path) -> None:
    with household(tmp_path / ("long-" * 30)) as house:
        assert house.part("redis") is None or "redis.sock" in house.children()[house.part("redis") or 0]
        wait_until(lambda: house.part("worker"))
