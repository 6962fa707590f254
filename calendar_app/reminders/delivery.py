"""Mails on their way: claim some, then for each write, offer, and only after the fence let go.

`deliver_due` is the same for a worker's job and for the tick. While a mail server is spoken to, no
transaction is open.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial

from sqlalchemy import Connection, Insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, joinedload

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.clock import database_time
from calendar_app.foundation.db import Database, everywhere, insert_in
from calendar_app.foundation.fetching import Limits
from calendar_app.foundation.mail import (
    Letter,
    Outcome,
    TemporaryFailure,
    Transport,
    Withheld,
    domain_of,
)
from calendar_app.foundation.outbox import OutboxTransport
from calendar_app.foundation.push import LIMITS, Gone, PushTransport, Subscription
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.smtp import SmtpTransport
from calendar_app.people.models import Person
from calendar_app.reminders import gathering, states
from calendar_app.reminders.addressing import mail_of, push_of
from calendar_app.reminders.devices import forget_gone
from calendar_app.reminders.letters import compose_all, is_owed
from calendar_app.reminders.models import Device, MailCopy, Reminder
from calendar_app.reminders.states import Claim

log = logging.getLogger(__name__)

TimeSource = Callable[[Session], datetime]

_WITH_READER = joinedload(Reminder.person).joinedload(Person.workspace)

# Claimed together: few enough that the last one's turn comes within the time of a claim.
BATCH = 20
LINES = 2  # at once to the mail server, for each process that sends
# With the time that a mail server has to answer, this is the time for which a mail may be on its way.
SETTLE_SECONDS = 60.0
SETTLE_AGAIN_SECONDS = 1.0


@dataclass(frozen=True)
class Courier:
    """What delivering needs. The demo's people are invented: their mails go nowhere but into the outbox.

    With `hold_unsure`, what may have left waits for somebody to decide instead of being sent again.
    `time` tells the time within a transaction. It is the database's, since processes compete by it; a test
    that wants to set the clock gives its own.
    """

    database: Database
    transport: Transport
    outbox: Transport
    page: PageAddress
    sender: str
    secret: str = field(repr=False)
    redis_url: str | None = None
    hold_unsure: bool = False
    push_limits: Limits = LIMITS
    time: TimeSource = database_time

    @classmethod
    def of(cls, settings: Settings, database: Database, page: PageAddress) -> "Courier":
        """The courier of an installation: to its mail server, or into the outbox when it has none.

        Raises AddressError when PARLEY_MAIL_FROM is no address.
        """
        domain_of(settings.mail_from)
        outbox = OutboxTransport(settings.data_dir / "outbox")
        transport = SmtpTransport(settings.smtp_url) if settings.smtp_url else outbox
        sender, secret = settings.mail_from, settings.secret_key
        redis_url, hold = settings.redis_url, settings.hold_unsure_mails
        return cls(database, transport, outbox, page, sender, secret, redis_url, hold)

    @contextmanager
    def transaction(self, kept: Connection | None = None) -> Iterator[tuple[Session, datetime]]:
        """A session over all workspaces and its time; committed at the end.

        Whoever has many short ones keeps a connection for them (`Database.connection`).
        """
        opened = self.database.session() if kept is None else self.database.session_over(kept)
        with opened as session, everywhere(session):
            yield session, self.time(session)
            session.commit()

    @contextmanager
    def look(self) -> Iterator[tuple[Session, datetime]]:
        """A session over all workspaces that only reads, and its time."""
        with self.database.reading() as session, everywhere(session):
            yield session, self.time(session)

    def close(self) -> None:
        self.transport.close()


def deliver_due(courier: Courier, deadline: float, *, late: timedelta = timedelta(0)) -> None:
    """Send what has been due for `late` or longer, until nothing is left or `time.monotonic` says so.

    What one round cannot hold goes over several lines: while one waits for the mail server or for the disk,
    another goes on. Each claims its own mails, as workers do.
    """
    claimed = _deliver_some(courier, late)
    if claimed == BATCH:
        with ThreadPoolExecutor(LINES, "line") as pool:
            lines = [pool.submit(_deliver_on_a_line, courier, deadline, late) for _ in range(LINES)]
        for line in lines:
            line.result()
    while claimed and time.monotonic() < deadline:
        claimed = _deliver_some(courier, late)


def _deliver_on_a_line(courier: Courier, deadline: float, late: timedelta) -> None:
    try:
        while time.monotonic() < deadline and _deliver_some(courier, late):
            pass
    finally:
        courier.transport.close()  # the line of this thread, which ends here


def _deliver_some(courier: Courier, late: timedelta) -> int:
    """One round; gives how many were claimed."""
    with courier.transaction() as (session, now):
        claims = states.claim(session, now, BATCH, late=late)
    if claims:
        with courier.database.connection() as connection:
            _Round(courier, connection, claims).deliver()
    return len(claims)


@dataclass(frozen=True)
class _Home:
    """What a mail has to know of its workspace, as it was before anything else was read."""

    id: int
    revision: int
    is_demo: bool


@dataclass(frozen=True)
class _Written:
    """What leaves, from a revision of the plan; the letter and its recipient are what is kept of it."""

    letter: Letter
    recipient: str
    send: Callable[[Callable[[], bool]], Outcome]
    home: _Home


class _Round:
    """Mails that were claimed together, sent one after the other over one connection.

    How a mail ended is written down in the transaction that lets the next one go, so that a mail costs one
    commit. Whoever is killed in between leaves a mail that may have left, and its lease says so.
    """

    def __init__(self, courier: Courier, connection: Connection, claims: Sequence[Claim]) -> None:
        self._courier = courier
        self._connection = connection
        self._claims = claims
        self._ended: list[tuple[Claim, Outcome]] = []
        self._carried: list[Claim] = []

    def deliver(self) -> None:
        try:
            for number, (claim, written) in enumerate(self._write_all(), start=1):
                outcome = self._attempt(claim, written)
                if isinstance(outcome, TemporaryFailure) and outcome.for_all:
                    self._ended += [(waiting, outcome) for waiting in self._claims[number:]]
                    return
        finally:
            self._settle()

    def _attempt(self, claim: Claim, written: _Written | TemporaryFailure) -> Outcome | None:
        """One mail; None when the attempt broke off, with the database away for example.

        Nobody knows then how far it came, so the row is left to its lease.
        """
        before = len(self._ended)
        self._carried = []
        try:
            outcome = self._send(claim, written) if isinstance(written, _Written) else written
        except Exception:  # one mail's trouble must not keep the others waiting
            log.exception("reminder %s is left to its lease", claim.reminder_id)
            return None
        self._ended += [(each, outcome) for each in (claim, *self._carried)]
        if before and len(self._ended) > before:  # no fence was passed: the last mail's end waits no longer
            self._settle()
        return outcome

    def _send(self, claim: Claim, written: _Written) -> Outcome:
        return written.send(lambda: self._may_go(claim, written))

    def _may_go(self, claim: Claim, written: _Written) -> bool:
        """The fence: the plan still wants this mail, and nobody else has taken it."""
        with self._courier.transaction(self._connection) as (session, now):
            self._write_down(session, now)
            goes = self._let_go(session, claim, written, now)
        self._ended.clear()
        return goes

    def _let_go(self, session: Session, claim: Claim, written: _Written, now: datetime) -> bool:
        """Every change of the plan counts its revision up: while that stands, nothing else need be read."""
        carried = [Claim(each, claim.token) for each in written.letter.carries]
        if not gathering.are_waiting(session, carried):
            return False
        if not states.let_go(session, claim, now, revision=written.home.revision):
            if not _is_still_owed(session, claim):
                states.cancel_attempt(session, claim)
                return False
            if not states.let_go(session, claim, now):
                return False
        gathering.let_go(session, carried, now)
        self._carried = carried
        _keep_copy(session, claim.reminder_id, written, now)
        return True

    def _settle(self) -> None:
        """Write down how the last mails ended; while the database cannot, again and again.

        Nobody else knows it: what is not written down leaves a second time.
        """
        deadline = time.monotonic() + SETTLE_SECONDS
        while self._ended:
            try:
                with self._courier.transaction(self._connection) as (session, now):
                    self._write_down(session, now)
                self._ended.clear()
            except DBAPIError as error:
                if time.monotonic() > deadline:
                    self._ended.clear()  # their leases say that they may have left
                    raise
                log.warning("what has left cannot be written down yet: %s", error.orig)
                time.sleep(SETTLE_AGAIN_SECONDS)

    def _write_down(self, session: Session, now: datetime) -> None:
        for claim, outcome in self._ended:
            in_time = states.settle(session, claim, outcome, now, hold_unsure=self._courier.hold_unsure)
            if isinstance(outcome, Gone):
                forget_gone(session, claim.reminder_id)
            if not in_time and not isinstance(outcome, Withheld):
                log.warning("reminder %s: %s came too late", claim.reminder_id, outcome)

    def _write_all(self) -> Iterator[tuple[Claim, _Written | TemporaryFailure]]:
        """The mails as they have to read now; those that are not owed any more are cancelled.

        The plan's revision is read with the rows, before what they are about: what changes then is newer.
        """
        with self._courier.look() as (session, now):
            ids = [claim.reminder_id for claim in self._claims]
            rows = session.scalars(select(Reminder).where(Reminder.id.in_(ids)).options(_WITH_READER)).all()
            homes = {row.id: _home(row) for row in rows}
            letters = {
                row.id: self._written(session, row, letter, homes[row.id], now)
                for row, letter in compose_all(session, rows, self._courier.page)
            }
        for claim in self._claims:
            written = letters.get(claim.reminder_id)
            if written is not None:
                yield claim, written
                continue
            with self._courier.transaction() as (session, _):
                states.cancel_attempt(session, claim)

    def _written(
        self, session: Session, reminder: Reminder, letter: Letter | Exception, home: _Home, now: datetime
    ) -> _Written | TemporaryFailure:
        if isinstance(letter, Exception):
            return TemporaryFailure(f"the mail cannot be written: {type(letter).__name__}")
        try:
            if reminder.device_id:
                return self._ring(session, reminder, letter, home, now)
            return self._mail(reminder, letter, home, now)
        except Exception as error:
            log.exception("reminder %s cannot be addressed", reminder.id)
            return TemporaryFailure(f"the mail cannot be addressed: {type(error).__name__}")

    def _mail(self, reminder: Reminder, letter: Letter, home: _Home, now: datetime) -> _Written:
        courier = self._courier
        mail = mail_of(letter, reminder, now, sender=courier.sender, secret=courier.secret, page=courier.page)
        way = courier.outbox if home.is_demo else courier.transport
        return _Written(letter, f"{mail.name} <{mail.address}>", partial(way.send, mail), home)

    def _ring(
        self, session: Session, reminder: Reminder, letter: Letter, home: _Home, now: datetime
    ) -> _Written:
        device = session.get_one(Device, reminder.device_id)
        to = Subscription(device.endpoint, device.key, device.secret)
        way = PushTransport(self._courier.secret, self._courier.sender, self._courier.push_limits)
        send = partial(way.send, to, push_of(letter, reminder), now=now)
        return _Written(letter, f"{reminder.person.name}: {device.name}", send, home)


def _home(reminder: Reminder) -> _Home:
    workspace = reminder.person.workspace
    return _Home(workspace.id, workspace.plan_revision, workspace.is_demo)


def _is_still_owed(session: Session, claim: Claim) -> bool:
    with everywhere(session):
        reminder = session.get(Reminder, claim.reminder_id)
        return reminder is not None and is_owed(session, reminder)


def _keep_copy(session: Session, reminder_id: int, written: _Written, now: datetime) -> None:
    letter = written.letter
    values = {
        "reminder_id": reminder_id,
        "workspace_id": written.home.id,
        "recipient": written.recipient,
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "made_at": now,
    }
    connection = session.connection()
    connection.execute(_copy(connection.dialect.name), values)


@cache
def _copy(dialect: str) -> Insert:
    """Keeps a mail's words, in place of those of an earlier attempt."""
    copy = insert_in(dialect, MailCopy)
    words = ("recipient", "subject", "text", "html", "made_at")
    kept: Insert = copy.on_conflict_do_update(
        index_elements=["reminder_id"], set_={word: copy.excluded[word] for word in words}
    )
    return kept
