"""What happens to accounts: opened, signed in with, looked after, ended. Accounts belong to no workspace."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from calendar_app.foundation import sessions
from calendar_app.foundation.db import everywhere, is_sqlite
from calendar_app.foundation.models import BrowserSession
from calendar_app.people import passwords
from calendar_app.people.models import Account, Person, Workspace

# So many signs of a session's hash name it among the sessions of one account.
SESSION_NAME_LENGTH = 16

# Any number will do that no other lock of the database bears.
DOOR = 0x9A81E7


class EmailTakenError(Exception):
    """There is an account with this address already."""


def take_turns_at_the_door(session: Session) -> None:
    """Let nobody else in until the commit: of several first visitors one finds the house empty.

    There is no row yet that could be held. On SQLite whoever may write has the turn already.
    """
    if not is_sqlite(session):
        session.execute(select(func.pg_advisory_xact_lock(DOOR)))


def is_first_visit(session: Session) -> bool:
    """Whether nobody can sign in on this installation yet; who only looks at the demo has no password."""
    return session.scalar(select(Account.id).where(Account.password_hash.is_not(None)).limit(1)) is None


def account_of(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email == email.lower()))


def open_account(session: Session, email: str, password: str, *, language: str, now: datetime) -> Account:
    """Raises EmailTakenError."""
    if account_of(session, email) is not None:
        raise EmailTakenError(email)
    account = Account(
        email=email.lower(),
        password_hash=passwords.hash_password(password),
        language=language,
        created_at=now,
    )
    session.add(account)
    session.flush()
    _end_visits(session)
    return account


def _end_visits(session: Session) -> None:
    """Whoever only looked at the demo has to sign in from now on, as everybody else."""
    with everywhere(session):
        visitors = (
            select(Person.account_id)
            .join(Workspace, Workspace.id == Person.workspace_id)
            .join(Account, Account.id == Person.account_id)
            .where(Workspace.is_demo, Account.password_hash.is_(None))
        )
        session.execute(delete(BrowserSession).where(BrowserSession.account_id.in_(visitors)))


def authenticate(session: Session, email: str, password: str) -> Account | None:
    """The account, if the password is right. An unknown address gets the same answer after the same time."""
    account = account_of(session, email)
    if not passwords.is_right(password, account.password_hash if account else None) or account is None:
        return None
    if passwords.is_outdated(account.password_hash or ""):
        account.password_hash = passwords.hash_password(password)
    return account


def is_own_password(account: Account, password: str) -> bool:
    return passwords.is_right(password, account.password_hash)


def change_password(session: Session, account: Account, password: str) -> None:
    """Set a new password and end every session of the account; whoever asks for it begins a new one."""
    account.password_hash = passwords.hash_password(password)
    sessions.end_all(session, account.id)


def homes(session: Session, account: Account) -> list[tuple[int, str]]:
    """Id and name of each workspace the account is a person in, by name."""
    with everywhere(session):
        rows = session.execute(
            select(Workspace.id, Workspace.name)
            .join(Person, Person.workspace_id == Workspace.id)
            .where(Person.account_id == account.id, Person.left_at.is_(None))
            .order_by(Workspace.name, Workspace.id)
        )
        return [(row.id, row.name) for row in rows]


def home_called(session: Session, account: Account, name: str) -> int | None:
    """The account's workspace of a name, if it has one; asking at once takes turns."""
    session.execute(select(Account.id).where(Account.id == account.id).with_for_update())
    return next((key for key, its_name in homes(session, account) if its_name == name), None)


def speak(session: Session, account: Account, language: str) -> None:
    """The account reads this language from here on: pages, mails and feeds, in every workspace."""
    account.language = language
    _change_persons(session, account, {"language": language})


def describe(session: Session, account: Account, *, name: str, language: str, zone: str) -> None:
    """Name, language and zone are the human's and hold in every workspace."""
    account.language = language
    _change_persons(session, account, {"name": name, "language": language, "zone": zone})


def _change_persons(session: Session, account: Account, values: dict[str, str]) -> None:
    with everywhere(session):
        session.execute(update(Person).where(Person.account_id == account.id).values(values))
        homes = select(Person.workspace_id).where(Person.account_id == account.id)
        # Names stand in other people's feeds and mails: each of these plans has changed.
        session.execute(
            update(Workspace)
            .where(Workspace.id.in_(homes))
            .values(plan_revision=Workspace.plan_revision + 1)
            .execution_options(synchronize_session=False)
        )


def own_sessions(session: Session, account: Account, now: datetime) -> list[BrowserSession]:
    """Where the account is signed in, the last used first."""
    return list(
        session.scalars(
            select(BrowserSession)
            .where(BrowserSession.account_id == account.id, BrowserSession.expires_at > now)
            .order_by(BrowserSession.seen_at.desc())
        )
    )


def end_session(session: Session, account: Account, name: str) -> bool:
    """End one of the account's sessions, named by the beginning of its hash; False when there is none."""
    if len(name) != SESSION_NAME_LENGTH or not name.isalnum():
        return False
    ended = session.execute(
        delete(BrowserSession).where(
            BrowserSession.account_id == account.id, BrowserSession.token_hash.startswith(name)
        )
    )
    return bool(ended.rowcount)  # type: ignore[attr-defined]
