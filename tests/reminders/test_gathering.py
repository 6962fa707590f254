"""What can wait, in one mail each morning: one mail, many rows, and none of them lost or told twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from calendar_app.foundation.clock import FixedClock
from calendar_app.foundation.settings import Settings
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.people.services import plan_changed
from calendar_app.posts.models import Status, Variant
from calendar_app.reminders import gathering, states
from calendar_app.reminders.choices import choose
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.kind import GATHERED
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.states import Claim
from calendar_app.reminders.tick import tick
from tests.factories import make_channel, make_person, make_variant
from tests.mail_sink import Sink
from tests.reminders.conftest import STARTS

Rows = Callable[[], list[Reminder]]

MORNING = datetime(2026, 4, 9, 6, tzinfo=UTC)  # Thursday at eight, the day after NOW
KINDS = [GATHERED, "post_unconfirmed", "approval_waits"]


@pytest.fixture
def waiting(session: Session, workspace: Workspace, bob: Person) -> list[Variant]:
    """A post that is to be confirmed in the evening, one that waits for approval, and Bob's wish."""
    bob.role = Role.APPROVER
    channel, dora = make_channel(session, "Mastodon"), make_person(session, "Dora Dietrich")
    evening = STARTS + timedelta(hours=7)
    confirm = make_variant(session, channel, planned_wall=evening, author=bob)
    later = STARTS + timedelta(days=1, hours=6)
    approve = make_variant(session, channel, planned_wall=later, author=dora, status=Status.IN_REVIEW)
    choose(session, bob, KINDS)
    session.commit()
    return [confirm, approve]


def mails(settings: Settings) -> list[str]:
    folder: Path = settings.data_dir / "outbox"
    found = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("*/*.eml")]
    return [str(each.get_body(("plain",)).get_content()) for each in found]  # type: ignore[union-attr]


def by_kind(rows: Rows, state: ReminderState | None = None) -> dict[str, ReminderState]:
    return {row.kind: row.state for row in rows() if state is None or row.state is state}


def test_what_can_wait_comes_in_one_mail_in_the_morning(
    courier: Courier, clock: FixedClock, settings: Settings, waiting: list[Variant], rows: Rows
) -> None:
    tick(courier)
    clock.moment = MORNING - timedelta(seconds=1)
    tick(courier)
    before = mails(settings)
    clock.moment = MORNING
    for _ in range(2):
        tick(courier)

    (text,) = mails(settings)
    assert before == []
    assert by_kind(rows, ReminderState.SENT).keys() == set(KINDS)
    leads_to = [link.rpartition("/")[2] for link in text.split() if "/variants/" in link]
    assert sorted(leads_to) == sorted(str(variant.id) for variant in waiting)


def test_a_morning_on_which_nothing_waits_brings_no_mail(
    session: Session,
    courier: Courier,
    clock: FixedClock,
    settings: Settings,
    waiting: list[Variant],
    rows: Rows,
) -> None:
    tick(courier)
    for variant in waiting:
        variant.status = Status.CANCELLED
    plan_changed(session)
    session.commit()

    clock.moment = MORNING
    tick(courier)

    assert mails(settings) == []
    assert ReminderState.SENT not in by_kind(rows).values()


def test_what_comes_up_after_the_mornings_mail_comes_alone(
    session: Session,
    courier: Courier,
    clock: FixedClock,
    settings: Settings,
    workspace: Workspace,
    waiting: list[Variant],
    rows: Rows,
) -> None:
    """The post goes out before the next morning: who asks today cannot wait until then."""
    waiting[1].status = Status.DRAFT
    session.commit()
    tick(courier)
    clock.moment = MORNING + timedelta(minutes=30)
    tick(courier)
    waiting[1].status = Status.IN_REVIEW
    plan_changed(session)
    session.commit()
    tick(courier)

    assert len(mails(settings)) == 2
    assert by_kind(rows, ReminderState.SENT).keys() == set(KINDS)


@pytest.mark.parametrize(("mode", "unsure"), [("451", 0), ("cut", 1)])
def test_what_becomes_of_the_mail_becomes_of_all_it_carries(
    smtp_courier: Courier,
    clock: FixedClock,
    sink: Sink,
    waiting: list[Variant],
    rows: Rows,
    mode: str,
    unsure: int,
) -> None:
    tick(smtp_courier)
    sink.behaviour = mode
    clock.moment = MORNING
    tick(smtp_courier)
    failed = {row.kind: (row.state, row.ambiguous) for row in rows() if row.due_at <= MORNING}
    sink.behaviour = "ok"
    clock.moment += timedelta(minutes=5)
    tick(smtp_courier)

    assert failed == dict.fromkeys(KINDS, (ReminderState.PENDING, unsure))
    assert by_kind(rows, ReminderState.SENT).keys() == set(KINDS)
    assert sink.copies().total() == 1 + unsure


def test_an_answer_that_comes_too_late_marks_all_rows(
    smtp_courier: Courier, clock: FixedClock, sink: Sink, waiting: list[Variant], rows: Rows
) -> None:
    def time_passes() -> None:
        sink.at_data = lambda: None
        clock.moment += states.HANDING_LEASE
        with smtp_courier.transaction() as (session, now):
            states.end_leases(session, now)

    tick(smtp_courier)
    sink.at_data = time_passes
    clock.moment = MORNING
    tick(smtp_courier)

    assert {row.kind: row.ambiguous for row in rows() if row.state is ReminderState.SENT} == dict.fromkeys(
        KINDS, 1
    )
    assert list(sink.copies().values()) == [2]


def test_what_another_mail_carries_already_is_not_told_again(
    smtp_courier: Courier, clock: FixedClock, sink: Sink, waiting: list[Variant], rows: Rows
) -> None:
    def somebody_is_quicker() -> None:
        with smtp_courier.transaction() as (session, now):
            others = [Claim(row.id, "other") for row in rows() if row.is_gathered]
            gathering.let_go(session, others, now)

    tick(smtp_courier)
    sink.at_rcpt = somebody_is_quicker
    clock.moment = MORNING
    tick(smtp_courier)

    assert sink.taken == []
    assert by_kind(rows, ReminderState.HANDING).keys() == set(KINDS[1:])
    assert by_kind(rows, ReminderState.CLAIMED).keys() == {GATHERED}


def test_what_no_daily_mail_takes_along_leaves_alone(
    session: Session,
    courier: Courier,
    clock: FixedClock,
    settings: Settings,
    waiting: list[Variant],
    rows: Rows,
) -> None:
    tick(courier)
    for row in session.query(Reminder).where(Reminder.kind == GATHERED):
        row.state = ReminderState.FAILED
    session.commit()
    clock.moment = MORNING + timedelta(minutes=61)
    tick(courier)

    assert len(mails(settings)) == 2
    assert by_kind(rows, ReminderState.SENT).keys() == set(KINDS[1:])


def test_who_no_longer_wants_it_gets_single_mails(
    session: Session,
    courier: Courier,
    clock: FixedClock,
    settings: Settings,
    bob: Person,
    waiting: list[Variant],
    rows: Rows,
) -> None:
    tick(courier)
    choose(session, bob, KINDS[1:])
    session.commit()
    clock.moment = MORNING
    tick(courier)
    tick(courier)

    assert len(mails(settings)) == 2
    assert by_kind(rows, ReminderState.SENT).keys() == set(KINDS[1:])
