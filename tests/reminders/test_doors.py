"""The one link of a mail about dialog time: it opens without signing in, for its reader alone."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from calendar_app.engagement.availability.models import Absence
from calendar_app.engagement.models import Slot
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder
from calendar_app.reminders.tick import plan, tick
from tests.factories import NOW

SEALED = re.compile(r"/now/[\w.-]+")


def mail_to(folder: Path, person: Person) -> EmailMessage:
    read = (path.read_bytes() for path in folder.glob("outbox/*/*.eml"))
    mails = (message_from_bytes(octets, policy=policy.default) for octets in read)
    [mail] = [mail for mail in mails if person.email in mail["To"]]
    return mail


def links_in(mail: EmailMessage) -> set[str]:
    parts = [part for kind in ("plain", "html") if (part := mail.get_body((kind,)))]
    return {link for part in parts for link in SEALED.findall(part.get_content())}


def test_the_link_in_the_mail_opens_the_slot_without_signing_in(
    app: Flask,
    courier: Courier,
    clock: FixedClock,
    reminder: Reminder,
    settings: Settings,
    bob: Person,
    session: Session,
    rows: Callable[[], list[Reminder]],
) -> None:
    clock.moment = reminder.due_at
    tick(courier)

    mail = mail_to(settings.data_dir, bob)

    [link] = links_in(mail)
    assert "Log an interaction" in app.test_client().get(link).text
    [attached] = [part.get_content() for part in mail.iter_attachments()]
    assert not SEALED.search(str(attached))
    [copy] = [row.copy for row in rows()]
    assert copy is not None
    assert f"/dialog/{reminder.subject_id}/{reminder.occurrence}" in copy.text
    assert not SEALED.search(copy.text + copy.html)


def test_while_the_holder_is_away_the_deputy_gets_the_mail_and_can_take_over(
    app: Flask,
    courier: Courier,
    clock: FixedClock,
    slot: Slot,
    settings: Settings,
    alice: Person,
    bob: Person,
    session: Session,
) -> None:
    slot.deputy = alice
    session.add(Absence(person=bob, first=date(2026, 4, 8), last=date(2026, 4, 8), created_at=NOW))
    plan_changed(session)
    session.commit()

    plan(courier, slot.workspace_id)
    clock.moment = NOW + timedelta(minutes=45)
    tick(courier)

    mail = mail_to(settings.data_dir, alice)
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Bob Brandt is away, and nobody holds this time yet." in body.get_content()
    [link] = links_in(mail)
    phone = app.test_client()
    taken = phone.post(f"{link}/take-over")
    assert "Log an interaction" in phone.get(taken.location).text
