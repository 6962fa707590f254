"""Seconds from the start command to READY, on a new and on a standing data folder.

`python -m benchmarks.start`
"""

import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    first, again = [], []
    for _ in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            first.append(_start(folder))
            again.append(_start(folder))
    for name, found in (("new data folder", first), ("second start", again)):
        print(f"{name:16} median {statistics.median(found):.2f} s, {min(found):.2f} to {max(found):.2f} s")


def _start(folder: str) -> float:
    """Start `python3 run.py`, wait for READY, stop it; returns the seconds until READY."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "PARLEY_DATA_DIR": folder, "PARLEY_PORT": str(port)}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "run.py"], cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None  # noqa: S101 asked for above
    for line in process.stdout:
        if line.startswith("READY"):
            break
    taken = time.perf_counter() - began
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    return taken


if __name__ == "__main__":
    main()
