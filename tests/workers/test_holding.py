"""The tick that judges again what is scheduled."""

from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.channels.models import ChannelState
from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.db import Database
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person, Workspace
from calendar_app.posts.models import Status
from tests.factories import make_channel, make_slot, make_variant
from workers.holding import look_again
from workers.runtime import Workshop

FRIDAY = datetime(2026, 4, 10, 9, 0)  # noqa: DTZ001 wall time, when the factory's posts go out


def test_a_tick_holds_what_a_change_has_blocked(
    session: Session,
    settings: Settings,
    database: Database,
    clock: FixedClock,
    workspace: Workspace,
    alice: Person,
) -> None:
    workshop = Workshop(settings, database, lambda endpoint, **values: "", clock)
    channel = make_channel(session)
    make_slot(session, alice, [channel], starts_wall=FRIDAY, minutes=90, rrule="")
    variant = make_variant(session, channel)
    session.commit()
    look_again(workshop)
    session.refresh(variant)
    before = variant.status
    channel.state, workspace.plan_revision = ChannelState.PAUSED, workspace.plan_revision + 1
    session.commit()

    look_again(workshop)

    session.refresh(variant)
    assert (before, variant.status) == (Status.SCHEDULED, Status.HELD)
