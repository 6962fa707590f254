"""What has left is written down, also when the database is away for a while."""

import threading
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from calendar_app.foundation.clock import FixedClock
from calendar_app.reminders import delivery
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder
from tests.mail_sink import Sink
from tests.reminders.conftest import Row, deliver_when_due


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
