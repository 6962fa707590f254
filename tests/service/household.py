"""A `parley up` of its own for a test: real processes, a free port, a temporary data folder."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from calendar_app.foundation.places import ROOT

PATIENCE_SECONDS = 30.0


class RunningHousehold:
    """A started `parley up` and the processes below it, read from /proc."""

    def __init__(
        self, data_dir: Path, port: int, command: tuple[str, ...], folder: Path, **settings: str
    ) -> None:
        self.data_dir = data_dir
        self.address = f"http://127.0.0.1:{port}"
        self.log = data_dir.with_suffix(".log")
        self.log.parent.mkdir(exist_ok=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
        self.environ = {**kept, "PARLEY_DATA_DIR": str(data_dir), "PARLEY_PORT": str(port), **settings}
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                env=self.environ,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_for_ready(self) -> None:
        wait_until(lambda: "READY" in self.output() or self.process.poll() is not None)
        assert f"READY {self.address}\n" in self.output(), self.output()

    def output(self) -> str:
        return self.log.read_text()

    def healthy(self) -> bool:
        return "version" in self.health()

    def health(self) -> dict[str, object]:
        return health(self.address)

    def part(self, name: str) -> int | None:
        """The process id of web, worker, scheduler or redis, None while it is away."""
        marks = {
            "web": "gunicorn",
            "worker": "workers worker",
            "scheduler": "workers scheduler",
            "redis": "redis.sock",
        }
        return next((pid for pid, line in self.children().items() if marks[name] in line), None)

    def setting(self, name: str, part: str) -> str | None:
        """A variable in the environment of one part."""
        entries = _environment(self.part(part) or 0).split(b"\0")
        values = [entry.partition(b"=")[2] for entry in entries if entry.startswith(f"{name}=".encode())]
        return values[0].decode() if values else None

    def children(self) -> dict[int, str]:
        """Process id and command line of each direct child."""
        return {pid: _command_line(pid) for pid in all_processes() if _parent(pid) == self.process.pid}

    def everybody(self) -> set[int]:
        """Every living process that works on this data folder."""
        return everybody(str(self.data_dir))


@contextmanager
def household(tmp_path: Path, *, ready: bool = True, **settings: str) -> Iterator[RunningHousehold]:
    """Start a household; whatever the test does to it, nothing of it is left afterwards."""
    command = (sys.executable, "-m", "calendar_app.cli", "up")
    house = RunningHousehold(tmp_path / "data", free_port(), command, ROOT, **settings)
    try:
        if ready:
            house.wait_for_ready()
        yield house
    finally:
        clear_away(house)


def clear_away(house: RunningHousehold) -> None:
    house.process.terminate()
    try:
        house.process.wait(PATIENCE_SECONDS)
    finally:
        for pid in house.everybody():
            os.kill(pid, signal.SIGKILL)


def health(address: str) -> dict[str, object]:
    """What /health answers; empty when it does not, or not with 200."""
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=5) as answer:  # noqa: S310 our own address
            return dict(json.load(answer))
    except OSError:
        return {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not happen in time")
        time.sleep(0.05)


def everybody(data_dir: str) -> set[int]:
    """Every living process that works on a data folder."""
    mark = f"PARLEY_DATA_DIR={data_dir}\0".encode()
    return {pid for pid in all_processes() if mark in _environment(pid)}


def all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]


def _parent(pid: int) -> int | None:
    status = _read(pid, "status")
    found = re.search(rb"^PPid:\s*(\d+)$", status, re.MULTILINE)
    return int(found[1]) if found and b"State:\tZ" not in status else None


def _command_line(pid: int) -> str:
    return _read(pid, "cmdline").replace(b"\0", b" ").decode(errors="replace")


def _environment(pid: int) -> bytes:
    return _read(pid, "environ")


def _read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""
