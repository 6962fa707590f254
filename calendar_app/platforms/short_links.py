"""How Bluesky's apps shorten a link before they store it: the host, and the beginning of what follows."""

from urllib.parse import quote

import idna
import regex

_PARTS = regex.compile(
    r"(?P<scheme>https?)://(?P<host>[^/?#\\]*+)(?P<path>[^?#]*+)(?:\?(?P<query>[^#]*+))?(?:#(?P<fragment>.*+))?",
    regex.DOTALL,
)
_DEFAULT_PORT = {"http": ":80", "https": ":443"}
_LONGEST = 15
_KEPT = 13

# What a browser leaves as typed in each part of an address (URL standard); the rest is written as %xx.
_IN_FRAGMENT = "!#$%&'()*+,-./:;=?@[\\]^_{|}~"
_IN_QUERY = "!$%&()*+,-./:;=?@[\\]^_`{|}~"
_IN_PATH = "!$%&'()*+,-./:;=@[]^_|~"


def short_link(link: str) -> str:
    """The form a link is stored in; one without protocol is read as https."""
    parts = _PARTS.match(link if link.startswith(("http://", "https://")) else f"https://{link}")
    assert parts is not None  # noqa: S101 - every part but the scheme may be empty
    path = _escaped(parts["path"].replace("\\", "/"), _IN_PATH)
    query, fragment = _escaped(parts["query"], _IN_QUERY), _escaped(parts["fragment"], _IN_FRAGMENT)
    behind = (path if path != "/" else "") + f"?{query}" * bool(query) + f"#{fragment}" * bool(fragment)
    host = _host(parts["host"], _DEFAULT_PORT[parts["scheme"]])
    return host + (f"{behind[:_KEPT]}..." if len(behind) > _LONGEST else behind)


def _host(authority: str, default_port: str) -> str:
    """The host as a browser shows it: without name and password, in lower case, in ASCII."""
    host = authority.rpartition("@")[2].lower().removesuffix(default_port)
    name, colon, port = host.partition(":")
    try:
        return idna.encode(name, uts46=True).decode() + colon + port
    except idna.IDNAError:  # emoji, underscores, brackets of an IPv6 address
        return host


def _escaped(part: str | None, kept: str) -> str:
    return quote(part or "", safe=kept, errors="replace")
