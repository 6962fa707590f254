"""One installation runs once: whoever holds the data folder's lock file."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

PATIENCE_SECONDS = 15


@contextmanager
def holding(data_dir: Path) -> Iterator[int]:
    """Hold the data folder; gives the lock's descriptor.

    Children inherit the descriptor, so the lock is free only when the last of them is gone: after a kill -9
    of `parley up`, the next start waits for the old children instead of running beside them.

    Raises ClickException with a sentence when a living `parley up` holds the folder.
    """
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(data_dir / "parley.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _lock(descriptor, data_dir)
        os.truncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
    finally:
        os.close(descriptor)


def _lock(descriptor: int, data_dir: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _locked(descriptor):
        holder = os.pread(descriptor, 20, 0).decode()
        if _alive(holder) or time.monotonic() > deadline:
            raise click.ClickException(
                f"Parley already runs on {data_dir} (process {holder}); stop it there with Ctrl-C or "
                f"`kill {holder}`, or set PARLEY_DATA_DIR to another folder."
            )
        time.sleep(0.1)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _alive(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True
