"""Several mails that leave together: one connection, several lines, each mail once."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.smtp import SmtpTransport
from calendar_app.people.models import Person
from calendar_app.reminders import delivery
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.tick import plan
from tests.factories import make_channel, make_slot
from tests.mail_sink import Sink
from tests.reminders.conftest import STARTS, Row, Rows, deliver

MORE = 12


def owe_more(session: Session, courier: Courier, person: Person) -> None:
    """Several dialog times at once."""
    for number in range(MORE):
        make_slot(session, person, [make_channel(session, f"{number}")], starts_wall=STARTS, rrule="")
    session.commit()
    plan(courier, person.workspace_id)


@pytest.fixture
def free_port() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield probe.getsockname()[1]


def test_many_at_once_send_one(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    clock.moment = row().due_at
    start = threading.Barrier(6)

    def race() -> None:
        own = replace(smtp_courier, transport=SmtpTransport(sink.url))
        start.wait()
        deliver(own)
        own.close()

    racers = [threading.Thread(target=race) for _ in range(6)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert len(sink.taken) == 1
    assert row().state == "sent"


def test_several_mails_share_a_connection(
    session: Session, smtp_courier: Courier, sink: Sink, clock: FixedClock, bob: Person, rows: Rows
) -> None:
    owe_more(session, smtp_courier, bob)

    clock.moment = rows()[0].due_at
    deliver(smtp_courier)

    assert {str(row.state) for row in rows()} == {"sent"}
    assert (len(sink.taken), sink.connections) == (len(rows()), 1)


def test_a_mail_server_that_is_away_is_asked_once_for_all_that_were_claimed(
    session: Session, smtp_courier: Courier, clock: FixedClock, bob: Person, rows: Rows, free_port: int
) -> None:
    owe_more(session, smtp_courier, bob)
    away = replace(smtp_courier, transport=SmtpTransport(f"smtp://127.0.0.1:{free_port}"))

    clock.moment = rows()[0].due_at
    deliver(away)

    assert {(str(row.state), row.attempts) for row in rows()} == {("pending", 1)}
    assert all("refused" in row.last_error and row.next_at > clock.moment for row in rows())


def test_what_one_round_cannot_hold_goes_over_several_lines_each_mail_once(
    session: Session,
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    bob: Person,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "BATCH", 3)
    owe_more(session, smtp_courier, bob)
    clock.moment = rows()[0].due_at

    deliver(smtp_courier)

    assert {row.state for row in rows()} == {"sent"}
    assert sorted(sink.copies().values()) == [1] * MORE
    assert sink.connections <= 1 + delivery.LINES
