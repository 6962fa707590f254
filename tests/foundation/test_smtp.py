"""Mails over the line to a real mail server, up to the final dot and after it."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from calendar_app.foundation.mail import (
    Ambiguous,
    Letter,
    Mail,
    Outcome,
    PermanentFailure,
    Sent,
    TemporaryFailure,
    Withheld,
)
from calendar_app.foundation.smtp import SmtpTransport
from tests.mail_sink import Sink

SECONDS = 0.5


def mail(*, name: str = "Bob", address: str = "bob@example.org", text: str = "Hello.\n") -> Mail:
    return Mail(
        message_id="reminder.1.1@example.org",
        sender="Parley <parley@example.org>",
        name=name,
        address=address,
        letter=Letter("A subject", text, "<p>Hello.</p>"),
        at=datetime(2026, 4, 8, 7, tzinfo=UTC),
        box="1",
    )


@pytest.fixture
def transport(sink: Sink) -> Iterator[SmtpTransport]:
    transport = SmtpTransport(sink.url, step_seconds=SECONDS, answer_seconds=SECONDS)
    yield transport
    transport.close()


def test_a_mail_arrives_as_it_was_written(sink: Sink, transport: SmtpTransport) -> None:
    text = "First line.\n.\n..two dots\nÄrger, “quotes” and 😀\n"

    outcome = transport.send(mail(text=text), lambda: True)

    assert outcome == Sent()
    body = sink.messages[0].get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == text


def test_nothing_leaves_before_the_fence_says_so(sink: Sink, transport: SmtpTransport) -> None:
    seen: list[int] = []

    def may_go() -> bool:
        seen.append(len(sink.taken))
        return True

    transport.send(mail(), may_go)

    assert seen == [0]
    assert len(sink.taken) == 1


def test_a_withheld_mail_never_arrives_and_the_next_one_does(sink: Sink, transport: SmtpTransport) -> None:
    assert transport.send(mail(), lambda: False) == Withheld()

    assert transport.send(mail(text="The next one.\n"), lambda: True) == Sent()

    assert [("The next one." in raw.decode()) for raw in sink.taken] == [True]


def test_a_fence_that_fails_lets_nothing_leave(sink: Sink, transport: SmtpTransport) -> None:
    def may_go() -> bool:
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError):
        transport.send(mail(), may_go)

    transport.close()
    assert sink.taken == []


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        ("451", TemporaryFailure),
        ("550", PermanentFailure),
        ("rcpt-451", TemporaryFailure),
        ("rcpt-550", PermanentFailure),
        ("421", TemporaryFailure),
        ("drop", Ambiguous),
        ("cut", Ambiguous),
        ("hang", Ambiguous),
        ("garbage", Ambiguous),
    ],
)
def test_what_the_server_does_is_told_as_an_outcome(
    sink: Sink, transport: SmtpTransport, behaviour: str, kind: type[Outcome]
) -> None:
    sink.behaviour = behaviour

    outcome = transport.send(mail(), lambda: True)

    assert isinstance(outcome, kind), outcome


@pytest.mark.parametrize("behaviour", ["451", "550", "rcpt-550", "421", "drop", "cut", "hang", "garbage"])
def test_after_any_trouble_the_next_mail_gets_through(
    sink: Sink, transport: SmtpTransport, behaviour: str
) -> None:
    sink.behaviour = behaviour
    transport.send(mail(), lambda: True)
    sink.behaviour = "ok"
    sink.taken.clear()

    assert transport.send(mail(), lambda: True) == Sent()
    assert len(sink.taken) == 1


def test_a_server_that_is_not_there_is_a_matter_for_later() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        transport = SmtpTransport(f"smtp://127.0.0.1:{probe.getsockname()[1]}", step_seconds=SECONDS)

        outcome = transport.send(mail(), lambda: pytest.fail("nothing was offered"))

    assert isinstance(outcome, TemporaryFailure)


def test_a_server_that_never_greets_is_a_matter_for_later() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        transport = SmtpTransport(f"smtp://127.0.0.1:{silent.getsockname()[1]}", step_seconds=SECONDS)

        outcome = transport.send(mail(), lambda: pytest.fail("nothing was offered"))

    assert isinstance(outcome, TemporaryFailure)


def test_one_connection_serves_several_mails(sink: Sink, transport: SmtpTransport) -> None:
    for _ in range(3):
        assert transport.send(mail(), lambda: True) == Sent()

    assert sink.connections == 1
    assert len(sink.taken) == 3


def test_a_line_that_the_server_closed_meanwhile_costs_nothing(sink: Sink, transport: SmtpTransport) -> None:
    transport.send(mail(), lambda: True)
    sink.hang_up_all()

    assert transport.send(mail(), lambda: True) == Sent()

    assert sink.connections == 2
    assert len(sink.taken) == 2


def test_a_refused_mail_does_not_cost_the_connection(sink: Sink, transport: SmtpTransport) -> None:
    sink.behaviour = "rcpt-550"
    transport.send(mail(), lambda: True)
    sink.behaviour = "ok"

    assert transport.send(mail(), lambda: True) == Sent()

    assert sink.connections == 1


def test_an_address_beyond_ascii_arrives(sink: Sink, transport: SmtpTransport) -> None:
    outcome = transport.send(mail(address="jürgen@exämple.org"), lambda: True)

    assert outcome == Sent()
    assert "jürgen@xn--exmple-cua.org" in sink.taken[0].decode()


def test_an_address_that_is_none_is_refused_without_asking(sink: Sink, transport: SmtpTransport) -> None:
    outcome = transport.send(mail(address="nobody"), lambda: pytest.fail("nothing was offered"))

    assert isinstance(outcome, PermanentFailure)
    assert sink.connections == 0


def test_a_password_is_not_sent_in_the_clear_to_another_machine(sink: Sink) -> None:
    port = sink.url.rpartition(":")[2]
    # "127.1" is this machine for the resolver, and for us a name like any other.
    transport = SmtpTransport(f"smtp://anna:secret@127.1:{port}", step_seconds=SECONDS)

    outcome = transport.send(mail(), lambda: pytest.fail("nothing was offered"))

    reason = "the mail server offers no encryption, so the password is not sent"
    assert outcome == TemporaryFailure(reason, for_all=True)
