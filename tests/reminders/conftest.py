"""What reminders' tests share: a courier whose time is the test's clock, and ways to look at rows."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.outbox import OutboxTransport
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.smtp import SmtpTransport
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders import planning
from calendar_app.reminders.delivery import Courier, deliver_due
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.tick import plan
from tests.factories import make_channel, make_slot
from tests.mail_sink import Sink

STARTS = datetime(2026, 4, 8, 10, 0)  # noqa: DTZ001 wall time: Wednesday at ten, an hour from now

Row = Callable[[], Reminder]
Rows = Callable[[], list[Reminder]]


def states_of(rows: list[Reminder]) -> list[tuple[datetime, str]]:
    return [(row.starts_at, str(row.state)) for row in rows]


def utc(day: int, hour: int, minute: int = 0, *, month: int = 4) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def deliver(courier: Courier) -> None:
    deliver_due(courier, time.monotonic() + 30)


def deliver_when_due(courier: Courier, clock: FixedClock, row: Row) -> None:
    """Let the reminder be due, and whoever delivers look once."""
    clock.moment = row().next_at
    deliver(courier)


@pytest.fixture(autouse=True)
def _plan_at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plan two days in one piece: eight do the same eight times over, and tests of planning look at those.

    What joins them is no matter of the database, so that it is looked at on SQLite only.
    """
    names_planning = request.node.path.name in {"test_planning.py", "test_series.py", "test_clocks.py"}
    if not names_planning or "postgresql" in request.node.name:
        monkeypatch.setattr(planning, "PIECE", planning.AHEAD + planning.LOOK_BACK)


@pytest.fixture
def courier(settings: Settings, database: Database, clock: FixedClock) -> Courier:
    """A courier without mail server."""
    outbox = OutboxTransport(settings.data_dir / "outbox")
    page = page_address(settings.base_url)
    return Courier(
        database,
        outbox,
        outbox,
        page,
        settings.mail_from,
        settings.secret_key,
        time=lambda session: clock.now(),
    )


@pytest.fixture
def smtp_courier(courier: Courier, sink: Sink) -> Iterator[Courier]:
    """A courier to the sink; it waits half a second for an answer."""
    courier = replace(courier, transport=SmtpTransport(sink.url, step_seconds=5, answer_seconds=0.5))
    yield courier
    courier.close()


@pytest.fixture
def slot(session: Session, bob: Person) -> Slot:
    """Bob's dialog time in an hour, once."""
    slot = make_slot(session, bob, [make_channel(session)], starts_wall=STARTS, rrule="")
    session.commit()
    return slot


@pytest.fixture
def reminder(session: Session, courier: Courier, workspace: Workspace, slot: Slot) -> Reminder:
    """What is owed for that slot: due in three quarters of an hour."""
    plan(courier, workspace.id)
    reminder = session.scalars(select(Reminder)).one()
    session.commit()
    return reminder


@pytest.fixture
def rows(session: Session, database: Database) -> Iterator[Callable[[], list[Reminder]]]:
    """The workspace's reminders as they are now, by time."""
    with database.reading() as look:

        def _rows() -> list[Reminder]:
            look.rollback()
            look.expunge_all()
            look.info["scope"] = session.info["scope"]
            return list(look.scalars(select(Reminder).order_by(Reminder.starts_at, Reminder.id)))

        yield _rows


@pytest.fixture
def row(rows: Callable[[], list[Reminder]]) -> Callable[[], Reminder]:
    """The only reminder, as it is now."""

    def _row() -> Reminder:
        (reminder,) = rows()
        return reminder

    return _row
