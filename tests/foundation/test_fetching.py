"""Fetching what people gave the address of: only the public net, only so long, only so much."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from calendar_app.foundation.fetching import FetchError, Limits, Trouble, fetch, is_public

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class _Server(BaseHTTPRequestHandler):
    """Answers by path, as calendars and as those who would misuse us do."""

    def do_GET(self) -> None:
        answer: dict[str, Callable[[], None]] = {
            "/plan.ics": lambda: self._send(200, CALENDAR),
            "/moved": lambda: self._send(302, b"", Location="/plan.ics"),
            "/round": lambda: self._send(302, b"", Location="/round"),
            "/inside": lambda: self._send(302, b"", Location="http://10.0.0.1/plan.ics"),
            "/file": lambda: self._send(302, b"", Location="file:///etc/passwd"),
            "/locked": lambda: self._send(401, b""),
            "/huge": lambda: self._send(200, b"x" * 300_000),
            "/cut": lambda: self._send(200, CALENDAR, Content_Length="9999"),
        }
        if self.path == "/drip":
            self._drip()
        elif self.path in answer:
            answer[self.path]()
        else:
            self._send(404, b"")

    def _send(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content_Length": str(len(body))} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self) -> None:
        """A byte of a header now and then: each in time, all of them never."""
        try:
            while not self.server.over.wait(0.05):  # type: ignore[attr-defined]
                self.wfile.write(b"H")
        except OSError:
            return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    server.over = threading.Event()  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server
    server.over.set()  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


@pytest.fixture
def ask(server: ThreadingHTTPServer) -> Callable[[str], bytes]:
    """Fetch a path of the server; loopback is let through, all else as in life."""
    port = server.server_address[1]

    def _ask(path: str) -> bytes:
        limits = Limits(
            seconds=0.5,
            size=100_000,
            may_reach=lambda address: address.is_loopback or is_public(address),
            ports=frozenset({80, port}),
        )
        return fetch(f"http://127.0.0.1:{port}{path}", limits)

    return _ask


def trouble_of(fetching: Callable[[], object]) -> Trouble:
    with pytest.raises(FetchError) as refused:
        fetching()
    return refused.value.trouble


@pytest.mark.parametrize("path", ["/plan.ics", "/moved"])
def test_a_calendar_is_fetched(ask: Callable[[str], bytes], path: str) -> None:
    assert ask(path) == CALENDAR


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("/round", Trouble.REFUSED),
        ("/inside", Trouble.PRIVATE),
        ("/file", Trouble.ADDRESS),
        ("/locked", Trouble.LOCKED),
        ("/nothing", Trouble.REFUSED),
        ("/huge", Trouble.BIG),
        ("/drip", Trouble.SLOW),
        ("/cut", Trouble.UNREACHABLE),
    ],
)
def test_what_cannot_be_fetched_says_why(ask: Callable[[str], bytes], path: str, trouble: Trouble) -> None:
    assert trouble_of(lambda: ask(path)) == trouble


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/plan.ics",
        "webcal://example.org/plan.ics",
        "http://user:secret@example.org/plan.ics",
        "http://example.org:22/",
        "http://example.org:99999/",
        "http:///plan.ics",
        "http://example.org/\r\nHost: inside",
        "http://[::1",
        "plan.ics",
    ],
)
def test_an_address_that_is_none_is_refused_before_anything_is_asked(address: str) -> None:
    assert trouble_of(lambda: fetch(address)) == Trouble.ADDRESS


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104 asked for, not bound
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f.1",
    ],
)
def test_no_address_of_the_house_is_reached(host: str) -> None:
    assert trouble_of(lambda: fetch(f"http://{host}/plan.ics")) in {Trouble.PRIVATE, Trouble.UNREACHABLE}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("64:ff9b::7f00:1", False),  # NAT64 of it
        ("64:ff9b::5db8:d822", True),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_private_addresses_are_known_in_every_dress(address: str, expected: bool) -> None:
    assert is_public(ip_address(address)) is expected


def test_a_name_with_one_private_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, server: ThreadingHTTPServer
) -> None:
    """The resolver is the outside world here: it answers as a trap would."""
    both = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 80)) for host in ("93.184.216.34", "127.0.0.1")
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)

    assert trouble_of(lambda: fetch("http://trap.example/plan.ics")) == Trouble.PRIVATE
