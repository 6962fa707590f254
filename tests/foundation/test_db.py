"""A session sees and changes one workspace's rows, whichever way it is asked."""

import pytest
from sqlalchemy import Select, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from calendar_app.foundation.db import ScopeError, everywhere
from calendar_app.people.models import Account, JournalEntry, Person, Workspace
from tests.factories import NOW


def names(session: Session) -> set[str]:
    with everywhere(session):
        return set(session.scalars(select(Person.name)))


@pytest.fixture
def strangers_id(session: Session, alice: Person, charlie: Person) -> int:
    """The id of a person in another workspace, whom the session does not hold yet."""
    stranger = charlie.id
    session.expunge_all()
    return stranger


SELECTS = {
    "rows": select(Person.name),
    "a join of a class with itself": select(aliased(Person).name).join(Person, Person.id > 0),
    "a class over a subquery": select(aliased(Person, select(Person).subquery()).name),
    "a union": select(Person.name).where(Person.id < 0).union(select(Person.name)),
}


@pytest.mark.parametrize("query", SELECTS.values(), ids=SELECTS.keys())
def test_only_the_own_workspace_is_read(session: Session, strangers_id: int, query: Select[str]) -> None:
    assert set(session.scalars(query)) == {"Alice Adler"}


def test_counts_and_questions_see_the_own_workspace_only(session: Session, strangers_id: int) -> None:
    inside = select(func.count()).select_from(Person).scalar_subquery()

    assert session.scalar(select(func.count()).select_from(Person)) == 1
    assert session.scalar(select(inside).select_from(Workspace).limit(1)) == 1
    assert not session.scalar(select(Workspace.id).where(exists().where(Person.id == strangers_id)))
    assert session.get(Person, strangers_id) is None


def test_what_an_account_is_elsewhere_is_not_seen(session: Session, strangers_id: int) -> None:
    account = session.scalars(select(Account).where(Account.email.startswith("charlie"))).one()

    assert account.persons == []


def test_the_bare_table_is_no_way_around(session: Session, strangers_id: int) -> None:
    with pytest.raises(ScopeError):
        session.execute(select(Person.__table__))


def test_changes_by_a_condition_stay_within_the_workspace(session: Session, strangers_id: int) -> None:
    session.execute(update(Person).values(name="Renamed"))
    session.execute(delete(Person).where(Person.id == strangers_id))

    assert names(session) == {"Renamed", "Charlie Cramer"}


def test_changes_by_primary_keys_are_refused(session: Session, strangers_id: int) -> None:
    with pytest.raises(ScopeError):
        session.execute(update(Person), [{"id": strangers_id, "name": "Renamed"}])


@pytest.mark.parametrize("as_rows", [False, True])
def test_rows_of_another_workspace_are_not_added(
    session: Session, alice: Person, charlie: Person, as_rows: bool
) -> None:
    entry = {"at": NOW, "action": "changed", "subject": "person", "subject_id": 1, "name": "", "note": ""}

    def add(workspace_id: int) -> None:
        row = entry | {"workspace_id": workspace_id}
        if as_rows:
            session.execute(insert(JournalEntry), [row])
        else:
            session.execute(insert(JournalEntry).values(row))

    with pytest.raises(ScopeError, match="another workspace"):
        add(charlie.workspace_id)
    add(alice.workspace_id)

    assert len(session.scalars(select(JournalEntry)).all()) == 1


def test_a_subquery_in_a_change_is_kept_to_the_workspace(session: Session, strangers_id: int) -> None:
    own = Workspace.id.in_(select(Person.workspace_id))

    session.execute(
        update(Workspace).where(own).values(name="Ours").execution_options(synchronize_session=False)
    )

    assert set(session.scalars(select(Workspace.name))) == {"Ours", "Elsewhere"}


def test_a_row_read_everywhere_is_not_changed_from_another_workspace(
    session: Session, charlie: Person
) -> None:
    charlie.name = "Renamed"

    with pytest.raises(ScopeError):
        session.flush()


def test_a_row_read_everywhere_is_not_deleted_from_another_workspace(
    session: Session, charlie: Person
) -> None:
    session.delete(charlie)

    with pytest.raises(ScopeError):
        session.flush()


def test_no_row_moves_to_another_workspace(session: Session, alice: Person, charlie: Person) -> None:
    alice.workspace_id = charlie.workspace_id

    with pytest.raises(ScopeError):
        session.flush()


def test_a_session_without_a_workspace_reads_none(session: Session, alice: Person) -> None:
    session.info["scope"] = None

    with pytest.raises(ScopeError):
        session.scalars(select(Person))


def test_an_errors_text_does_not_hold_what_was_to_be_written(session: Session, alice: Person) -> None:
    with everywhere(session):
        email = session.get_one(Account, alice.account_id).email
    session.add(Account(email=email, password_hash="a secret hash", created_at=alice.created_at))

    with pytest.raises(IntegrityError) as error:
        session.flush()

    assert "a secret hash" not in str(error.value)
