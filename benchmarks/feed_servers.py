"""Servers of calendars on loopback, and a client that takes the time of their answers."""

import http.client
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from calendar_app.foundation.places import ROOT
from calendar_app.service import commands

Headers = dict[str, str]

_NGINX = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off; types {{ text/calendar ics; }} sendfile on; keepalive_requests 100000;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""
_RADICALE = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[rights]
type = authenticated
[storage]
filesystem_folder = {folder}
[logging]
level = error
"""
_OPENING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Parley//Parley//EN\r\n"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def parley(folder: Path, port: int) -> Iterator[None]:
    """The web process as it is always started: one process with threads."""
    environ = {**os.environ, "PARLEY_DATA_DIR": str(folder), "PARLEY_PORT": str(port)}
    with _running(commands.web(f"127.0.0.1:{port}"), port, environ):
        yield


@contextmanager
def nginx(folder: Path, port: int) -> Iterator[bool]:
    """nginx with the folder's files; False where it is not installed."""
    if shutil.which("nginx") is None:
        yield False
        return
    folder.chmod(0o755)
    (folder / "nginx.conf").write_text(_NGINX.format(folder=folder, port=port))
    command = ["nginx", "-e", str(folder / "start.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with _running(command, port, dict(os.environ)):
        yield True


@contextmanager
def radicale(folder: Path, port: int, octets: bytes) -> Iterator[bool]:
    """Radicale with the events of a calendar, one file each as it keeps them; False where it is missing."""
    command = shutil.which("radicale")
    if command is None:
        yield False
        return
    collection = folder / "collection-root" / "bench" / "calendar"
    collection.mkdir(parents=True)
    (collection / ".Radicale.props").write_text('{"tag": "VCALENDAR"}')
    for number, event in enumerate(_single_calendars(octets)):
        (collection / f"{number}.ics").write_bytes(event)
    (folder / "radicale.conf").write_text(_RADICALE.format(folder=folder, port=port))
    with _running([command, "--config", str(folder / "radicale.conf")], port, dict(os.environ)):
        yield True


def _single_calendars(octets: bytes) -> Iterator[bytes]:
    zones = b"".join(re.findall(rb"BEGIN:VTIMEZONE\r\n.*?END:VTIMEZONE\r\n", octets, re.DOTALL))
    for event in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", octets, re.DOTALL):
        needed = zones if b"TZID" in event else b""
        yield (
            b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//B//B//EN\r\n"
            + needed
            + event
            + b"END:VCALENDAR\r\n"
        )


@contextmanager
def _running(command: Sequence[str], port: int, environ: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=sys.stderr)
    try:
        _wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"nothing answers at port {port}")


class Client:
    """One connection that is kept, as apps and proxies keep theirs."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=900)

    def get(self, path: str, headers: Headers, status: int) -> tuple[float, Headers, bytes]:
        """Seconds until the last byte, the answer's headers and its body; another status ends the run."""
        began = time.perf_counter()
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        octets = answer.read()
        taken = time.perf_counter() - began
        if answer.status != status:
            raise SystemExit(f"{answer.status} instead of {status}")
        return taken, dict(answer.getheaders()), octets


def median(client: Client, paths: Sequence[str], headers: Headers, status: int, rounds: int) -> float:
    """The median of so many answers, the paths in turn."""
    asked = (client.get(paths[n % len(paths)], headers, status)[0] for n in range(rounds))
    return statistics.median(asked)
