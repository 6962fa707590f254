"""What somebody leaves behind is to be handed over in time."""

from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.people.models import Person, Role
from calendar_app.reminders.models import ReminderState
from tests.reminders.kinds.conftest import MORNING, Look, Told


def test_who_leaves_is_told_to_admins_in_time_to_hand_over(
    session: Session, alice: Person, bob: Person, look: Look
) -> None:
    alice.role = Role.ADMIN
    bob.role, bob.leaves_on = Role.ADMIN, MORNING.date() + timedelta(days=14)

    first = look("somebody_leaves", MORNING)
    bob.leaves_on = MORNING.date() + timedelta(days=20)
    moved = look("somebody_leaves", MORNING + timedelta(days=6))
    bob.left_at = MORNING + timedelta(days=7)
    gone = look("somebody_leaves", MORNING + timedelta(days=17))

    def sent(rows: list[Told]) -> list[int]:
        return [row.person_id for row in rows if row.state is ReminderState.SENT]

    assert (sent(first), sent(moved), sent(gone)) == ([alice.id], [alice.id] * 2, [alice.id] * 2)
