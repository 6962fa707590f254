"""Mails: how one is written and handed over, and what can become of it.

A transport asks `may_go` at the last moment at which nothing has left yet; only if the answer is yes does the
text of the mail leave. What happened is told as an outcome, so that nobody has to guess from an exception
whether a mail may have arrived.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from functools import cache, lru_cache
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from calendar_app.foundation import i18n
from calendar_app.foundation.places import TEMPLATES

# Control characters, line ends among them, and halves of surrogate pairs: none belongs into a header.
_NOT_FOR_HEADERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Sent:
    """The other side took it."""


@dataclass(frozen=True)
class TemporaryFailure:
    """It certainly did not leave; later it may. `for_all`: no other mail would get through now either."""

    reason: str
    for_all: bool = False


@dataclass(frozen=True)
class PermanentFailure:
    """It certainly did not leave, and trying again would not help."""

    reason: str


@dataclass(frozen=True)
class Ambiguous:
    """The whole text left and no answer came: it may have arrived."""

    reason: str


@dataclass(frozen=True)
class Withheld:
    """`may_go` said no; nothing left."""


Outcome = Sent | TemporaryFailure | PermanentFailure | Ambiguous | Withheld


@dataclass(frozen=True)
class Letter:
    """What a mail says; `url` is the one page it leads to, `calendar` an iCalendar file (RFC 5545,
    METHOD:PUBLISH) that comes with it, `carries` the numbers of other mails that need not be sent with it.
    """

    subject: str
    text: str
    html: str
    calendar: bytes = b""
    url: str = ""
    carries: tuple[int, ...] = ()


@dataclass(frozen=True)
class Mail:
    """A letter with its envelope. `message_id` (without brackets) is the same at each attempt.

    `box` is the folder it goes to where mails are kept as files, `stop` the address that ends mails like it.
    """

    message_id: str
    sender: str
    name: str
    address: str
    letter: Letter
    at: datetime
    box: str
    stop: str = ""


class Transport(Protocol):
    """A way on which mails leave."""

    def send(self, mail: Mail, may_go: Callable[[], bool]) -> Outcome: ...

    def close(self) -> None: ...


class AddressError(ValueError):
    """Nothing can be sent to such an address."""


def write(kind: str, language: str, values: Mapping[str, object]) -> Letter:
    """The letter that `templates/mail/<kind>/` makes of the values, in a language."""
    with i18n.speaking(language):
        filled = {"lang": language, **values}
        subject, text, html = (
            _templates().get_template(f"mail/{kind}/{part}").render(filled)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return Letter(one_line(subject), _MANY_EMPTY_LINES.sub("\n\n", text).strip() + "\n", html)


def one_line(text: str) -> str:
    """Text as a header can hold it, whatever a person typed as a name."""
    return " ".join(_NOT_FOR_HEADERS.sub(" ", text).split())


@cache  # asked for with each mail, and reading it takes long
def sender_address(sender: str) -> Address:
    """PARLEY_MAIL_FROM as an address.

    Raises AddressError.
    """
    name, address = parseaddr(sender)
    return _address(name, address)


def domain_of(sender: str) -> str:
    return sender_address(sender).domain


def recipient_address(mail: Mail) -> Address:
    """Whom a mail goes to; the domain in ASCII.

    Raises AddressError.
    """
    return _address(mail.name, mail.address)


@lru_cache(maxsize=1024)  # the same people get many mails, and reading an address takes long
def _address(name: str, address: str) -> Address:
    user, _, domain = address.rpartition("@")
    if not user or not domain or one_line(address) != address or " " in address:
        raise AddressError(f"{one_line(address)!r} is no mail address")
    try:
        return Address(one_line(name), user, domain.encode("idna").decode())
    except (MessageError, ValueError, IndexError) as error:
        raise AddressError(f"{address!r} is no mail address") from error


@cache
def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # three looks at the disk for each mail
    )
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        i18n.gettext, i18n.ngettext_plain, newstyle=True
    )
    templates.filters.update(
        format_date=i18n.format_date,
        format_skeleton=i18n.format_skeleton,
        format_time=i18n.format_time,
        format_datetime=i18n.format_datetime,
    )
    return templates
