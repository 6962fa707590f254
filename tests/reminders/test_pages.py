"""The outbox and the mails in it, as their readers see them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.reminders import services
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.kind import GATHERED
from calendar_app.reminders.models import UNDECIDED, Reminder, ReminderState
from calendar_app.reminders.tick import tick
from tests.factories import make_channel, make_person, make_slot
from tests.reminders.conftest import STARTS

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def sent(courier: Courier, clock: FixedClock, reminder: Reminder) -> Reminder:
    clock.moment = reminder.due_at
    tick(courier)
    return reminder


def put(session: Session, reminder: Reminder, state: ReminderState, **values: object) -> None:
    reminder.state = state
    for name, value in values.items():
        setattr(reminder, name, value)
    session.commit()


def test_what_is_due_next_stands_in_the_outbox(sign_in: SignIn, bob: Person, reminder: Reminder) -> None:
    page = sign_in(bob).get("/outbox").text

    assert "Due next" in page
    assert f'href="/outbox/{reminder.id}"' in page
    assert "Waiting" in page


def test_an_empty_outbox_says_what_comes(sign_in: SignIn, alice: Person) -> None:
    page = sign_in(alice).get("/outbox").text

    assert "No mail yet" in page
    assert "No mail server is set" in page


def test_a_sent_mail_opens_as_its_reader_saw_it(sign_in: SignIn, bob: Person, sent: Reminder) -> None:
    client = sign_in(bob)

    page = client.get(f"/outbox/{sent.id}").text
    body = client.get(f"/outbox/{sent.id}/html")

    assert "10:00 Dialog time: Mastodon" in page
    assert "Dialog time from 10:00 to 10:30" in page
    assert "Open this dialog time" in body.text
    assert "sandbox" in body.headers["Content-Security-Policy"]
    assert "default-src 'none'" in body.headers["Content-Security-Policy"]


def test_a_sent_mail_stays_as_it_was_when_the_plan_changes(
    session: Session, sign_in: SignIn, bob: Person, slot: Slot, sent: Reminder
) -> None:
    slot.channels[0].name = "Renamed"
    session.commit()

    assert "Dialog time: Mastodon" in sign_in(bob).get(f"/outbox/{sent.id}").text


def test_a_mail_that_is_still_ahead_can_be_read_before(
    sign_in: SignIn, bob: Person, reminder: Reminder
) -> None:
    client = sign_in(bob)

    assert "This is how the mail would read now." in client.get(f"/outbox/{reminder.id}").text
    assert "Open this dialog time" in client.get(f"/outbox/{reminder.id}/html").text


@pytest.mark.parametrize(
    ("state", "values", "words"),
    [
        (
            ReminderState.FAILED,
            {"last_error": "550 no such user", "attempts": 1},
            "After 1 attempt: 550 no such user",
        ),
        (ReminderState.MISSED, {}, "It could not be sent while it would have helped."),
        (ReminderState.CANCELLED, {}, "What it was about was moved, cancelled or given to somebody else."),
        (ReminderState.SENT, {"ambiguous": 1}, "the mail may have arrived twice."),
        (ReminderState.FAILED, {"ambiguous": 1}, "the mail may have arrived all the same."),
        (ReminderState.SENT, {"ambiguous": 3}, "did not answer 3 times"),
        (ReminderState.PENDING, {"last_error": "451 later", "attempts": 2}, "After 2 attempts: 451 later"),
    ],
)
def test_every_state_is_told_in_words(
    session: Session,
    sign_in: SignIn,
    bob: Person,
    reminder: Reminder,
    state: ReminderState,
    values: dict[str, object],
    words: str,
) -> None:
    put(session, reminder, state, **values)
    client = sign_in(bob)

    assert words in client.get("/outbox").text
    assert words in client.get(f"/outbox/{reminder.id}").text


def test_what_left_once_and_waits_for_a_decision_is_not_said_to_have_arrived_twice(
    session: Session, sign_in: SignIn, bob: Person, reminder: Reminder
) -> None:
    put(session, reminder, ReminderState.UNCERTAIN, ambiguous=1)

    page = sign_in(bob).get(f"/outbox/{reminder.id}").text

    assert "It may have arrived." in page
    assert "twice" not in page


@pytest.mark.parametrize("state", list(ReminderState))
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_state_has_its_page_also_when_the_slot_is_gone(
    session: Session,
    sign_in: SignIn,
    bob: Person,
    slot: Slot,
    reminder: Reminder,
    state: ReminderState,
    language: str,
) -> None:
    assert bob.account is not None
    bob.account.language = language
    session.delete(slot)
    put(session, reminder, state)
    client = sign_in(bob)

    assert client.get("/outbox").status_code == 200
    assert client.get(f"/outbox/{reminder.id}").status_code == 200
    assert client.get(f"/outbox/{reminder.id}/html").status_code == 404


@pytest.mark.parametrize("path", ["/outbox/{id}", "/outbox/{id}/html"])
def test_mails_are_for_their_reader_and_for_those_who_lead(
    session: Session, sign_in: SignIn, alice: Person, bob: Person, charlie: Person, sent: Reminder, path: str
) -> None:
    colleague = make_person(session, "Dora Dietrich", Role.APPROVER)
    session.commit()
    address = path.format(id=sent.id)

    assert sign_in(bob).get(address).status_code == 200
    assert sign_in(alice).get(address).status_code == 200
    assert sign_in(colleague).get(address).status_code == 404
    assert sign_in(charlie).get(address).status_code == 404


def test_the_list_shows_own_mails_and_to_those_who_lead_all(
    session: Session, sign_in: SignIn, alice: Person, bob: Person, charlie: Person, sent: Reminder
) -> None:
    colleague = make_person(session, "Dora Dietrich", Role.APPROVER)
    session.commit()
    subject = "10:00 Dialog time: Mastodon"

    assert subject in sign_in(bob).get("/outbox").text
    assert subject in sign_in(alice).get("/outbox").text
    assert subject not in sign_in(colleague).get("/outbox").text
    assert subject not in sign_in(charlie).get("/outbox").text


def test_a_stranger_is_asked_to_sign_in(client: FlaskClient, sent: Reminder) -> None:
    for path in ("/outbox", f"/outbox/{sent.id}", f"/outbox/{sent.id}/html"):
        answer = client.get(path)
        assert (answer.status_code, "/sign-in" in answer.headers["Location"]) == (303, True)


def test_a_mail_that_never_was_is_not_found(sign_in: SignIn, bob: Person) -> None:
    for number in (4711, 10**30):
        assert sign_in(bob).get(f"/outbox/{number}").status_code == 404
        assert sign_in(bob).get(f"/outbox/{number}/html").status_code == 404


@pytest.mark.parametrize("before", ["nonsense", "-1", "0", "999999999999999999999999"])
def test_a_page_number_that_is_none_shows_the_newest(sign_in: SignIn, bob: Person, before: str) -> None:
    assert sign_in(bob).get(f"/outbox?before={before}").status_code == 200


def test_older_mails_stand_on_further_pages(
    session: Session, courier: Courier, clock: FixedClock, workspace: Workspace, sign_in: SignIn, bob: Person
) -> None:
    for minute in range(services.SHOWN_PAST + 1):
        starts = STARTS + timedelta(minutes=minute)
        make_slot(session, bob, [make_channel(session, f"Channel {minute}")], starts_wall=starts, rrule="")
    session.commit()
    tick(courier)
    clock.moment += timedelta(hours=4)
    tick(courier)
    client = sign_in(bob)

    first = client.get("/outbox").text
    older = first.partition('href="/outbox?before=')[2].partition('"')[0]
    second = client.get(f"/outbox?before={older}").text

    assert first.count('<li class="thing') == services.SHOWN_PAST
    assert second.count('<li class="thing') == 1


def test_who_leads_sees_how_mails_fare(
    session: Session, sign_in: SignIn, alice: Person, bob: Person, clock: FixedClock, reminder: Reminder
) -> None:
    put(session, reminder, ReminderState.PENDING, ambiguous=2)
    clock.moment = reminder.due_at + timedelta(minutes=10)

    page = sign_in(alice).get("/outbox/fares").text

    assert re.findall(r"<td>(\d+)</td>", page) == ["1", "0", "2"]
    assert "due since Wed, 8 Apr 2026, 09:45" in page
    assert sign_in(bob).get("/outbox/fares").status_code == 403


def test_what_was_refused_is_tried_once_more(
    session: Session, sign_in: SignIn, alice: Person, courier: Courier, clock: FixedClock, reminder: Reminder
) -> None:
    put(session, reminder, ReminderState.FAILED, attempts=3, last_error="550 no such user")
    clock.moment = reminder.due_at
    client = sign_in(alice)
    button = f'action="/outbox/{reminder.id}/retry"'

    offered = button in client.get(f"/outbox/{reminder.id}").text
    client.post(f"/outbox/{reminder.id}/retry")
    tick(courier)
    afterwards = client.get(f"/outbox/{reminder.id}").text
    session.refresh(reminder)

    assert offered
    assert (reminder.state, reminder.attempts) == (ReminderState.SENT, 1)
    assert button not in afterwards


@pytest.mark.parametrize("state", [state for state in ReminderState if state not in UNDECIDED])
def test_nothing_else_is_tried_again(
    session: Session, sign_in: SignIn, alice: Person, reminder: Reminder, state: ReminderState
) -> None:
    put(session, reminder, state)

    answer = sign_in(alice).post(f"/outbox/{reminder.id}/retry", follow_redirects=True)
    session.refresh(reminder)

    assert "It would not help any more, or it is on its way already." in answer.text
    assert reminder.state is state


def test_what_nobody_needs_any_more_is_dismissed(
    session: Session, sign_in: SignIn, alice: Person, bob: Person, reminder: Reminder
) -> None:
    put(session, reminder, ReminderState.FAILED, last_error="550 no such user", attempts=1)
    client, address = sign_in(alice), f"/outbox/{reminder.id}"

    asked = client.get("/outbox/fares").text
    refused = sign_in(bob).post(f"{address}/dismiss").status_code
    answer = client.post(f"{address}/dismiss", follow_redirects=True)
    again = client.post(f"{address}/dismiss", follow_redirects=True)
    session.refresh(reminder)

    assert "To be decided" in asked
    assert refused == 403
    assert "It is not sent any more." in answer.text
    assert "To be decided" not in answer.text
    assert reminder.state is ReminderState.DISMISSED
    assert "There is nothing to decide" in again.text


def test_a_mail_on_trial_goes_the_way_of_all_mails(
    sign_in: SignIn, alice: Person, bob: Person, settings: Settings
) -> None:
    answer = sign_in(alice).post("/outbox/trial", follow_redirects=True)
    (file,) = (settings.data_dir / "outbox" / str(alice.workspace_id)).glob("*.eml")

    assert f"on its way to {alice.email}" in answer.text
    assert b"A mail on trial from Parley" in file.read_bytes()
    assert sign_in(bob).post("/outbox/trial").status_code == 403


def test_a_mail_server_that_is_away_is_said_to_be_so(
    app: Flask, sign_in: SignIn, alice: Person, settings: Settings
) -> None:
    app.extensions["parley"]["settings"] = replace(settings, smtp_url="smtp://127.0.0.1:1")

    answer = sign_in(alice).post("/outbox/trial", follow_redirects=True)

    assert "did not get through: [Errno 111]" in answer.text


def test_what_comes_next_names_its_channel(sign_in: SignIn, bob: Person, reminder: Reminder) -> None:
    assert "10:00 Dialog time starts: Mastodon" in sign_in(bob).get("/outbox").text


@pytest.mark.parametrize("path", ["/outbox", "/outbox/fares", "/outbox/{id}"])
def test_what_was_refused_names_its_channel(
    session: Session, sign_in: SignIn, alice: Person, reminder: Reminder, path: str
) -> None:
    """Also when it is about nothing any more and no mail was written."""
    reminder.occurrence = "2026-04-01T10:00"
    put(session, reminder, ReminderState.FAILED)

    page = sign_in(alice).get(path.format(id=reminder.id)).text

    assert re.search(r"Dialog time starts: (<bdi>)?Mastodon", page)


def test_an_empty_morning_fills_no_list(
    session: Session, sign_in: SignIn, bob: Person, reminder: Reminder
) -> None:
    reminder.kind = GATHERED
    put(session, reminder, ReminderState.CANCELLED)
    client = sign_in(bob)

    assert "No mail yet" in client.get("/outbox").text
    assert "Nothing waited on that morning." in client.get(f"/outbox/{reminder.id}").text


def test_what_helps_nobody_any_more_is_not_tried_again(
    session: Session, sign_in: SignIn, alice: Person, clock: FixedClock, reminder: Reminder
) -> None:
    put(session, reminder, ReminderState.FAILED)
    clock.moment = reminder.expires_at

    sign_in(alice).post(f"/outbox/{reminder.id}/retry")
    session.refresh(reminder)

    assert reminder.state is ReminderState.FAILED


def test_health_tells_how_late_the_oldest_mail_is(
    client: FlaskClient, clock: FixedClock, reminder: Reminder
) -> None:
    assert client.get("/health").json["oldest_overdue_seconds"] is None  # type: ignore[index]

    clock.moment = reminder.due_at + timedelta(minutes=10)
    answer = client.get("/health")

    assert answer.status_code == 200
    assert answer.json["oldest_overdue_seconds"] == 600.0  # type: ignore[index]
