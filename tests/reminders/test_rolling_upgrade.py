"""An older version beside a newer one, while hosts are brought up to date one after the other.

The older one knows a kind of mail less. It must leave the newer one's rows alone, and what it has planned
must be looked at again by those who know more.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Mode, Variant
from calendar_app.reminders import planning, states, tailoring
from calendar_app.reminders import tick as scheduler
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tick import tick
from tests.factories import make_channel, make_variant
from tests.reminders.conftest import STARTS

Rows = Callable[[], list[Reminder]]

NEW = "post_unconfirmed"


@contextmanager
def older_version() -> Iterator[None]:
    """In here the new kind is not known to whoever plans and claims."""
    known = {key: kind for key, kind in all_kinds().items() if key != NEW}
    with pytest.MonkeyPatch.context() as patched:
        for module in (planning, states, tailoring, scheduler):
            patched.setattr(module, "all_kinds", lambda: known)
        yield


@pytest.fixture
def post(session: Session, workspace: Workspace, bob: Person) -> Variant:
    """Published by hand in an hour, to be confirmed two hours later."""
    channel = make_channel(session)
    variant = make_variant(session, channel, planned_wall=STARTS, mode=Mode.LIVE, author=bob)
    session.commit()
    return variant


def by_kind(rows: Rows) -> dict[str, ReminderState]:
    return {row.kind: row.state for row in rows()}


def test_the_older_version_leaves_the_newer_ones_rows_alone(
    session: Session, courier: Courier, clock: FixedClock, post: Variant, rows: Rows
) -> None:
    tick(courier)
    plan_changed(session)
    session.commit()
    clock.moment += timedelta(hours=3, minutes=1)
    with older_version():
        tick(courier)
    before = by_kind(rows)[NEW]
    tick(courier)

    assert before is ReminderState.PENDING
    assert by_kind(rows)[NEW] is ReminderState.SENT


def test_what_the_older_version_has_planned_is_looked_at_again_once(
    courier: Courier, post: Variant, rows: Rows
) -> None:
    with older_version():
        tick(courier)
    first = set(by_kind(rows))
    tick(courier)
    second = set(by_kind(rows))
    with courier.look() as (look, now):
        newer = planning.unplanned(look, now)
        with older_version():
            older = planning.unplanned(look, now)

    assert (first, second) == ({"post_wants_person"}, {"post_wants_person", NEW})
    assert (newer, older) == ([], [])
