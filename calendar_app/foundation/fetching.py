"""Fetch what somebody gave the address of, without becoming their way into the house.

An address that a person types must not make this machine talk to its own network. So the scheme and the
port are checked, the name is looked up once, every address behind it must be public, and the connection goes
to exactly the address that was checked: a name that changes its answer in between gains nothing. Redirects
are followed by hand, each one checked anew; time and size are limited, and no proxy is asked.
"""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Timer
from time import monotonic
from typing import NoReturn
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

Address = IPv4Address | IPv6Address

_PORTS = {"http": 80, "https": 443}
_REDIRECTS = {301, 302, 303, 307, 308}
_LOCKED = {401, 403, 407}
_NAT64 = IPv6Network("64:ff9b::/96")
_CHUNK = 64 * 1024


class Trouble(StrEnum):
    """Why nothing was fetched."""

    ADDRESS = "address"  # not http(s), another port, a password in it, not written as an address is
    PRIVATE = "private"  # leads, or was led, into a network that is not public
    UNREACHABLE = "unreachable"
    SLOW = "slow"
    BIG = "big"
    LOCKED = "locked"  # asks for a password
    REFUSED = "refused"  # the server answered with something else


class FetchError(Exception):
    """Nothing was fetched; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public net, and not to a private one in the clothes of IPv6."""
    if isinstance(address, IPv6Address):
        teredo = address.teredo
        inner = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
        if address in _NAT64:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a fetch goes: seconds in all, bytes of the answer, redirects, which addresses and ports."""

    seconds: float = 15
    size: int = 5_000_000
    redirects: int = 3
    may_reach: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset({80, 443, 8443})


DEFAULT = Limits()


def fetch(address: str, limits: Limits = DEFAULT) -> bytes:
    """The bytes behind an http(s) address. Raises FetchError."""
    until = monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        try:
            body, elsewhere = _ask(_checked(address, limits), limits, until)
        except TimeoutError:
            _give_up(Trouble.SLOW)
        except (OSError, HTTPException, ValueError):
            _give_up(Trouble.SLOW if monotonic() >= until else Trouble.UNREACHABLE)
        if elsewhere is None:
            return body
        address = urljoin(address, elsewhere)
    raise FetchError(Trouble.REFUSED)


@contextmanager
def reach(address: str, limits: Limits = DEFAULT) -> Iterator[tuple[HTTPConnection, str]]:
    """A connection to whom an address names, and the path to ask for there; nothing has been asked yet.

    Raises FetchError when there is none; what happens on it is its user's. It is cut when the time is over.
    """
    where = _checked(address, limits)
    with ExitStack() as stack:
        try:
            until = monotonic() + limits.seconds
            connection = stack.enter_context(_connected(where, limits, until))
        except TimeoutError:
            _give_up(Trouble.SLOW)
        except (OSError, HTTPException, ValueError):
            _give_up(Trouble.UNREACHABLE)
        yield connection, _path(where)


def _give_up(trouble: Trouble) -> NoReturn:
    raise FetchError(trouble) from None


def _checked(address: str, limits: Limits) -> SplitResult:
    try:
        parts = urlsplit(address.strip())
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        _give_up(Trouble.ADDRESS)
    is_plain = parts.username is None and parts.password is None and not set(address) & set("\r\n\t\\")
    if not is_plain or parts.scheme not in _PORTS or not parts.hostname or port not in limits.ports:
        _give_up(Trouble.ADDRESS)
    return parts


def _ask(where: SplitResult, limits: Limits, until: float) -> tuple[bytes, str | None]:
    """One request: the body, or where else to ask."""
    with _connected(where, limits, until) as connection:
        connection.request("GET", _path(where), headers=_HEADERS)
        with closing(connection.getresponse()) as response:
            return _answer(response, limits, until)


def _answer(response: HTTPResponse, limits: Limits, until: float) -> tuple[bytes, str | None]:
    if response.status in _REDIRECTS:
        return b"", response.getheader("Location") or ""
    if response.status in _LOCKED:
        _give_up(Trouble.LOCKED)
    if response.status != 200:
        _give_up(Trouble.REFUSED)
    return _body(response, limits, until), None


_HEADERS = {
    "User-Agent": "Parley",
    "Accept": "text/calendar, text/plain;q=0.5",
    "Accept-Encoding": "identity",
}


@contextmanager
def _connected(where: SplitResult, limits: Limits, until: float) -> Iterator[HTTPConnection]:
    """A connection to the very address that was checked; it is cut when the time is over."""
    host = _host(where)
    port = where.port or _PORTS[where.scheme]
    line = socket.create_connection((str(_reachable(host, port, limits)), port), _left(until))
    connection = HTTPConnection(host, port)
    with closing(connection):
        connection.sock = line
        if where.scheme == "https":
            connection.sock = ssl.create_default_context().wrap_socket(line, server_hostname=host)
        cut = Timer(_left(until), connection.sock.shutdown, [socket.SHUT_RDWR])
        cut.daemon = True
        cut.start()
        try:
            yield connection
        finally:
            cut.cancel()


def _host(where: SplitResult) -> str:
    name = where.hostname or ""
    try:
        return str(ip_address(name))
    except ValueError:
        return name if name.isascii() else idna.encode(name, uts46=True).decode()


def _reachable(host: str, port: int, limits: Limits) -> Address:
    """The first address of a name. One that must not be reached spoils the name: it may be a trap."""
    found = [ip_address(known[4][0]) for known in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not found or not all(limits.may_reach(each) for each in found):
        _give_up(Trouble.PRIVATE)
    return found[0]


def _body(response: HTTPResponse, limits: Limits, until: float) -> bytes:
    body = bytearray()
    while chunk := response.read1(_CHUNK):
        body += chunk
        if len(body) > limits.size:
            _give_up(Trouble.BIG)
    _left(until)
    if response.length:
        raise IncompleteRead(bytes(body), response.length)
    return bytes(body)


def _left(until: float) -> float:
    """Seconds that are left. Raises TimeoutError when none are."""
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _path(where: SplitResult) -> str:
    path = (where.path or "/") + (f"?{where.query}" if where.query else "")
    return quote(path, safe="/%?&=:+,;@~!$'()*#")
