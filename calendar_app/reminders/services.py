"""What pages and machines ask about reminders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_, update
from sqlalchemy.orm import Session, joinedload

from calendar_app.foundation.addresses import PageAddress
from calendar_app.foundation.mail import Letter
from calendar_app.people.models import Person
from calendar_app.reminders.letters import compose
from calendar_app.reminders.models import OPEN, Reminder, ReminderState

SHOWN_AHEAD = 30
SHOWN_PAST = 50


@dataclass(frozen=True)
class Past:
    """A page of what is settled, newest first; `older` is the id to go on from, None at the end."""

    rows: Sequence[Reminder]
    older: int | None


def oldest_overdue(session: Session, now: datetime) -> datetime | None:
    """When the oldest mail was due that has neither left nor been given up."""
    return session.scalar(
        select(func.min(Reminder.due_at)).where(Reminder.state.in_(OPEN), Reminder.due_at <= now)
    )


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
    """What is settled, from a given one backwards: of one reader, or of everybody."""
    query = _of(reader).where(Reminder.state.not_in(OPEN)).options(joinedload(Reminder.copy))
    if before is not None:
        query = query.where(tuple_(Reminder.starts_at, Reminder.id) < (before.starts_at, before.id))
    newest = query.order_by(Reminder.starts_at.desc(), Reminder.id.desc()).limit(SHOWN_PAST + 1)
    rows = session.scalars(newest).all()
    more = len(rows) > SHOWN_PAST
    return Past(rows[:SHOWN_PAST], rows[SHOWN_PAST - 1].id if more else None)


def letter_of(session: Session, reminder: Reminder, page: PageAddress) -> Letter | None:
    """What was sent; for one that is still ahead, what would be sent now; else nothing."""
    if reminder.copy is not None:
        return Letter(reminder.copy.subject, reminder.copy.text, reminder.copy.html)
    return compose(session, reminder, page) if reminder.state in OPEN else None


def _of(reader: Person | None) -> Select[Reminder]:
    query = select(Reminder).options(joinedload(Reminder.person))
    return query if reader is None else query.where(Reminder.person_id == reader.id)
