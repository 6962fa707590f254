"""Reminders' jobs as workers run them: by the database's own time, into the outbox."""

from collections.abc import Callable
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.foundation.clock import SystemClock, database_time
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders.models import Reminder
from tests.factories import make_channel, make_slot
from workers import reminders as jobs
from workers.runtime import JOBS, Workshop

Row = Callable[[], Reminder]


@pytest.fixture
def workshop(settings: Settings, database: Database) -> Workshop:
    return Workshop(settings, database, page_address(settings.base_url))


def test_a_slot_booked_for_soon_is_planned_and_its_mail_sent(
    session: Session, workshop: Workshop, workspace: Workspace, bob: Person, row: Row
) -> None:
    soon = to_wall(SystemClock().now() + timedelta(minutes=10), bob.zone).replace(second=0, microsecond=0)
    make_slot(session, bob, [make_channel(session)], starts_wall=soon, rrule="")
    session.commit()

    jobs.plan(workshop, workspace.id)
    jobs.deliver_due(workshop)
    jobs.deliver_due(workshop)

    assert (row().state, row().attempts) == ("sent", 1)
    (file,) = (workshop.settings.data_dir / "outbox" / str(workspace.id)).iterdir()
    assert f"reminder.{row().id}." in file.name
    mail = message_from_bytes(file.read_bytes(), policy=policy.default)
    words = mail.get_body(("plain",))
    assert words is not None
    assert "http://127.0.0.1:8000/now/" in words.get_content()


def test_the_tick_finds_the_same_without_any_job(
    session: Session, workshop: Workshop, workspace: Workspace, bob: Person, row: Row
) -> None:
    soon = to_wall(SystemClock().now() + timedelta(minutes=10), bob.zone).replace(second=0, microsecond=0)
    make_slot(session, bob, [make_channel(session)], starts_wall=soon, rrule="")
    session.commit()

    jobs.tick(workshop)

    assert row().state == "sent"


def test_what_is_gone_is_nothing_to_do(workshop: Workshop) -> None:
    jobs.plan(workshop, 4711)
    jobs.deliver_due(workshop)


def test_the_names_under_which_they_are_asked_for_are_known() -> None:
    assert {"workers.reminders.plan", "workers.reminders.deliver_due"} <= set(JOBS)


def test_the_database_tells_the_time_in_utc(session: Session) -> None:
    assert abs(database_time(session) - SystemClock().now()) < timedelta(seconds=10)
