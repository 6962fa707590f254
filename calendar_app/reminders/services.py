"""What pages and machines ask about reminders."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, and_, func, select, tuple_, update
from sqlalchemy.orm import Session, joinedload

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.mail import Letter, Mail, Outcome, Transport, domain_of, write
from calendar_app.foundation.outbox import OutboxTransport
from calendar_app.foundation.settings import Settings
from calendar_app.foundation.smtp import SmtpTransport
from calendar_app.people.models import Person
from calendar_app.reminders.kind import GATHERED, all_kinds
from calendar_app.reminders.letters import compose
from calendar_app.reminders.models import OPEN, UNDECIDED, Reminder, ReminderState

SHOWN_AHEAD = 30
TRIAL_SECONDS = 8.0  # for each step: somebody looks at a page and waits
SHOWN_PAST = 50
SHOWN_OF_ALL = 250
SHOWN_UNDECIDED = 20


@dataclass(frozen=True)
class Past:
    """A page of what is settled, newest first; `older` is the id to go on from, None at the end."""

    rows: Sequence[Reminder]
    older: int | None


def oldest_overdue(session: Session, now: datetime) -> datetime | None:
    """When the oldest mail was due that has neither left nor been given up.

    What waits for a daily mail does not count: that mail does, and what it leaves behind soon is alone.
    """
    is_due = Reminder.state.in_(OPEN), Reminder.due_at <= now, Reminder.is_gathered.is_(False)
    return session.scalar(select(func.min(Reminder.due_at)).where(*is_due))


@dataclass(frozen=True)
class Tally:
    """How many reminders, and how often no answer came for them."""

    rows: int
    ambiguous: int


def tally(session: Session) -> dict[tuple[str, str], Tally]:
    """All reminders by kind and state."""
    counted = session.execute(
        select(Reminder.kind, Reminder.state, func.count(), func.sum(Reminder.ambiguous)).group_by(
            Reminder.kind, Reminder.state
        )
    )
    return {(kind, str(state)): Tally(rows, int(unsure)) for kind, state, rows, unsure in counted}


@dataclass(frozen=True)
class Fare:
    """How the mails of one kind fare: how many in each state, and how many of them may have arrived twice."""

    kind: str
    counts: Mapping[ReminderState, int]
    ambiguous: int

    @property
    def waiting(self) -> int:
        return sum(self.counts.get(state, 0) for state in OPEN)


def fares(session: Session) -> list[Fare]:
    """One for each kind that ever was owed, by key."""
    counted = tally(session)
    return [
        Fare(
            kind,
            {ReminderState(state): each.rows for (key, state), each in counted.items() if key == kind},
            sum(each.ambiguous for (key, _), each in counted.items() if key == kind),
        )
        for kind in sorted({key for key, _ in counted})
    ]


def last_sent(session: Session) -> datetime | None:
    """When a mail server last took a mail."""
    return session.scalar(select(func.max(Reminder.sent_at)))


def doubt_what_is_due(session: Session, now: datetime) -> int:
    """After a backup was restored: what is due may have left since it was made; gives how many."""
    due = update(Reminder).where(Reminder.state.in_(OPEN), Reminder.due_at <= now)
    doubted = due.values(ambiguous=Reminder.ambiguous + 1).returning(Reminder.id)
    return len(session.scalars(doubted, execution_options={"synchronize_session": False}).all())


def ahead(session: Session, reader: Person | None) -> Sequence[Reminder]:
    """What is going to be sent, the next one first: to one reader, or to everybody."""
    query = _of(reader).where(Reminder.state.in_(OPEN))
    return session.scalars(query.order_by(Reminder.next_at, Reminder.id).limit(SHOWN_AHEAD)).all()


def past(session: Session, reader: Person | None, before: Reminder | None = None) -> Past:
    """What is settled, from a given one backwards: of one reader, or of everybody.

    A morning on which nothing waited was no mail to anybody: its row remains, so that it is planned once.
    """
    was_empty = and_(Reminder.kind == GATHERED, Reminder.state == ReminderState.CANCELLED)
    query = _of(reader).where(Reminder.state.not_in(OPEN), ~was_empty).options(joinedload(Reminder.copy))
    if before is not None:
        query = query.where(tuple_(Reminder.starts_at, Reminder.id) < (before.starts_at, before.id))
    most = SHOWN_OF_ALL if reader is None else SHOWN_PAST
    newest = query.order_by(Reminder.starts_at.desc(), Reminder.id.desc()).limit(most + 1)
    rows = session.scalars(newest).all()
    return Past(rows[:most], rows[most - 1].id if len(rows) > most else None)


def undecided(session: Session) -> Sequence[Reminder]:
    """What was refused or may have left, and somebody has to decide on; the newest first."""
    query = _of(None).where(Reminder.state.in_(UNDECIDED))
    return session.scalars(query.order_by(Reminder.due_at.desc()).limit(SHOWN_UNDECIDED)).all()


def places(session: Session, reminders: Sequence[Reminder]) -> Mapping[int, str]:
    """The channels that mails are about, by the reminder's id; nothing where there are none."""
    subjects: defaultdict[str, set[int]] = defaultdict(set)
    for reminder in reminders:
        subjects[reminder.kind].add(reminder.subject_id)
    kinds = all_kinds()
    named = {key: kinds[key].places(session, ids) for key, ids in subjects.items() if key in kinds}
    return {
        reminder.id: named[reminder.kind][reminder.subject_id]
        for reminder in reminders
        if reminder.subject_id in named.get(reminder.kind, {})
    }


def send_trial(settings: Settings, person: Person, page: PageAddress, now: datetime) -> Outcome:
    """A mail on trial to a person, at once and on the way that reminders take."""
    values = {
        "reader": person.name,
        "workspace": person.workspace.name,
        "choices": page("choices.index"),
        "url": page("reminders.fares"),
        "is_moved": False,
    }
    letter = write("trial", person.language, values)
    message_id = f"trial.{uuid4().hex}@{domain_of(settings.mail_from)}"
    box = str(person.workspace_id)
    mail = Mail(message_id, settings.mail_from, person.name, person.email, letter, now, box)
    into_files = settings.smtp_url is None or person.workspace.is_demo
    way: Transport = (
        OutboxTransport(settings.data_dir / "outbox")
        if into_files
        else SmtpTransport(settings.smtp_url or "", step_seconds=TRIAL_SECONDS, answer_seconds=TRIAL_SECONDS)
    )
    with closing(way):
        return way.send(mail, lambda: True)


def letter_of(session: Session, reminder: Reminder, page: PageAddress) -> Letter | None:
    """What was sent; for one that is still ahead, what would be sent now; else nothing."""
    if reminder.copy is not None:
        return Letter(reminder.copy.subject, reminder.copy.text, reminder.copy.html)
    return compose(session, reminder, page) if reminder.state in OPEN else None


def _of(reader: Person | None) -> Select[Reminder]:
    query = select(Reminder).options(joinedload(Reminder.person))
    return query if reader is None else query.where(Reminder.person_id == reader.id)
