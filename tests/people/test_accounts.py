"""Accounts: opened, signed in with, ended."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.models import BrowserSession
from calendar_app.people import accounts
from calendar_app.people.models import Person, Workspace
from tests.factories import NOW, make_person, make_workspace


def test_an_address_opens_one_account_in_whatever_case(session: Session) -> None:
    accounts.open_account(session, "Ada@Example.org", "seven grey geese", language="en", now=NOW)

    with pytest.raises(accounts.EmailTakenError):
        accounts.open_account(session, "ada@example.ORG", "seven grey geese", language="en", now=NOW)


def test_signing_in_needs_the_right_address_and_the_right_password(session: Session) -> None:
    account = accounts.open_account(session, "ada@example.org", "seven grey geese", language="en", now=NOW)

    assert accounts.authenticate(session, "ADA@example.org", "seven grey geese") is account
    assert accounts.authenticate(session, "ada@example.org", "eight grey geese") is None
    assert accounts.authenticate(session, "eve@example.org", "seven grey geese") is None


def test_an_account_without_password_lets_nobody_in(session: Session, alice: Person) -> None:
    assert accounts.authenticate(session, alice.email, "nobody") is None
    assert accounts.authenticate(session, alice.email, "") is None


def test_an_old_hash_is_renewed_when_its_owner_signs_in(session: Session) -> None:
    account = accounts.open_account(session, "ada@example.org", "seven grey geese", language="en", now=NOW)
    account.password_hash = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("seven grey geese")
    old = account.password_hash

    accounts.authenticate(session, "ada@example.org", "seven grey geese")

    assert account.password_hash != old
    assert accounts.authenticate(session, "ada@example.org", "seven grey geese") is account


def test_the_first_visit_is_over_once_somebody_can_sign_in(session: Session, alice: Person) -> None:
    assert accounts.is_first_visit(session)  # Alice has no password: she only looks at the demo

    accounts.open_account(session, "ada@example.org", "seven grey geese", language="en", now=NOW)

    assert not accounts.is_first_visit(session)


def test_a_new_password_ends_every_session_of_the_account_and_of_no_other(
    session: Session, alice: Person, bob: Person
) -> None:
    for number, person in enumerate((alice, alice, bob)):
        session.add(_browser_session(str(number), person))
    assert alice.account

    accounts.change_password(session, alice.account, "eight grey geese")

    assert session.scalars(select(BrowserSession.account_id)).all() == [bob.account_id]


def test_one_session_is_ended_by_the_beginning_of_its_hash(
    session: Session, alice: Person, bob: Person
) -> None:
    session.add_all([_browser_session("a", alice), _browser_session("b", alice), _browser_session("c", bob)])
    session.flush()
    assert alice.account

    assert accounts.end_session(session, alice.account, "a" * 16)
    assert not accounts.end_session(session, alice.account, "c" * 16)
    assert not accounts.end_session(session, alice.account, "")
    assert not accounts.end_session(session, alice.account, "%" * 16)

    assert set(session.scalars(select(BrowserSession.token_hash))) == {"b" * 64, "c" * 64}


def test_an_account_knows_its_workspaces_but_not_those_it_has_left(session: Session, alice: Person) -> None:
    elsewhere = make_workspace(session, "Elsewhere")
    there = make_person(session, "Alice there", with_account=False)
    there.account = alice.account
    make_workspace(session, "Long ago")
    former = make_person(session, "Alice once", with_account=False)
    former.account, former.left_at = alice.account, NOW
    session.flush()
    assert alice.account

    homes = accounts.homes(session, alice.account)

    assert homes == [(elsewhere.id, "Elsewhere"), (alice.workspace_id, "Newsroom")]


def test_name_language_and_zone_hold_in_every_workspace(session: Session, alice: Person) -> None:
    make_workspace(session, "Elsewhere")
    there = make_person(session, "Alice there", with_account=False)
    there.account = alice.account
    session.flush()
    assert alice.account

    accounts.describe(session, alice.account, name="Alice A.", language="de", zone="Europe/Vienna")

    assert {(each.name, each.language, each.zone) for each in (alice, there)} == {
        ("Alice A.", "de", "Europe/Vienna")
    }


def _browser_session(letter: str, person: Person) -> BrowserSession:
    return BrowserSession(
        token_hash=letter * 64,
        account_id=person.account_id,
        content={},
        client="",
        created_at=NOW,
        seen_at=NOW,
        expires_at=NOW + timedelta(days=1),
    )


def test_a_visitor_of_the_demo_is_signed_out_once_somebody_has_an_account(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    workspace.is_demo = True
    assert alice.account_id is not None
    row = BrowserSession(
        token_hash="of a visitor", account_id=alice.account_id, created_at=NOW, seen_at=NOW, expires_at=NOW
    )
    session.add(row)
    session.flush()

    accounts.open_account(session, "ada@example.org", "seven grey geese", language="en", now=NOW)

    assert session.scalars(select(BrowserSession)).all() == []


def test_a_new_name_is_a_change_of_every_plan_it_stands_in(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    before = workspace.plan_revision
    assert alice.account is not None

    accounts.describe(session, alice.account, name="Alice Berg", language="en", zone="Europe/Berlin")

    session.refresh(workspace)
    assert workspace.plan_revision == before + 1
