"""A disk so small that it can be filled at will."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.chaos.verdict import NotRunError

MEGABYTES = 24
PIECE = bytes(4096)


@dataclass(frozen=True)
class SmallDisk:
    """A file system of its own in memory, and the ballast that fills it."""

    folder: Path

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Leave not one free block."""
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while ballast.write(PIECE):
                    pass
            except OSError:
                return

    def clear(self) -> None:
        self._ballast.unlink(missing_ok=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """A disk at `folder`, gone afterwards.

    Raises NotRunError where nobody may mount one.
    """
    folder.mkdir(parents=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise NotRunError(mounted.stderr.strip())
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
