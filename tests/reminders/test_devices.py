"""Devices that ring: planned, sent and settled as mails are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.push import Subscription
from calendar_app.people.models import Person, Workspace
from calendar_app.reminders import devices
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Device, Reminder, ReminderState
from calendar_app.reminders.tick import tick
from tests.factories import NOW
from tests.push_service import PushService

Rows = Callable[[], list[Reminder]]
SignIn = Callable[[Person], FlaskClient]
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
WORDS = {"endpoint": "https://push.example/1", "p256dh": POINT, "auth": "BTBZMqHH6r4Tts7J_aSIgg"}
FIREFOX = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def device(session: Session, bob: Person, push_service: PushService) -> Device:
    device = devices.let_ring(session, bob, push_service.subscription, "Firefox, Android", NOW)
    session.commit()
    assert device is not None
    return device


@pytest.fixture
def ringing(courier: Courier, push_service: PushService) -> Courier:
    return replace(courier, push_limits=push_service.limits)


def ring(rows: Rows) -> Reminder:
    """The only row that is for a device."""
    (row,) = (row for row in rows() if row.device_id)
    return row


def test_a_device_rings_ten_minutes_before_beside_the_mail(
    ringing: Courier,
    clock: FixedClock,
    slot: Slot,
    device: Device,
    rows: Rows,
    push_service: PushService,
) -> None:
    tick(ringing)
    assert {(row.device_id, row.lead_minutes) for row in rows()} == {(0, 15), (device.id, 10)}

    clock.moment = ring(rows).due_at
    tick(ringing)
    tick(ringing)

    (shown,) = push_service.shown()
    assert shown["title"] == "10:00 Dialog time: Mastodon"
    assert f"/{slot.id}/" in shown["url"]
    assert {row.state for row in rows()} == {ReminderState.SENT}
    copy = ring(rows).copy
    assert copy is not None
    assert (copy.recipient, copy.html) == ("Bob Brandt: Firefox, Android", "")


def test_an_unanswered_message_is_sent_again_and_takes_the_firsts_place(
    ringing: Courier, clock: FixedClock, slot: Slot, device: Device, rows: Rows, push_service: PushService
) -> None:
    tick(ringing)
    clock.moment = ring(rows).due_at
    push_service.status = 0
    tick(ringing)
    assert (ring(rows).state, ring(rows).ambiguous) == ("pending", 1)

    push_service.status = 201
    clock.moment = ring(rows).next_at
    tick(ringing)

    assert ring(rows).state == "sent"
    first, second = push_service.shown()
    assert first["tag"] == second["tag"]


def test_a_browser_that_is_gone_is_forgotten(
    session: Session,
    ringing: Courier,
    clock: FixedClock,
    slot: Slot,
    device: Device,
    rows: Rows,
    bob: Person,
    push_service: PushService,
) -> None:
    tick(ringing)
    clock.moment = ring(rows).due_at
    push_service.status = 410

    tick(ringing)

    assert ring(rows).state == "failed"
    assert devices.devices_of(session, bob) == []


def test_a_device_that_was_removed_is_not_told(
    session: Session,
    ringing: Courier,
    clock: FixedClock,
    slot: Slot,
    device: Device,
    rows: Rows,
    push_service: PushService,
) -> None:
    tick(ringing)
    devices.forget(session, device)
    session.commit()
    clock.moment = ring(rows).due_at

    tick(ringing)

    assert ring(rows).state == "cancelled"
    assert push_service.taken == []


def test_an_address_within_the_house_is_refused_for_good(
    courier: Courier, clock: FixedClock, slot: Slot, device: Device, rows: Rows, push_service: PushService
) -> None:
    tick(courier)
    clock.moment = ring(rows).due_at

    tick(courier)

    assert (ring(rows).state, push_service.taken) == ("failed", [])


def test_a_browser_is_entered_once_and_not_without_end(
    session: Session, workspace: Workspace, bob: Person
) -> None:
    one = Subscription.read(WORDS["endpoint"], POINT, WORDS["auth"])
    for number in range(devices.MOST):
        assert devices.let_ring(
            session, bob, replace(one, endpoint=f"https://push.example/{number}"), "", NOW
        )

    again = devices.let_ring(session, bob, replace(one, endpoint="https://push.example/3"), "New", NOW)
    more = devices.let_ring(session, bob, replace(one, endpoint="https://push.example/more"), "", NOW)

    assert again is not None
    assert (again.name, more) == ("New", None)
    assert len(devices.devices_of(session, bob)) == devices.MOST


def test_a_person_lets_a_browser_ring_and_removes_it_and_nobody_else_does(
    session: Session, sign_in: SignIn, alice: Person, bob: Person
) -> None:
    client = sign_in(bob)

    page = client.post("/account/devices", data=WORDS, headers={"User-Agent": FIREFOX}, follow_redirects=True)
    (device_id,) = (device.id for device in devices.devices_of(session, bob))
    session.commit()
    stranger = sign_in(alice).post(f"/account/devices/{device_id}/remove").status_code
    after = client.post(f"/account/devices/{device_id}/remove", follow_redirects=True)

    assert "This device rings ten minutes before." in page.text
    assert "Firefox, Android" in page.text
    assert stranger == 404
    assert "The device no longer rings." in after.text
    assert "Firefox, Android" not in after.text


@pytest.mark.parametrize("wrong", [{}, {**WORDS, "endpoint": "http://127.0.0.1/"}, {**WORDS, "p256dh": "x"}])
def test_what_is_no_browsers_address_is_said_to_be_none(
    session: Session, sign_in: SignIn, bob: Person, wrong: dict[str, str]
) -> None:
    page = sign_in(bob).post("/account/devices", data=wrong, follow_redirects=True)

    assert "This browser gave no address" in page.text
    assert devices.devices_of(session, bob) == []


def test_what_rang_shows_as_a_device_shows_it(
    sign_in: SignIn, ringing: Courier, clock: FixedClock, bob: Person, slot: Slot, device: Device, rows: Rows
) -> None:
    tick(ringing)
    clock.moment = ring(rows).due_at + timedelta(seconds=1)
    tick(ringing)

    page = sign_in(bob).get(f"/outbox/{ring(rows).id}").text

    assert "As a device shows it" in page
    assert "mail-frame" not in page
