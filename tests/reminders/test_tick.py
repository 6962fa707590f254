"""What the scheduler does every few seconds."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.jobs import QUEUE, send
from calendar_app.foundation.smtp import SmtpTransport
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders import states
from calendar_app.reminders import tick as ticking
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import MailCopy, Reminder, ReminderState
from calendar_app.reminders.tick import tick
from tests.factories import make_channel, make_slot
from tests.mail_sink import Sink
from tests.reminders.conftest import STARTS

Row = Callable[[], Reminder]
Rows = Callable[[], list[Reminder]]


@pytest.fixture
def with_workers(smtp_courier: Courier, redis_url: str) -> Courier:
    """A courier whose Redis is there; the workers are slow."""
    return replace(smtp_courier, redis_url=redis_url)


def jobs(redis: "Redis") -> list[tuple[str, tuple[object, ...]]]:
    queue = Queue(QUEUE, connection=redis, serializer=JSONSerializer)
    return [(job.func_name or "", tuple(job.args)) for job in queue.jobs]


def test_without_redis_the_tick_sends_by_itself(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    tick(smtp_courier)
    assert sink.taken == []

    clock.moment = reminder.due_at
    tick(smtp_courier)

    assert len(sink.taken) == 1
    assert row().state == "sent"


def test_with_redis_the_tick_tells_a_worker_once_and_before_all_else(
    with_workers: Courier, redis: "Redis", clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    clock.moment = reminder.due_at
    send(with_workers.redis_url or "", [("copies.search", (1,))])

    tick(with_workers)
    tick(with_workers)

    assert jobs(redis) == [("workers.reminders.deliver_due", ()), ("workers.copies.search", (1,))]
    assert (row().state, row().enqueued_at) == ("pending", clock.moment)


def test_the_next_look_is_when_the_next_mail_falls_due(
    smtp_courier: Courier, clock: FixedClock, reminder: Reminder
) -> None:
    clock.moment = reminder.due_at - timedelta(seconds=3)
    before = ticking.seconds_to_next(smtp_courier)

    clock.moment = reminder.due_at
    tick(smtp_courier)

    assert (before, ticking.seconds_to_next(smtp_courier)) == (3.0, None)


def test_a_job_that_was_lost_is_sent_again_and_then_done_here(
    with_workers: Courier, redis: "Redis", sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    clock.moment = reminder.due_at
    tick(with_workers)
    redis.flushall()

    clock.moment += ticking.ENQUEUE_AGAIN
    tick(with_workers)
    assert jobs(redis) == [("workers.reminders.deliver_due", ())]
    assert sink.taken == []

    clock.moment = reminder.due_at + ticking.OVERDUE
    tick(with_workers)
    assert len(sink.taken) == 1
    assert row().state == "sent"


def test_when_redis_cannot_be_reached_the_tick_sends_by_itself(
    smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    clock.moment = reminder.due_at

    tick(replace(smtp_courier, redis_url="unix:///nowhere/redis.sock"))

    assert len(sink.taken) == 1
    assert row().state == "sent"


def test_what_a_dead_process_held_is_sent_by_the_next_tick(
    session: Session, smtp_courier: Courier, sink: Sink, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    reminder.state, reminder.token = ReminderState.HANDING, "dead"
    reminder.lease_until = reminder.due_at + timedelta(seconds=180)
    session.commit()

    clock.moment = reminder.due_at + timedelta(seconds=180)
    tick(smtp_courier)

    assert (row().state, row().ambiguous) == ("sent", 1)
    assert len(sink.taken) == 1


def test_what_only_a_newer_version_knows_waits_for_it_and_keeps_nobody_else_waiting(
    session: Session, smtp_courier: Courier, clock: FixedClock, workspace: Workspace, bob: Person, rows: Rows
) -> None:
    for note in ("first", "second", "third"):
        make_slot(session, bob, [make_channel(session, note)], starts_wall=STARTS, rrule="")
    session.commit()
    tick(smtp_courier)
    newer = session.scalars(select(Reminder)).first()
    assert newer is not None
    newer.kind = "of_tomorrow"
    session.commit()

    clock.moment = rows()[0].due_at
    tick(smtp_courier)

    assert Counter(str(row.state) for row in rows()) == {"sent": 2, "pending": 1}


def test_many_ticks_at_once_send_everything_once(
    session: Session,
    smtp_courier: Courier,
    sink: Sink,
    clock: FixedClock,
    workspace: Workspace,
    bob: Person,
    rows: Rows,
) -> None:
    channel = make_channel(session)
    for _ in range(25):
        make_slot(session, bob, [channel], starts_wall=STARTS, rrule="")
    session.commit()
    clock.moment = to_utc(STARTS, bob.zone) - timedelta(minutes=15)
    start = threading.Barrier(4)

    def race() -> None:
        own = replace(smtp_courier, transport=SmtpTransport(sink.url))
        start.wait()
        tick(own)
        tick(own)
        own.close()

    racers = [threading.Thread(target=race) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert Counter(str(row.state) for row in rows()) == {"sent": 25}
    assert sorted(sink.copies().values()) == [1] * 25


def test_copies_are_not_kept_for_ever(
    session: Session, smtp_courier: Courier, clock: FixedClock, slot: Slot, reminder: Reminder, row: Row
) -> None:
    clock.moment = reminder.due_at
    tick(smtp_courier)
    assert session.scalars(select(MailCopy)).all() != []
    session.commit()

    clock.moment += ticking.COPIES_KEPT + timedelta(days=1)
    tick(smtp_courier)

    session.expire_all()
    assert session.scalars(select(MailCopy)).all() == []
    assert row().state == "sent"


def test_after_a_long_standstill_a_tick_writes_piece_by_piece_until_nothing_is_left(
    session: Session,
    smtp_courier: Courier,
    clock: FixedClock,
    workspace: Workspace,
    bob: Person,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for note in ("first", "second", "third", "fourth", "fifth"):
        make_slot(session, bob, [make_channel(session, note)], starts_wall=STARTS, rrule="")
    session.commit()
    tick(smtp_courier)
    monkeypatch.setattr(states, "AT_ONCE", 2)
    clock.moment = max(row.expires_at for row in rows())

    assert states.give_up(session, clock.moment) == 2
    session.rollback()
    tick(smtp_courier)

    assert Counter(str(row.state) for row in rows()) == {"missed": 5}
