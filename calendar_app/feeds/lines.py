"""Content lines of RFC 5545: the only place where text becomes iCalendar.

Escaping, stripping and folding live here and nowhere else, so whatever a person typed can neither add a line
of its own nor make a strict reader refuse the feed.
"""

import re
from datetime import date, datetime, timedelta
from urllib.parse import quote

# One \x0b makes Home Assistant refuse a feed, one NUL empties it in Evolution; a lone surrogate is no UTF-8
# at all. C1 controls and the two noncharacters are nothing a person means either.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# What Unicode counts as the end of a line: readers that split with str.splitlines() would break it there.
_LINE_END = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_PARAMETER_END = re.compile('[\n\t"]')
_PLAIN_PARAMETER = re.compile(r"[\w./+-]+", re.ASCII)

_MOST_OCTETS = 74  # and the line break's blank: 75 is the limit of RFC 5545 3.1


def clean(text: str) -> str:
    """The text without control characters and surrogates, its line ends all "\\n"."""
    if text.isprintable():  # most texts are, and this is ten times quicker
        return text
    return _UNWANTED.sub("", _LINE_END.sub("\n", text))


def text(value: str) -> str:
    """A TEXT value."""
    # Four passes in C are quicker than one table.
    escaped = clean(value).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n")


def texts(values: tuple[str, ...]) -> str:
    """Several TEXT values of one property, as CATEGORIES has them."""
    return ",".join(text(value) for value in values)


def uri(value: str) -> str:
    """A URI value: what is no part of a URI is percent-encoded, a line break too."""
    return quote(clean(value), safe="%/:?#[]@!$&'()*+,;=~")


def utc(moment: datetime) -> str:
    """An instant as DATE-TIME, "20260330T070000Z". Anything but an aware UTC one is refused."""
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"expected an aware datetime in UTC, got {moment!r}")
    # Quicker than strftime, and a third of a calendar's lines are moments.
    return f"{moment.isoformat()[:19].replace('-', '').replace(':', '')}Z"


def wall(moment: datetime) -> str:
    """A naive wall time as DATE-TIME, "20260330T090000"; the line's TZID says where the wall stands."""
    if moment.tzinfo is not None:
        raise ValueError(f"expected a naive wall time, got {moment!r}")
    return f"{moment:%Y%m%dT%H%M%S}"


def day(date: date) -> str:
    """A DATE value, "20260330"."""
    return f"{date:%Y%m%d}"


def offset(seconds: int) -> str:
    """An UTC-OFFSET value, "+0530"; seconds are written only where a zone has them."""
    minutes, rest = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{rest:02}" if rest else "")


def line(name: str, value: str, **parameters: str) -> bytes:
    """One folded content line with its CRLF. The value is already of its type (see the functions above)."""
    for key, word in parameters.items():
        name += f";{key}={_parameter(word)}"
    return _fold(f"{name}:{value}".encode())


def _parameter(value: str) -> str:
    if _PLAIN_PARAMETER.fullmatch(value):
        return value
    return f'"{_PARAMETER_END.sub(" ", clean(value))}"'


def _fold(octets: bytes) -> bytes:
    if len(octets) <= _MOST_OCTETS:
        return octets + b"\r\n"
    pieces = []
    start = 0
    while len(octets) - start > _MOST_OCTETS:
        end = _break(octets, start + _MOST_OCTETS)
        pieces.append(octets[start:end])
        start = end
    pieces.append(octets[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _break(octets: bytes, end: int) -> int:
    """Where to break at the latest: never inside a character, nor behind a backslash.

    Some readers unescape before they unfold, so an escape must not be torn apart.
    """
    while octets[end] & 0b1100_0000 == 0b1000_0000:
        end -= 1
    return end - 1 if octets[end - 1] in b"\\^" else end
