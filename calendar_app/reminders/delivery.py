"""One mail on its way: claim, write, offer, and only after the fence let go.

`deliver` is the same for a worker's job and for the tick. While a mail server is spoken to, no transaction is
open.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.clock import database_time
from calendar_app.foundation.db import Database, everywhere, scope_to
from calendar_app.foundation.mail import (
    Letter,
    Mail,
    Outcome,
    TemporaryFailure,
    Transport,
    Withheld,
    domain_of,
    write,
)
from calendar_app.foundation.outbox import OutboxTransport
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.smtp import SmtpTransport
from calendar_app.reminders import states
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.models import MailCopy, Reminder

log = logging.getLogger(__name__)

TimeSource = Callable[[Session], datetime]


@dataclass(frozen=True)
class Courier:
    """What delivering needs. The demo's people are invented: their mails go nowhere but into the outbox.

    `time` tells the time within a transaction. It is the database's, since processes compete by it; a test
    that wants to set the clock gives its own.
    """

    database: Database
    transport: Transport
    outbox: Transport
    page: PageAddress
    sender: str
    redis_url: str | None = None
    time: TimeSource = database_time

    @classmethod
    def of(cls, settings: Settings, database: Database, page: PageAddress) -> "Courier":
        """The courier of an installation: to its mail server, or into the outbox when it has none.

        Raises AddressError when PARLEY_MAIL_FROM is no address.
        """
        domain_of(settings.mail_from)
        outbox = OutboxTransport(settings.data_dir / "outbox")
        transport = SmtpTransport(settings.smtp_url) if settings.smtp_url else outbox
        return cls(database, transport, outbox, page, settings.mail_from, settings.redis_url)

    @contextmanager
    def transaction(self) -> Iterator[tuple[Session, datetime]]:
        """A session over all workspaces and its time; committed at the end."""
        with self.database.session() as session, everywhere(session):
            yield session, self.time(session)
            session.commit()

    @contextmanager
    def look(self) -> Iterator[tuple[Session, datetime]]:
        """A session over all workspaces that only reads, and its time."""
        with self.database.reading() as session, everywhere(session):
            yield session, self.time(session)

    def close(self) -> None:
        self.transport.close()


@dataclass(frozen=True)
class _Attempt:
    """One attempt at one reminder."""

    courier: Courier
    reminder_id: int
    token: str

    def prepare(self) -> tuple[Transport, Mail] | None:
        """The mail as it has to read now, and its way; None when it is not owed any more."""
        courier = self.courier
        with courier.look() as (session, now):
            reminder = session.get(Reminder, self.reminder_id)
            letter = compose(session, reminder, courier.page) if reminder else None
            if reminder is None or letter is None:
                return None
            way = courier.outbox if reminder.person.workspace.is_demo else courier.transport
            return way, _addressed(letter, reminder, courier.sender, now)

    def may_go(self, mail: Mail) -> bool:
        """The fence: the plan still wants this mail, and nobody else has taken it."""
        with self.courier.transaction() as (session, now):
            reminder = session.get(Reminder, self.reminder_id)
            if reminder is None or not is_owed(session, reminder):
                states.cancel_attempt(session, self.reminder_id, self.token)
                return False
            if not states.let_go(session, self.reminder_id, self.token, now):
                return False
            _keep_copy(session, reminder, mail, now)
        return True

    def cancel(self) -> None:
        with self.courier.transaction() as (session, _):
            states.cancel_attempt(session, self.reminder_id, self.token)

    def settle(self, outcome: Outcome) -> None:
        with self.courier.transaction() as (session, now):
            in_time = states.settle(session, self.reminder_id, self.token, outcome, now)
        if not in_time and not isinstance(outcome, Withheld):
            log.warning("reminder %s: %s came too late", self.reminder_id, outcome)


def deliver(courier: Courier, reminder_id: int) -> None:
    """Send one mail if it is due and nobody else does; twice is as good as once."""
    with courier.transaction() as (session, now):
        token = states.claim(session, reminder_id, now)
    if token is None:
        return
    attempt = _Attempt(courier, reminder_id, token)
    try:
        prepared = attempt.prepare()
    except Exception as error:
        log.exception("reminder %s cannot be written", reminder_id)
        attempt.settle(TemporaryFailure(f"the mail cannot be written: {type(error).__name__}"))
        return
    if prepared is None:
        attempt.cancel()
        return
    way, mail = prepared
    attempt.settle(way.send(mail, lambda: attempt.may_go(mail)))


def is_owed(session: Session, reminder: Reminder) -> bool:
    """Whether the plan, as it is now, still owes this mail; scopes the session to its workspace."""
    return _about(session, reminder) is not None


def compose(session: Session, reminder: Reminder, page: PageAddress) -> Letter | None:
    """What a reminder says now, in its reader's language; None when it is not owed any more.

    Scopes the session to its workspace.
    """
    subject, person = _about(session, reminder), reminder.person
    if subject is None:
        return None
    values = all_kinds()[reminder.kind].says(session, reminder, subject, page)
    common = {
        "reader": person.name,
        "workspace": person.workspace.name,
        "lead_minutes": reminder.lead_minutes,
    }
    return write(reminder.kind, person.language, {**common, **values})


def _about(session: Session, reminder: Reminder) -> object | None:
    scope_to(session, reminder.workspace_id)
    kind = all_kinds().get(reminder.kind)
    return kind.about(session, reminder) if kind and reminder.person.is_here else None


def _addressed(letter: Letter, reminder: Reminder, sender: str, now: datetime) -> Mail:
    """The Message-ID comes from the row, so that readers know a second copy as the same mail."""
    made = int(reminder.created_at.timestamp() * 1_000_000)
    return Mail(
        message_id=f"reminder.{reminder.id}.{made}@{domain_of(sender)}",
        sender=sender,
        name=reminder.person.name,
        address=reminder.person.email,
        letter=letter,
        at=now,
        box=str(reminder.workspace_id),
    )


def _keep_copy(session: Session, reminder: Reminder, mail: Mail, now: datetime) -> None:
    session.merge(
        MailCopy(
            reminder_id=reminder.id,
            workspace_id=reminder.workspace_id,
            recipient=f"{mail.name} <{mail.address}>",
            subject=mail.letter.subject,
            text=mail.letter.text,
            html=mail.letter.html,
            made_at=now,
        )
    )
