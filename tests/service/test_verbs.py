"""`parley web|worker|scheduler|migrate` one by one, as production runs them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click.testing import CliRunner
from redis import Redis

from calendar_app.foundation.places import ROOT
from calendar_app.service.migrate import migrate
from tests.service.household import free_port, health, wait_until


def environ(data_dir: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "REDIS_"))}
    return {**kept, "PARLEY_DATA_DIR": str(data_dir), **more}


def parley(verb: str, environ: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "calendar_app.cli", verb]
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False
    )


@contextmanager
def running(verb: str, environ: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen([sys.executable, "-m", "calendar_app.cli", verb], cwd=ROOT, env=environ)
    try:
        yield process
    finally:
        process.terminate()
        assert process.wait(20) == 0


def test_the_parts_run_beside_each_other(tmp_path: Path, redis: Redis, redis_url: str) -> None:
    port = free_port()
    settings = environ(tmp_path, PARLEY_PORT=str(port), PARLEY_REDIS_URL=redis_url)

    migrated = parley("migrate", settings)
    with running("web", settings), running("worker", settings), running("scheduler", settings):
        wait_until(lambda: health(f"http://127.0.0.1:{port}").get("status") == "ok")
        wait_until(lambda: redis.scard("rq:workers"))

    assert migrated.returncode == 0, migrated.stderr
    assert redis.scard("rq:workers") == 0


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    first, second = parley("migrate", environ(tmp_path)), parley("migrate", environ(tmp_path))

    assert (first.returncode, second.returncode) == (0, 0)
    assert second.stderr == ""


def test_migrating_a_database_that_is_away_ends_with_a_sentence() -> None:
    away = f"postgresql://parley:geheim@127.0.0.1:{free_port()}/parley"
    done = CliRunner().invoke(migrate, env={"PARLEY_DATABASE_URL": away, "PARLEY_SECRET_KEY": "k" * 32})

    assert done.exit_code == 1
    assert done.stderr.startswith("Error: The database does not answer: ")
    assert done.stderr.count("\n") == 1
    assert "geheim" not in done.stderr


def test_a_worker_without_redis_says_what_to_set(tmp_path: Path) -> None:
    done = parley("worker", environ(tmp_path))

    assert done.returncode == 1
    assert done.stderr == "Error: A worker needs Redis; set PARLEY_REDIS_URL=redis://127.0.0.1:6379/0\n"


def test_a_worker_whose_redis_is_away_ends_with_a_sentence(tmp_path: Path) -> None:
    done = parley("worker", environ(tmp_path, PARLEY_REDIS_URL=f"unix://{tmp_path}/none.sock"))

    assert done.returncode == 1
    assert done.stderr.startswith("Error: Redis does not answer: ")
    assert done.stderr.count("\n") == 1


def test_a_setting_that_cannot_be_used_ends_with_a_sentence(tmp_path: Path) -> None:
    done = parley("up", environ(tmp_path, PARLEY_PORT="many"))

    assert done.returncode == 1
    assert done.stderr == "Error: PARLEY_PORT must be a whole number up to 65535, not 'many'.\n"
