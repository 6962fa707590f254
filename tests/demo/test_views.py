"""Opening and removing the demo newsroom: whose it is, and that nothing else goes with it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from calendar_app.foundation.db import everywhere
from calendar_app.people.models import Account, Person, Workspace
from calendar_app.posts.models import Variant

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def signed_up(session: Session, alice: Person, charlie: Person) -> None:
    """Alice and Charlie can sign in with passwords of their own."""
    with everywhere(session):
        for person in (alice, charlie):
            account = session.get_one(Account, person.account_id)
            account.password_hash = "hashed elsewhere"
    session.commit()


def members(session: Session, account_id: int | None) -> int:
    """How many demo newsrooms an account is a member of."""
    of_a_demo = select(func.count(Person.id)).join(Workspace, Workspace.id == Person.workspace_id)
    with everywhere(session):
        return session.scalars(of_a_demo.where(Workspace.is_demo, Person.account_id == account_id)).one()


def demos(session: Session) -> int:
    return session.scalars(select(func.count(Workspace.id)).where(Workspace.is_demo)).one()


def test_a_stranger_opens_the_newsroom_of_a_fresh_installation(client: FlaskClient) -> None:
    opened = client.post("/demo/open", follow_redirects=True)

    assert opened.status_code == 200
    assert opened.request.path == "/week"
    assert "Lindenau" in opened.text


def test_a_second_stranger_finds_the_same_newsroom(client: FlaskClient, session: Session) -> None:
    client.post("/demo/open")
    client.delete_cookie("__Host-session")

    client.post("/demo/open")

    assert demos(session) == 1


def test_strangers_stay_out_once_somebody_has_a_password(
    client: FlaskClient, session: Session, signed_up: None
) -> None:
    refused = client.post("/demo/open")

    assert refused.headers["Location"] == "/sign-in"
    assert demos(session) == 0


def test_nobody_takes_over_what_another_account_opened(
    sign_in: SignIn, session: Session, alice: Person, charlie: Person, signed_up: None
) -> None:
    sign_in(alice).post("/demo/open")

    sign_in(charlie).post("/demo/open")

    assert demos(session) == 2
    assert members(session, alice.account_id) == 1
    assert members(session, charlie.account_id) == 1


def test_opening_again_leads_back_to_the_own_newsroom(
    sign_in: SignIn, session: Session, alice: Person, signed_up: None
) -> None:
    browser = sign_in(alice)
    browser.post("/demo/open")

    browser.post("/demo/open")

    assert demos(session) == 1
    assert members(session, alice.account_id) == 1


def test_the_first_account_goes_on_with_what_strangers_left(
    client: FlaskClient, sign_in: SignIn, session: Session, alice: Person
) -> None:
    client.post("/demo/open")
    with everywhere(session):
        session.get_one(Account, alice.account_id).password_hash = "hashed elsewhere"
    session.commit()

    sign_in(alice).post("/demo/open")

    assert demos(session) == 1
    assert members(session, alice.account_id) == 1
    assert session.scalars(select(func.count(Account.id)).where(Account.email.startswith("demo-"))).one() == 0


def test_removing_takes_the_newsroom_and_nothing_else(
    sign_in: SignIn, session: Session, alice: Person, signed_up: None
) -> None:
    browser = sign_in(alice)
    browser.post("/demo/open")

    removed = browser.post("/demo/remove")

    assert removed.status_code == 303
    assert demos(session) == 0
    with everywhere(session):
        assert session.scalars(select(func.count(Variant.id))).one() == 0
        assert session.get(Person, alice.id) is not None


def test_a_real_workspace_is_not_removed(sign_in: SignIn, session: Session, alice: Person) -> None:
    refused = sign_in(alice).post("/demo/remove")

    assert refused.status_code == 404
    assert session.get(Workspace, alice.workspace_id) is not None
