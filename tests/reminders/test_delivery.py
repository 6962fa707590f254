"""One mail on its way, to a real mail server that misbehaves."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database, everywhere
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.smtp import SmtpTransport
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import plan_changed
from calendar_app.reminders import delivery, states
from calendar_app.reminders.delivery import Courier, deliver_due
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.tick import plan
from tests.factories import NOW, make_channel, make_slot
from tests.mail_sink import Sink
from tests.reminders.conftest import STARTS

Row = Callable[[], Reminder]
Rows = Callable[[], list[Reminder]]
MORE = 12


def deliver(courier: Courier) -> None:
    deliver_due(courier, time.monotonic() + 30)


def deliver_when_due(courier: Courier, clock: FixedClock, row: Row) -> None:
    """Let the reminder be due, and whoever delivers look once."""
    clock.moment = row().next_at
    deliver(courier)


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


def test_a_due_mail_arrives_and_a_copy_is_kept(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    deliver_when_due(smtp_courier, clock, row)

    (message,) = sink.messages
    assert message["To"] == f"Bob Brandt <{row().person.email}>"
    assert message["Subject"] == "10:00 Dialog time: Mastodon"
    assert (row().state, row().sent_at) == ("sent", clock.moment)
    copy = row().copy
    assert copy is not None
    assert copy.subject == message["Subject"]


def test_nothing_leaves_before_it_is_due(
    smtp_courier: Courier, sink: Sink, reminder: Reminder, row: Row
) -> None:
    deliver(smtp_courier)

    assert sink.taken == []
    assert row().state == "pending"


def test_delivering_twice_sends_once(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    clock.moment = row().due_at

    deliver(smtp_courier)
    deliver(smtp_courier)

    assert len(sink.taken) == 1


def test_a_refusal_for_now_is_tried_again_with_the_same_message_id(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    sink.behaviour = "451"
    deliver_when_due(smtp_courier, clock, row)
    assert (row().state, row().last_error) == ("pending", "451 not this one")

    sink.behaviour = "ok"
    deliver_when_due(smtp_courier, clock, row)

    assert (row().state, row().attempts, row().last_error) == ("sent", 2, "")
    assert list(sink.copies().values()) == [1]


def test_a_refusal_for_good_is_final(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    sink.behaviour = "550"

    deliver_when_due(smtp_courier, clock, row)

    assert (row().state, row().last_error) == ("failed", "550 not this one")


def test_an_unanswered_dot_is_counted_and_the_mail_sent_again(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    sink.behaviour = "cut"
    deliver_when_due(smtp_courier, clock, row)
    assert (row().state, row().ambiguous) == ("pending", 1)

    sink.behaviour = "ok"
    deliver_when_due(smtp_courier, clock, row)

    assert (row().state, row().ambiguous) == ("sent", 1)
    assert list(sink.copies().values()) == [2]  # one id: mail programs show it once


def test_a_slot_moved_between_claim_and_fence_gets_no_mail_for_the_old_time(
    session: Session,
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    slot: Slot,
    reminder: Reminder,
    row: Row,
) -> None:
    def move() -> None:
        engagement.move(session, slot, STARTS, STARTS + timedelta(hours=2), now=NOW)
        session.commit()

    sink.at_rcpt = move

    deliver_when_due(smtp_courier, clock, row)

    assert sink.taken == []
    assert row().state == "cancelled"


def test_a_slot_moved_before_the_claim_gets_no_mail_for_the_old_time(
    session: Session,
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    slot: Slot,
    reminder: Reminder,
    row: Row,
) -> None:
    clock.moment = row().due_at
    engagement.move(session, slot, STARTS, STARTS + timedelta(hours=2), now=NOW)
    session.commit()

    deliver(smtp_courier)

    assert sink.connections == 0
    assert row().state == "cancelled"


def test_a_claim_that_was_taken_over_sends_nothing(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    taken: list[int] = []

    def time_passes() -> None:
        sink.at_rcpt = lambda: taken.append(len(sink.taken))
        clock.moment += states.CLAIM_LEASE
        with smtp_courier.transaction() as (session, now):
            states.end_leases(session, now)

    sink.at_rcpt = time_passes

    deliver_when_due(smtp_courier, clock, row)

    assert taken == [0]  # when the second attempt began
    assert len(sink.taken) == 1
    assert (row().state, row().attempts, row().ambiguous) == ("sent", 2, 0)


def test_a_sender_that_answers_too_late_leaves_a_marked_second_copy(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    def time_passes() -> None:
        sink.at_data = lambda: None
        clock.moment += states.HANDING_LEASE
        with smtp_courier.transaction() as (session, now):
            states.end_leases(session, now)

    sink.at_data = time_passes

    deliver_when_due(smtp_courier, clock, row)

    assert (row().state, row().ambiguous) == ("sent", 1)
    assert list(sink.copies().values()) == [2]


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


def test_a_mail_that_cannot_be_written_waits_and_says_so(
    session: Session, smtp_courier: Courier, clock: FixedClock, bob: Person, reminder: Reminder, row: Row
) -> None:
    bob.zone = "Middle/Earth"
    session.commit()

    deliver_when_due(smtp_courier, clock, row)

    assert row().state == "pending"
    assert row().next_at > clock.moment
    assert row().last_error == "the mail cannot be written: ZoneInfoNotFoundError"


def test_a_person_without_a_usable_address_is_a_failure_that_shows(
    session: Session, smtp_courier: Courier, clock: FixedClock, bob: Person, reminder: Reminder, row: Row
) -> None:
    bob.email = "nobody"
    session.commit()

    deliver_when_due(smtp_courier, clock, row)

    assert (row().state, row().last_error) == ("failed", "'nobody' is no mail address")


def test_the_demos_invented_people_get_no_mail(
    session: Session,
    settings: Settings,
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    workspace: Workspace,
    reminder: Reminder,
    row: Row,
) -> None:
    workspace.is_demo = True
    session.commit()

    deliver_when_due(smtp_courier, clock, row)

    assert sink.connections == 0
    assert row().state == "sent"
    assert len(list((settings.data_dir / "outbox" / str(workspace.id)).glob("*.eml"))) == 1


def test_no_transaction_is_open_while_the_mail_server_is_spoken_to(
    database: Database,
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    workspace: Workspace,
    reminder: Reminder,
    row: Row,
) -> None:
    written: list[str] = []

    def write() -> None:
        with database.session() as other, everywhere(other):
            found = other.get(Reminder, reminder.id, with_for_update={"nowait": True})
            assert found is not None
            found.last_error = "somebody was here"
            other.commit()
            written.append(found.state)

    sink.at_rcpt = sink.at_data = write

    deliver_when_due(smtp_courier, clock, row)

    assert written == ["claimed", "handing"]
    assert row().state == "sent"


class Outage:
    """The database refuses everything while it is on, as when the disk is full or it starts again."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self.is_on = False

    def time(self, session: Session) -> datetime:
        """Asked for in each transaction."""
        if self.is_on:
            session.execute(text("SELECT * FROM nowhere"))
        return self._clock.now()

    def begin(self) -> None:
        self.is_on = True

    def end(self) -> None:
        self.is_on = False


@pytest.fixture
def outage(clock: FixedClock) -> Outage:
    return Outage(clock)


def test_what_has_left_is_written_down_as_soon_as_the_database_can(
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    reminder: Reminder,
    row: Row,
    outage: Outage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(delivery, "SETTLE_AGAIN_SECONDS", 0.05)
    end = threading.Timer(0.2, outage.end)

    def begin() -> None:
        outage.begin()
        end.start()

    sink.at_data = begin

    deliver_when_due(replace(smtp_courier, time=outage.time), clock, row)

    end.join()
    assert "cannot be written down yet" in caplog.text
    assert (row().state, row().ambiguous, len(sink.taken)) == ("sent", 0, 1)


def test_what_cannot_be_written_down_for_too_long_is_left_to_its_lease(
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    reminder: Reminder,
    row: Row,
    outage: Outage,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "SETTLE_SECONDS", 0.0)
    monkeypatch.setattr(delivery, "SETTLE_AGAIN_SECONDS", 0.0)
    sink.at_data = outage.begin

    with pytest.raises(DBAPIError):
        deliver_when_due(replace(smtp_courier, time=outage.time), clock, row)

    assert (row().state, len(sink.taken)) == ("handing", 1)


def test_a_german_reader_gets_german(
    session: Session,
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    bob: Person,
    reminder: Reminder,
    row: Row,
) -> None:
    bob.language = "de"
    session.commit()

    deliver_when_due(smtp_courier, clock, row)

    assert sink.messages[0]["Subject"] == "10:00 Dialogzeit: Mastodon"


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


def test_a_change_elsewhere_in_the_plan_keeps_no_mail_back(
    session: Session, smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    def change() -> None:
        plan_changed(session)
        session.commit()

    sink.at_rcpt = change

    deliver_when_due(smtp_courier, clock, row)

    assert len(sink.taken) == 1
    assert row().state == "sent"


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
