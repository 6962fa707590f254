"""What a team decided for complaints and questions at once holds for each of them."""

from importlib import import_module

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy.orm import Session

from calendar_app.people.models import Person
from calendar_app.rulebook.models import RuleChange
from tests.factories import NOW

step = import_module("migrations.versions.0045_complaints_are_due_before_questions")


def test_one_number_becomes_two_and_one_again(session: Session, alice: Person) -> None:
    before = {"pressing_hours": 2, "block_count": 5}
    row = RuleChange(rule="reply-overdue", values=before, person=alice, changed_at=NOW)
    session.add(row)
    session.flush()

    with Operations.context(MigrationContext.configure(session.connection())):
        step.upgrade()
        session.refresh(row)
        after = row.values
        step.downgrade()
    session.refresh(row)

    assert after == {"complaint_hours": 2, "question_hours": 2, "block_count": 5}
    assert row.values == before
