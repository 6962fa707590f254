"""Who has a last day leaves at its end, without a button."""

from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.people.services import due_to_leave, leave_as_announced
from tests.factories import NOW


def test_who_had_a_last_day_has_left_after_it(session: Session, alice: Person, bob: Person) -> None:
    bob.leaves_on = NOW.date()
    session.commit()

    on_the_day = due_to_leave(session, NOW)
    after = due_to_leave(session, NOW + timedelta(days=1))
    leave_as_announced(session, bob.id, now=NOW + timedelta(days=1))

    assert on_the_day == []
    assert after == [bob.id]
    assert bob.left_at == bob.leaves_at
    assert not bob.is_here


def test_who_has_the_day_put_off_stays(session: Session, alice: Person, bob: Person) -> None:
    bob.leaves_on = NOW.date() + timedelta(days=9)
    session.commit()

    leave_as_announced(session, bob.id, now=NOW + timedelta(days=1))

    assert bob.is_here


def test_the_only_admin_does_not_leave_by_date(session: Session, alice: Person) -> None:
    alice.leaves_on = NOW.date()
    session.commit()

    leave_as_announced(session, alice.id, now=NOW + timedelta(days=1))

    assert alice.is_here
