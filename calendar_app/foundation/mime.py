"""A mail as it goes over the line: plain text and HTML side by side, and a calendar's file beside them.

Put together from few known parts, in a tenth of the time that the library needs for messages of all kinds;
the encodings are the library's (RFC 2045, 2047, 5322). Only an address may bring what is not ASCII into the
headers, and goes to servers that take it (RFC 6532).
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterator
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, quote
from hashlib import blake2b

from calendar_app.foundation.mail import Mail, one_line, recipient_address, sender_address

LINE = 76  # characters, unless a single word is longer
NOT_FOR_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def octets(mail: Mail) -> bytes:
    """The whole message, with CRLF at each line's end.

    Raises AddressError.
    """
    headers = "".join(f"{name}: {value}\r\n" for name, value in _headers(mail))
    boundary = "=_" + blake2b(mail.message_id.encode(), digest_size=12).hexdigest()
    parts = [_text(mail.letter.text, "plain"), _text(mail.letter.html, "html")]
    body = _side_by_side("alternative", boundary, parts)
    if mail.letter.calendar:
        body = _side_by_side("mixed", boundary + ".1", [body, _calendar(mail.letter.calendar)])
    return headers.encode() + body


def _headers(mail: Mail) -> Iterator[tuple[str, str]]:
    yield "Message-ID", f"<{mail.message_id}>"
    yield "Date", format_datetime(mail.at)
    yield "From", _named("From", sender_address(mail.sender))
    yield "To", _named("To", recipient_address(mail))
    yield "Subject", _words("Subject", one_line(mail.letter.subject))
    yield "Auto-Submitted", "auto-generated"  # RFC 3834: no out-of-office note shall answer it
    yield from _ways_to_stop(mail.stop)
    yield "MIME-Version", "1.0"


def _ways_to_stop(address: str) -> Iterator[tuple[str, str]]:
    """A page to look at, and one click where nobody can listen in (RFC 8058 wants https)."""
    if address:
        yield "List-Unsubscribe", f"<{address}>"
    if address.startswith("https://"):
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"


def _named(header: str, address: Address) -> str:
    name = address.display_name
    if not name:
        return address.addr_spec
    shown = f'"{quote(name)}"' if _is_plain(header, name) else _words(header, name)
    return f"{shown}\r\n <{address.addr_spec}>"


def _words(header: str, text: str) -> str:
    """Words of a header, folded; encoded where they are not plain, or look as if they were encoded."""
    if _is_plain(header, text):
        return text
    return Header(text, "utf-8", maxlinelen=LINE, header_name=header).encode(linesep="\r\n")


def _is_plain(header: str, text: str) -> bool:
    return text.isascii() and len(header) + 4 + len(text) <= LINE and "=?" not in text


def _text(text: str, kind: str) -> bytes:
    content = "\r\n".join(NOT_FOR_TEXT.sub("", text).splitlines()) + "\r\n"
    head = (
        f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    )
    return head.encode() + b2a_qp(content.encode(), istext=True)


def _calendar(file: bytes) -> bytes:
    """The method stands in the type as in the file: readers refuse what differs."""
    head = (
        'Content-Type: text/calendar; charset="utf-8"; method=PUBLISH\r\n'
        'Content-Disposition: attachment; filename="parley.ics"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + encodebytes(file).replace(b"\n", b"\r\n")


def _side_by_side(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    """Parts as a multipart. No encoded part can hold the boundary: `=_` occurs in neither encoding."""
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'
    between = f"--{boundary}\r\n".encode()
    return (
        head.encode() + b"".join(between + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    )
