"""What happens to workspaces and the persons in them."""

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from calendar_app.foundation import jobs, sessions
from calendar_app.foundation.db import Reach, everywhere, limit_to_channels, scope_to
from calendar_app.foundation.i18n import mark
from calendar_app.foundation.sessions import hashed
from calendar_app.people.accounts import homes
from calendar_app.people.models import Account, Invitation, JournalEntry, Person, Role, Workspace

INVITATION_LIFE = timedelta(days=7)
TRAINING_LIFE = timedelta(days=730)


class LastAdminError(Exception):
    """The workspace would be left without anybody who can look after it."""


class AlreadyHereError(Exception):
    """A person with this address is in the workspace, or was."""


class Journaled(Protocol):
    """A row that the journal can speak of: it keeps what the row was called, and links to it."""

    @property
    def id(self) -> int: ...

    @property
    def called(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What an admin says of a person."""

    name: str
    email: str
    role: Role
    language: str
    zone: str
    trained_until: date | None = None
    training: str = ""
    leaves_on: date | None = None
    channel_ids: list[int] = field(default_factory=list)


def act_for(session: Session, person: Person) -> None:
    """Let the session see what the person may see: their workspace, if external only their channels of it."""
    scope_to(session, person.workspace_id)
    if person.role == Role.EXTERNAL:
        limit_to_channels(session, Reach(tuple(person.channel_ids), person.id))


def plan_changed(session: Session, *, renamed_at: datetime | None = None) -> None:
    """Say that the plan of the session's workspace changed: feeds and reminders look again.

    The revision is counted in the same transaction as the change; the jobs leave after the commit. A person
    or a channel that is called something else now stands in many events, which all count that.
    """
    workspace_id: int = session.info["scope"]
    renamed = {"names_revision": Workspace.names_revision + 1, "names_changed_at": renamed_at}
    session.execute(
        update(Workspace)
        .where(Workspace.id == workspace_id)
        .values({"plan_revision": Workspace.plan_revision + 1} | (renamed if renamed_at else {}))
        .execution_options(synchronize_session=False)
    )
    jobs.enqueue(session, "feeds.refresh", workspace_id)
    jobs.enqueue(session, "reminders.plan", workspace_id)


def take_turns(session: Session) -> None:
    """Hold the workspace until the commit: what must be there only once is looked for and added in one go."""
    workspace_id: int = session.info["scope"]
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


def note(
    session: Session, person: Person | None, action: str, subject: Journaled, *, now: datetime, text: str = ""
) -> None:
    """Write into the journal who did what: `note(session, anna, mark("approved"), variant, now=now)`.

    What Parley did by itself was done by nobody.
    The action is a marked English participle; the journal's page looks it up in the reader's language.
    """
    session.add(
        JournalEntry(
            at=now,
            person_id=person.id if person else None,
            action=action,
            subject=type(subject).__name__.lower(),
            subject_id=subject.id,
            name=subject.called,
            note=text,
        )
    )


def journal(session: Session, *, before: int | None = None, most: int = 100) -> list[JournalEntry]:
    """The latest entries, or those before an entry's id; newest first."""
    entries = select(JournalEntry).options(joinedload(JournalEntry.person)).order_by(JournalEntry.id.desc())
    if before is not None:
        entries = entries.where(JournalEntry.id < before)
    return list(session.scalars(entries.limit(most)))


def team(session: Session) -> list[Person]:
    """Everybody who is here, by name."""
    return list(
        session.scalars(select(Person).where(Person.left_at.is_(None)).order_by(Person.name, Person.id))
    )


def gone(session: Session) -> list[Person]:
    """Who has left, the latest first."""
    return list(
        session.scalars(select(Person).where(Person.left_at.is_not(None)).order_by(Person.left_at.desc()))
    )


def begin_workspace(
    session: Session, account: Account, name: str, *, own_name: str, language: str, zone: str, now: datetime
) -> Person:
    """A new workspace with the account as its admin; the session is scoped to it from here on."""
    workspace = Workspace(name=name, language=language, zone=zone, created_at=now)
    session.add(workspace)
    session.flush()
    scope_to(session, workspace.id)
    admin = Person(
        account=account,
        name=own_name,
        email=account.email,
        role=Role.ADMIN,
        language=language,
        zone=zone,
        # Who opens a house answers for it: without this, no time reserved on the first day would count.
        trained_until=(now + TRAINING_LIFE).date(),
        created_at=now,
    )
    session.add(admin)
    session.flush()
    return admin


def add_person(session: Session, particulars: Particulars, *, by: Person, now: datetime) -> Person:
    """Raises AlreadyHereError."""
    take_turns(session)
    _check_email(session, particulars.email)
    person = Person(created_at=now)
    _describe(person, particulars)
    session.add(person)
    session.flush()
    note(session, by, mark("added"), person, now=now)
    plan_changed(session)
    return person


def change_person(
    session: Session, person: Person, particulars: Particulars, *, by: Person, now: datetime
) -> None:
    """The address of somebody who signs in stays as it is. Raises AlreadyHereError, LastAdminError."""
    if person.account_id is None:
        _check_email(session, particulars.email, but=person)
    if person.role == Role.ADMIN and (particulars.role != Role.ADMIN or particulars.leaves_on):
        _check_other_admin(session, person)
    is_renamed = person.name != particulars.name
    _describe(person, particulars)
    note(session, by, mark("changed"), person, now=now)
    plan_changed(session, renamed_at=now if is_renamed else None)


def _describe(person: Person, particulars: Particulars) -> None:
    if person.account_id is None:
        person.email = particulars.email.lower()
    person.name = particulars.name
    person.role = particulars.role
    person.language = particulars.language
    person.zone = particulars.zone
    person.trained_until = particulars.trained_until
    person.training = particulars.training
    person.leaves_on = particulars.leaves_on
    person.channel_ids = particulars.channel_ids if particulars.role == Role.EXTERNAL else []


def _check_email(session: Session, email: str, *, but: Person | None = None) -> None:
    person = session.scalar(select(Person).where(Person.email == email.lower()))
    if person is not None and person is not but:
        raise AlreadyHereError(email)


def _check_other_admin(session: Session, person: Person) -> None:
    """Another admin must be able to sign in. The rows are locked: two cannot step down at once."""
    admins = session.scalars(
        select(Person)
        .where(Person.role == Role.ADMIN, Person.left_at.is_(None), Person.account_id.is_not(None))
        .with_for_update()
    ).all()
    if not [admin for admin in admins if admin.id != person.id]:
        raise LastAdminError(person.name)


def invite(session: Session, person: Person, *, by: Person, now: datetime) -> str:
    """A new invitation; the earlier one is void. Returns the token, which nobody can read later."""
    session.execute(delete(Invitation).where(Invitation.person_id == person.id))
    token = secrets.token_urlsafe(32)
    session.add(Invitation(person_id=person.id, token_hash=hashed(token), expires_at=now + INVITATION_LIFE))
    note(session, by, mark("invited"), person, now=now)
    return token


def invitation(session: Session, token: str, now: datetime) -> Invitation | None:
    """The invitation behind a link; None when it is unknown, was used, withdrawn, or is too old."""
    row = session.scalar(
        select(Invitation)
        .where(Invitation.token_hash == hashed(token))
        .options(joinedload(Invitation.person))
        .with_for_update(of=Invitation)  # two answers to one link take turns
    )
    return row if row and row.expires_at > now and row.person.is_here else None


def open_invitations(session: Session, now: datetime) -> dict[int, datetime]:
    """Person id → until when their link works."""
    rows = session.execute(
        select(Invitation.person_id, Invitation.expires_at).where(Invitation.expires_at > now)
    )
    return {row.person_id: row.expires_at for row in rows}


def accept(session: Session, invitation: Invitation, account: Account, *, name: str, now: datetime) -> Person:
    """The invited person is this account from here on, and the link is used up."""
    person = invitation.person
    is_renamed = person.name != name
    person.account = account
    person.name = name
    person.email = account.email
    person.language = account.language
    session.delete(invitation)
    note(session, person, mark("joined"), person, now=now)
    plan_changed(session, renamed_at=now if is_renamed else None)
    return person


def due_to_leave(session: Session, now: datetime) -> list[int]:
    """The ids of all, in any workspace, whose last day is over."""
    tomorrow_somewhere = (now + timedelta(days=1)).date()
    with everywhere(session):
        near = session.scalars(
            select(Person).where(Person.left_at.is_(None), Person.leaves_on <= tomorrow_somewhere)
        )
        return [each.id for each in near if each.leaves_at and each.leaves_at <= now]


def leave_as_announced(session: Session, person_id: int, *, now: datetime) -> None:
    """Let somebody's last day be over; who has it put off meanwhile stays.

    The only admin stays too: two who leave on one day must not leave a workspace to nobody.
    """
    with everywhere(session):
        person = session.get(Person, person_id)
    if person is None or person.left_at is not None or not person.leaves_at or person.leaves_at > now:
        return
    scope_to(session, person.workspace_id)
    with suppress(LastAdminError):
        leave(session, person, by=None, now=person.leaves_at)


def leave(session: Session, person: Person, *, by: Person | None, now: datetime) -> None:
    """The person is off the team: invitations are void, an account without another workspace is signed out.

    Feeds and reminders look at `left_at` themselves. Raises LastAdminError.
    """
    if person.role == Role.ADMIN:
        _check_other_admin(session, person)
    person.left_at = now
    session.execute(delete(Invitation).where(Invitation.person_id == person.id))
    session.flush()
    if person.account is not None and not homes(session, person.account):
        sessions.end_all(session, person.account.id)
    note(session, by, mark("has left"), person, now=now)
    plan_changed(session)


def readmit(session: Session, person: Person, *, by: Person, now: datetime) -> None:
    """Somebody who had left is back, with the account they had."""
    person.left_at = person.leaves_on = None
    note(session, by, mark("is back"), person, now=now)
    plan_changed(session)


@dataclass(frozen=True, kw_only=True)
class WorkspaceSettings:
    """What an admin says of the workspace."""

    name: str
    language: str
    zone: str
    region: str
    is_public_body: bool = False
    counts_unlabelled: bool = False
    single_words: list[str] = field(default_factory=list)


def change_workspace(
    session: Session, workspace: Workspace, said: WorkspaceSettings, *, by: Person, now: datetime
) -> None:
    workspace.name = said.name
    workspace.language = said.language
    workspace.zone = said.zone
    workspace.region = said.region
    workspace.is_public_body = said.is_public_body
    workspace.counts_unlabelled = said.counts_unlabelled
    workspace.single_words = said.single_words
    note(session, by, mark("changed"), workspace, now=now)
    plan_changed(session)


def say_one_word(
    session: Session, workspace: Workspace, word: str, *, is_one: bool, by: Person, now: datetime
) -> None:
    """Say of a hashtag, in lower case, that it is a single word, or take that back."""
    others = [each for each in workspace.single_words if each != word]
    wanted = [*others, word] if is_one else others
    if wanted != workspace.single_words:
        workspace.single_words = wanted
        note(session, by, mark("changed"), workspace, now=now)
        plan_changed(session)
