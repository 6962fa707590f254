"""Mails to a mail server, cut in two: all that can be taken back, then the text with its final dot.

Up to the server's 354 nothing has been sent. From the final dot on the mail may have arrived, whatever
happens to the connection; only the server's answer tells (RFC 5321, section 4.2.5).
"""

import smtplib
import ssl
import threading
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import unquote, urlsplit

from calendar_app.foundation.mail import (
    AddressError,
    Ambiguous,
    Mail,
    Outcome,
    PermanentFailure,
    Sent,
    TemporaryFailure,
    Withheld,
    domain_of,
    recipient_address,
    sender_address,
)
from calendar_app.foundation.mime import octets

STEP_SECONDS = 10.0  # for each step before the text; all of them stay within the time a claim is held
ANSWER_SECONDS = 120.0  # for the answer to the final dot; within the time a mail may be on its way


class _RefusedError(Exception):
    """The server said no to this very mail; `outcome` says for how long."""

    def __init__(self, code: int, answer: bytes) -> None:
        reason = f"{code} {answer.decode('utf-8', 'replace')}"
        self.outcome: Outcome = TemporaryFailure(reason) if code < 500 else PermanentFailure(reason)


class SmtpTransport:
    """One connection for each thread, opened with its first mail and kept for those that follow.

    `url` is smtp://, with STARTTLS where the server offers it, or smtps://; name and password are optional.
    """

    def __init__(
        self, url: str, *, step_seconds: float = STEP_SECONDS, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._url = urlsplit(url)
        self._step_seconds = step_seconds
        self._answer_seconds = answer_seconds
        self._own = threading.local()

    @property
    def _line(self) -> smtplib.SMTP | None:
        return getattr(self._own, "line", None)

    @_line.setter
    def _line(self, line: smtplib.SMTP | None) -> None:
        self._own.line = line

    def send(self, mail: Mail, may_go: Callable[[], bool]) -> Outcome:
        try:
            content = octets(mail)
            line, text = self._offered(mail, content)
        except AddressError as error:
            return PermanentFailure(str(error))
        except _RefusedError as refused:
            self._start_over()
            return refused.outcome
        except (smtplib.SMTPException, OSError) as error:
            unreachable = self._line is None
            self._break_off()
            return TemporaryFailure(_said(error), for_all=unreachable)
        return self._hand_over(line, text) if self._goes(may_go) else Withheld()

    def greet(self, sender: str) -> None:
        """Connect, sign in and leave again.

        Raises SMTPException or OSError when that is not possible.
        """
        self._connect(_own_name(sender))
        self.close()

    def close(self) -> None:
        """Say goodbye on this thread's connection, if there is anybody to say it to."""
        if self._line is not None:
            try:
                self._line.quit()
            except (smtplib.SMTPException, OSError):
                self._break_off()
        self._line = None

    def _offered(self, mail: Mail, content: bytes) -> tuple[smtplib.SMTP, bytes]:
        """The line, waiting for the text, and the text.

        A kept line may have been closed by the server meanwhile. Nothing has left yet, so a new one is tried.
        """
        if self._line is not None:
            try:
                return self._line, self._offer(self._line, mail, content)
            except (smtplib.SMTPException, OSError):
                self._break_off()
        line = self._connect(_own_name(mail.sender))
        return line, self._offer(line, mail, content)

    def _start_over(self) -> None:
        """After a refusal the server still holds the sender: clear it, or hang up."""
        try:
            if self._line is not None and self._line.rset()[0] != 250:
                self._break_off()
        except (smtplib.SMTPException, OSError):
            self._break_off()

    def _connect(self, own_name: str) -> smtplib.SMTP:
        host, secure = self._url.hostname or "", self._url.scheme == "smtps"
        line: smtplib.SMTP
        if secure:
            line = smtplib.SMTP_SSL(
                host, self._url.port or 465, own_name, timeout=self._step_seconds, context=_trust()
            )
        else:
            line = smtplib.SMTP(host, self._url.port or 25, own_name, timeout=self._step_seconds)
        try:
            self._greet(line, host, secure=secure)
        except BaseException:
            line.close()
            raise
        self._line = line
        return line

    def _greet(self, line: smtplib.SMTP, host: str, *, secure: bool) -> None:
        line.ehlo_or_helo_if_needed()
        if not secure and line.has_extn("starttls") and not _is_here(host):
            line.starttls(context=_trust())
            line.ehlo()
            secure = True
        self._sign_in(line, secure=secure)

    def _sign_in(self, line: smtplib.SMTP, *, secure: bool) -> None:
        if not self._url.username:
            return
        if not secure and not _is_here(self._url.hostname or ""):
            raise smtplib.SMTPException("the mail server offers no encryption, so the password is not sent")
        line.login(unquote(self._url.username), unquote(self._url.password or ""))

    def _offer(self, line: smtplib.SMTP, mail: Mail, content: bytes) -> bytes:
        """MAIL, RCPT, DATA, until the server waits for the text; gives the text as it goes over the line.

        Raises _RefusedError.
        """
        if _needs_utf8(mail) and not line.has_extn("smtputf8"):
            raise AddressError(f"the mail server cannot send to {mail.address!r}")
        options = [f"size={len(content)}"] if line.has_extn("size") else []
        options += ["SMTPUTF8", "BODY=8BITMIME"] if _needs_utf8(mail) else []
        _expect(line.mail(sender_address(mail.sender).addr_spec, options), 250)
        _expect(line.rcpt(recipient_address(mail).addr_spec), 250, 251)
        _expect(line.docmd("DATA"), 354)
        return _dotted(content)

    def _goes(self, may_go: Callable[[], bool]) -> bool:
        """Ask. When the mail stays here, hang up: the server waits for its text and for nothing else."""
        goes = False
        try:
            goes = may_go()
        finally:
            if not goes:
                self._break_off()
        return goes

    def _hand_over(self, line: smtplib.SMTP, content: bytes) -> Outcome:
        assert line.sock is not None  # noqa: S101 it has just answered
        line.sock.settimeout(self._answer_seconds)
        try:
            line.send(content)
        except (smtplib.SMTPException, OSError) as error:
            # The text is cut off before the line end that makes the dot count: the server must throw it away.
            self._break_off()
            return TemporaryFailure(_said(error))
        try:
            code, answer = line.getreply()
            line.sock.settimeout(self._step_seconds)
        except (smtplib.SMTPException, OSError) as error:
            self._break_off()
            return Ambiguous(_said(error))
        if 200 <= code < 300:
            return Sent()
        if 400 <= code < 600:
            return _RefusedError(code, answer).outcome
        self._break_off()
        return Ambiguous(f"the mail server's answer cannot be understood: {code}")

    def _break_off(self) -> None:
        """Hang up in the middle: what the server holds of an unfinished mail it has to throw away."""
        if self._line is not None:
            self._line.close()
        self._line = None


def _expect(reply: tuple[int, bytes], *codes: int) -> None:
    if reply[0] == 421:  # the server closes the line; this mail is not to blame
        raise smtplib.SMTPServerDisconnected(reply[1].decode("utf-8", "replace"))
    if reply[0] not in codes:
        raise _RefusedError(*reply)


def _dotted(content: bytes) -> bytes:
    """Lines that begin with a dot get a second one, and a lone dot ends it all (RFC 5321, section 4.5.2)."""
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").rstrip(b"\n").split(b"\n")
    return b"".join((b"." if line.startswith(b".") else b"") + line + b"\r\n" for line in lines) + b".\r\n"


def _needs_utf8(mail: Mail) -> bool:
    return not recipient_address(mail).addr_spec.isascii()


def _own_name(sender: str) -> str:
    """What we call ourselves: asking the network for a name can take long."""
    domain = domain_of(sender)
    return domain if "." in domain else "[127.0.0.1]"


def _is_here(host: str) -> bool:
    """Whether the server is this machine, where nobody listens in and certificates are home-made."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        text = error.smtp_error
        return f"{error.smtp_code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
    return str(error) or type(error).__name__
