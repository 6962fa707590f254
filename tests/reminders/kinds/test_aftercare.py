"""What is to be done after a campaign."""

from datetime import timedelta

from sqlalchemy.orm import Session

from calendar_app.campaigns.models import AftercareTask
from calendar_app.people.models import Person
from calendar_app.reminders.models import ReminderState
from tests.factories import make_campaign
from tests.reminders.kinds.conftest import MORNING, Look


def test_a_campaign_is_looked_at_again_on_its_day_and_a_week_later(
    session: Session, alice: Person, bob: Person, look: Look
) -> None:
    campaign = make_campaign(session, alice)
    seen, unseen = (AftercareTask(what=what, due_on=MORNING.date()) for what in ("Seen", "Unseen"))
    unseen.person = bob
    campaign.aftercare = [seen, unseen]

    first = look("aftercare", MORNING)
    seen.done_at = MORNING
    rows = look("aftercare", MORNING + timedelta(days=7))
    later = look("aftercare", MORNING + timedelta(days=14))

    assert {row.person_id for row in first if row.state is ReminderState.SENT} == {alice.id, bob.id}
    assert [row.person_id for row in rows if row.state is ReminderState.SENT].count(bob.id) == 2
    assert [row for row in later if row.state is ReminderState.SENT] == [
        row for row in rows if row.state is ReminderState.SENT
    ]
