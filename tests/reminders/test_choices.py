"""Which mails come: chosen on the page, or ended from within the mail."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.app import page_address
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from calendar_app.reminders import choices
from calendar_app.reminders.choices import seal, unseal
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.hours import Quiet
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tick import plan, tick

SignIn = Callable[[Person], FlaskClient]
Row = Callable[[], Reminder]

KIND = "slot_starts"


def mail_in(folder: Path) -> EmailMessage:
    (path,) = folder.glob("outbox/*/*.eml")
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def send(courier: Courier, clock: FixedClock, reminder: Reminder) -> None:
    clock.moment = reminder.due_at
    tick(courier)


@pytest.fixture
def address(settings: Settings, bob: Person) -> str:
    return f"/mails/stop/{seal(settings.secret_key, bob.id, KIND)}"


def test_a_mail_says_how_it_ends(
    courier: Courier, clock: FixedClock, reminder: Reminder, settings: Settings, bob: Person
) -> None:
    send(replace(courier, page=page_address("https://parley.example")), clock, reminder)

    message = mail_in(settings.data_dir)

    address = message["List-Unsubscribe"]
    assert address.startswith("<https://parley.example/mails/stop/")
    assert unseal(settings.secret_key, address.rpartition("/")[2].rstrip(">")) == (bob.id, KIND)
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_one_click_is_offered_only_where_nobody_can_listen_in(
    courier: Courier, clock: FixedClock, reminder: Reminder, settings: Settings
) -> None:
    send(courier, clock, reminder)

    message = mail_in(settings.data_dir)

    assert message["List-Unsubscribe"].startswith("<http://127.0.0.1")
    assert message["List-Unsubscribe-Post"] is None


def test_the_dialog_time_comes_along_as_a_calendar_entry(
    courier: Courier, clock: FixedClock, reminder: Reminder, slot: Slot, settings: Settings
) -> None:
    send(courier, clock, reminder)

    (part,) = mail_in(settings.data_dir).iter_attachments()
    calendar = icalendar.Calendar.from_ical(part.get_content())
    (event,) = calendar.walk("VEVENT")

    assert part["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH"}
    assert calendar["METHOD"] == "PUBLISH"
    assert event.decoded("DTSTART") == reminder.starts_at
    assert event["SUMMARY"] == "Dialog time: Mastodon"
    assert "ATTENDEE" not in event


def test_looking_at_the_address_changes_nothing(
    client: FlaskClient, session: Session, bob: Person, address: str
) -> None:
    page = client.get(address)

    assert page.status_code == 200
    assert "Stop these mails?" in page.text
    assert choices.wants(session, bob.id, KIND)


def test_a_mail_program_presses_once_and_signs_in_nowhere(
    client: FlaskClient, bob: Person, address: str, courier: Courier, reminder: Reminder, row: Row
) -> None:
    client.application.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(address, data={"List-Unsubscribe": "One-Click"})
    again = client.post(address, data={"List-Unsubscribe": "One-Click"})
    plan(courier, bob.workspace_id)

    assert (answer.status_code, again.status_code) == (200, 200)
    assert "These mails no longer come" in answer.text
    assert row().state is ReminderState.CANCELLED


def test_who_pressed_by_mistake_gets_them_again(
    client: FlaskClient, bob: Person, address: str, courier: Courier, reminder: Reminder, row: Row
) -> None:
    client.post(address)
    plan(courier, bob.workspace_id)
    client.post(address, data={"resume": "1"})
    plan(courier, bob.workspace_id)

    assert row().state is ReminderState.PENDING


@pytest.mark.parametrize("token", ["nonsense", "WzEsInNsb3Rfc3RhcnRzIl0.forged", "é"])
def test_a_forged_address_is_no_page(client: FlaskClient, bob: Person, token: str) -> None:
    assert client.get(f"/mails/stop/{token}").status_code == 404
    assert client.post(f"/mails/stop/{token}").status_code == 404


def test_an_address_for_what_is_gone_is_no_page(client: FlaskClient, settings: Settings, bob: Person) -> None:
    for person_id, kind in ((4711, KIND), (bob.id, "gone")):
        assert client.get(f"/mails/stop/{seal(settings.secret_key, person_id, kind)}").status_code == 404


def test_the_page_behind_the_address_speaks_its_readers_language(
    client: FlaskClient, session: Session, bob: Person, address: str
) -> None:
    bob.language = "de"
    session.commit()

    assert "Diese Mails abbestellen?" in client.get(address).text


def test_what_is_not_ticked_is_not_sent(
    sign_in: SignIn, bob: Person, courier: Courier, reminder: Reminder, row: Row
) -> None:
    client = sign_in(bob)

    answer = client.post("/account/mails", data={"kinds": ["post_wants_person"], "lead_minutes": ["15"]})
    plan(courier, bob.workspace_id)
    page = client.get("/account/mails").text

    assert answer.status_code == 303
    assert row().state is ReminderState.CANCELLED
    assert re.findall(r'<input checked [^>]*value="(\w+)"', page) == ["post_wants_person", "15"]


def test_quiet_hours_and_the_daily_mail_are_kept_as_they_were_typed(
    sign_in: SignIn, session: Session, bob: Person
) -> None:
    client = sign_in(bob)
    said = {"lead_minutes": "15", "is_gathered": "y", "quiet_from": "20:00", "quiet_until": "07:30"}

    client.post("/account/mails", data=said)
    page = client.get("/account/mails").text

    assert choices.wanted(session, bob) == {"gathered"}
    assert choices.habits(session, bob).quiet == Quiet(time(20), time(7, 30))
    assert 'value="20:00"' in page
    assert re.search(r'name="is_gathered"[^>]*checked|checked[^>]*name="is_gathered"', page)


@pytest.mark.parametrize(
    "data",
    [
        {"kinds": [KIND], "lead_minutes": ["15"], "quiet_from": ["20:00"]},
        {"kinds": [KIND], "lead_minutes": ["15"], "quiet_until": ["20:00"]},
        {"kinds": [KIND], "lead_minutes": ["15"], "quiet_from": ["20:00"], "quiet_until": ["20:00"]},
        {"kinds": [KIND], "lead_minutes": ["15"], "quiet_from": ["late"], "quiet_until": ["20:00"]},
        {"kinds": ["nonsense"], "lead_minutes": ["15"]},
        {"kinds": [KIND]},
        {"kinds": [KIND], "lead_minutes": ["16"]},
        {"kinds": [KIND], "lead_minutes": ["soon"]},
    ],
)
def test_what_cannot_be_chosen_is_told(
    sign_in: SignIn, session: Session, bob: Person, data: dict[str, list[str]]
) -> None:
    assert sign_in(bob).post("/account/mails", data=data).status_code == 422
    assert choices.habits(session, bob).lead_minutes == [15]


def test_a_mail_that_was_just_refused_stays_here(
    session: Session, bob: Person, courier: Courier, clock: FixedClock, reminder: Reminder, row: Row
) -> None:
    """The fence sees the choice before any planner has."""
    choices.stop(session, bob, KIND)
    session.commit()

    send(courier, clock, reminder)

    assert row().state is ReminderState.CANCELLED
    assert row().copy is None
