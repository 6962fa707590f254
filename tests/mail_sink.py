"""A real mail server on loopback that keeps what it is sent and misbehaves on demand."""

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LONG_SECONDS = 30.0


@dataclass
class Sink:
    """What was sent, and how to answer to it.

    `behaviour` is ok; 451 or 550 after the final dot; rcpt-451, rcpt-550 or 421 before it; cut (take it and
    hang up), drop (hang up without taking it), hang (take it and never answer) or garbage.
    `at_rcpt` and `at_data` happen in the middle of a conversation.
    """

    behaviour: str = "ok"
    taken: list[bytes] = field(default_factory=list)
    connections: int = 0
    at_rcpt: Callable[[], object] = lambda: None
    at_data: Callable[[], object] = lambda: None
    url: str = ""
    _servers: list[SMTP] = field(default_factory=list)

    def hang_up_all(self) -> None:
        """End every connection, as a mail server does with those that were silent for long."""
        for server in self._servers:
            server.loop.call_soon_threadsafe(hang_up, server)
        self._servers.clear()

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=policy.default) for raw in self.taken]

    def copies(self) -> Counter[str]:
        """How often each Message-ID was taken."""
        return Counter(str(message["Message-ID"]) for message in self.messages)

    async def handle_EHLO(  # noqa: N802 aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        self._servers.append(server)
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.at_rcpt()
        if self.behaviour.startswith("rcpt-"):
            return f"{self.behaviour[5:]} not now"
        if self.behaviour == "421":
            return "421 going home"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.behaviour in {"451", "550"}:
            return f"{self.behaviour} not this one"
        if self.behaviour == "drop":
            hang_up(server)
            return "250 nobody hears it"
        assert isinstance(envelope.content, bytes)
        self.taken.append(envelope.content)
        self.at_data()
        if self.behaviour == "cut":
            hang_up(server)
        if self.behaviour == "hang":
            await asyncio.sleep(LONG_SECONDS)
        return "what?" if self.behaviour == "garbage" else "250 taken"


def hang_up(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


@contextmanager
def running_sink() -> Iterator[Sink]:
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port, enable_SMTPUTF8=True)
    controller.start()
    sink.url = f"smtp://127.0.0.1:{port}"
    try:
        yield sink
    finally:
        controller.stop()


@pytest.fixture
def sink() -> Iterator[Sink]:
    with running_sink() as sink:
        yield sink
