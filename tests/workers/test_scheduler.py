"""The scheduler's loop goes on whatever a tick does."""

import collections
import logging
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from calendar_app.app import page_address
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.models import Heartbeat
from calendar_app.foundation.settings import Settings
from workers import runtime, scheduler
from workers.runtime import Workshop


@pytest.fixture
def workshop(settings: Settings, clock: FixedClock) -> Workshop:
    return Workshop(
        settings,
        Database(settings.database_url, pooled=False),
        page_address(settings.base_url),
        clock,
    )


def test_the_last_sign_of_life_is_kept(workshop: Workshop, clock: FixedClock) -> None:
    scheduler.beat(workshop)
    scheduler.beat(workshop)

    with workshop.session() as session:
        beats = session.scalars(select(Heartbeat)).all()
    assert [(beat.name, beat.at) for beat in beats] == [("scheduler", clock.now())]


def test_a_tick_that_fails_stops_neither_the_others_nor_itself(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stopping, ticked = threading.Event(), collections.Counter[str]()

    def failing(workshop: Workshop) -> None:
        ticked["failing"] += 1
        raise OperationalError("SELECT 1", {}, Exception("the database is away"))

    def other(workshop: Workshop) -> None:
        ticked["other"] += 1
        if min(ticked["failing"], ticked["other"]) >= 2:
            stopping.set()

    monkeypatch.setattr(scheduler, "TICKS", [failing, other])
    monkeypatch.setattr(scheduler, "TICK_SECONDS", 0.0)
    with caplog.at_level(logging.ERROR):
        scheduler.run(workshop, stopping)

    assert caplog.text.count("failed, the next tick tries again") == ticked["failing"] >= 2


def test_a_tick_that_takes_long_keeps_no_other_waiting(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping, others_turn = threading.Event(), threading.Event()
    waited: list[bool] = []

    def slow(workshop: Workshop) -> None:
        waited.append(others_turn.wait(10))
        stopping.set()

    def other(workshop: Workshop) -> None:
        others_turn.set()

    monkeypatch.setattr(scheduler, "TICKS", [slow, other])
    scheduler.run(workshop, stopping)

    assert waited[0]


def test_a_tick_may_want_to_look_again_sooner(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping, looks = threading.Event(), collections.Counter[str]()

    def eager(workshop: Workshop) -> float:
        looks["eager"] += 1
        if looks["eager"] >= 3 and looks["patient"]:
            stopping.set()
        return 0.0

    def patient(workshop: Workshop) -> None:
        looks["patient"] += 1

    monkeypatch.setattr(scheduler, "TICKS", [eager, patient])
    monkeypatch.setattr(scheduler, "SHORTEST_PAUSE_SECONDS", 0.0)
    scheduler.run(workshop, stopping)

    assert looks["eager"] >= 3
    assert looks["patient"] == 1


def test_every_room_that_wants_to_be_ticked_is() -> None:
    runtime.gather()

    names = {f"{tick.__module__}.{tick.__name__}" for tick in runtime.TICKS}

    assert {"workers.scheduler.beat", "workers.reminders.tick", "workers.feeds.catch_up"} <= names


def test_what_the_app_asks_for_by_name_exists() -> None:
    runtime.gather()

    assert {
        "workers.feeds.refresh",
        "workers.reminders.plan",
        "workers.reminders.deliver_due",
    } <= runtime.JOBS.keys()
