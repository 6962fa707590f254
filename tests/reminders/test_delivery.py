"""One mail on its way, to a real mail server that misbehaves."""

from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database, everywhere
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import plan_changed
from calendar_app.reminders import states
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder
from tests.factories import NOW
from tests.mail_sink import Sink
from tests.reminders.conftest import STARTS, Row, deliver, deliver_when_due


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
