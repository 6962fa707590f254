"""What happens to workspaces, persons and accounts."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from calendar_app.foundation import jobs
from calendar_app.people.models import JournalEntry, Person, Workspace


def plan_changed(session: Session) -> None:
    """Say that the plan of the session's workspace changed: feeds and reminders look again.

    The revision is counted in the same transaction as the change; the jobs leave after the commit.
    """
    workspace_id: int = session.info["scope"]
    session.execute(
        update(Workspace)
        .where(Workspace.id == workspace_id)
        .values(plan_revision=Workspace.plan_revision + 1)
        .execution_options(synchronize_session=False)
    )
    jobs.enqueue(session, "feeds.refresh", workspace_id)
    jobs.enqueue(session, "reminders.plan", workspace_id)


def note(
    session: Session, person: Person, action: str, subject: object, *, now: datetime, text: str = ""
) -> None:
    """Write into the journal who did what to which row: `note(session, anna, "approved", variant, now=now)`."""
    subject_id: int = subject.id  # type: ignore[attr-defined]
    session.add(
        JournalEntry(
            at=now,
            person_id=person.id,
            action=action,
            subject=type(subject).__name__.lower(),
            subject_id=subject_id,
            note=text,
        )
    )


def team(session: Session) -> list[Person]:
    """Everybody who is here, by name."""
    return list(
        session.scalars(select(Person).where(Person.left_at.is_(None)).order_by(Person.name, Person.id))
    )
