"""Server-side sessions: how long they live, and that ending one ends it at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation import sessions
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.models import BrowserSession
from calendar_app.people.models import Person
from tests.factories import NOW

SignIn = Callable[[Person], FlaskClient]


def rows(session: Session) -> list[BrowserSession]:
    found = list(session.scalars(select(BrowserSession).execution_options(populate_existing=True)))
    session.commit()  # frees the database for the next request
    return found


def number_of(browser: FlaskClient) -> str:
    """The random number that the browser holds."""
    with browser.session_transaction() as session:
        assert isinstance(session, sessions.ServerSession)
        assert session.token
        return session.token


def test_only_the_hash_of_the_cookie_is_kept(sign_in: SignIn, session: Session, alice: Person) -> None:
    number = number_of(sign_in(alice))

    (row,) = rows(session)
    assert row.token_hash == sessions.hashed(number)
    assert number not in repr(row.__dict__)


@pytest.mark.parametrize(("away", "status"), [(timedelta(days=14), 303), (timedelta(days=13, hours=23), 200)])
def test_two_weeks_without_a_visit_end_a_session(
    sign_in: SignIn, clock: FixedClock, alice: Person, away: timedelta, status: int
) -> None:
    browser = sign_in(alice)

    clock.moment = NOW + away

    assert browser.get("/week").status_code == status


def test_a_session_ends_after_sixty_days_however_often_it_is_used(
    sign_in: SignIn, clock: FixedClock, alice: Person
) -> None:
    browser = sign_in(alice)
    for day in range(10, 60, 10):
        clock.moment = NOW + timedelta(days=day)
        assert browser.get("/week").status_code == 200

    clock.moment = NOW + timedelta(days=60)

    assert browser.get("/week").status_code == 303


def test_ending_all_leaves_the_one_that_asked(sign_in: SignIn, session: Session, alice: Person) -> None:
    here, elsewhere = sign_in(alice), sign_in(alice)
    own = sessions.hashed(number_of(here))
    assert alice.account_id is not None

    sessions.end_all(session, alice.account_id, but=own)
    session.commit()

    assert here.get("/week").status_code == 200
    assert elsewhere.get("/week").status_code == 303


def test_a_session_ended_meanwhile_is_not_written_back(
    sign_in: SignIn, session: Session, clock: FixedClock, alice: Person
) -> None:
    browser = sign_in(alice)
    assert alice.account_id is not None
    sessions.end_all(session, alice.account_id)
    session.commit()
    clock.moment = NOW + sessions.SEEN_EVERY * 2

    browser.get("/week")

    assert [row for row in rows(session) if row.account_id is not None] == []
