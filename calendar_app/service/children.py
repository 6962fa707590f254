"""A process that is started again when it ends, and that ends with its parent."""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

log = logging.getLogger(__name__)

LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
GRACE_SECONDS = 10.0

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


class Child:
    """One process of the household, started at once and again whenever it ends."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        folder: Path,
        environ: Mapping[str, str],
        keep_open: Iterable[int] = (),
    ) -> None:
        self.name = name
        self.failures = 0
        self._command = list(command)
        self._folder = folder
        self._environ = dict(environ)
        self._keep_open = tuple(keep_open)
        self._restart_at: float | None = None
        self._start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process.poll() is None

    def tend(self) -> None:
        """Once the process has ended, start it again after a pause that grows with each failure."""
        if self.running:
            return
        if self._restart_at is None:
            self._plan_restart()
        elif time.monotonic() >= self._restart_at:
            self._start()

    def terminate(self) -> None:
        """Ask it to finish, once; `wait` sees to it that it does."""
        if self.running:
            self._process.terminate()

    def wait(self, seconds: float) -> None:
        """Wait for the end, and force it when the time is over."""
        try:
            self._process.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            log.warning("%s did not stop in time and is killed", self.name)
        self._sweep()
        self._process.wait()

    def _start(self) -> None:
        parent = os.getpid()
        self._restart_at = None
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(  # noqa: S603 our own commands
            self._command,
            cwd=self._folder,
            env=self._environ,
            pass_fds=self._keep_open,
            start_new_session=True,  # Ctrl-C reaches the parent only, so each child gets TERM just once
            preexec_fn=lambda: die_with(parent),  # noqa: PLW1509 the parent has one thread
        )

    def _plan_restart(self) -> None:
        steady = time.monotonic() - self._started_at > STEADY_SECONDS
        self.failures = 1 if steady else self.failures + 1
        pause = min(0.1 * 2**self.failures, LONGEST_PAUSE_SECONDS)
        self._restart_at = time.monotonic() + pause
        self._sweep()
        log.warning("%s %s; starting it again in %.1f s", self.name, _ending(self._process.returncode), pause)

    def _sweep(self) -> None:
        """End what is left of its process group, such as the web workers of a killed gunicorn."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)


def stop(children: Sequence[Child]) -> None:
    """Stop children side by side, each within the grace period."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.wait(deadline - time.monotonic())


def die_with(parent: int) -> None:
    """Runs in the new child: the kernel sends TERM when the parent dies, however it dies. Linux only."""
    if _libc is None:
        return
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)


def _ending(returncode: int) -> str:
    if returncode < 0:
        return f"was ended by {signal.Signals(-returncode).name}"
    return f"ended with status {returncode}"
