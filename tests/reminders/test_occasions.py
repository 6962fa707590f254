"""When each kind of mail is owed, to whom, and when it is not owed any more."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy.orm import Session

from calendar_app.campaigns.models import AftercareTask
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.register.models import AccessEntry
from calendar_app.engagement.availability.services import be_away
from calendar_app.engagement.logbook import finish
from calendar_app.engagement.makeup import make_up, proposals
from calendar_app.engagement.models import Interaction, InteractionKind, OutcomeKind, SlotException
from calendar_app.engagement.timetable import occurrence
from calendar_app.foundation.clock import FixedClock
from calendar_app.people.models import Person, Role
from calendar_app.people.services import plan_changed
from calendar_app.platforms.directory import platform
from calendar_app.posts.models import Mode, Status, Variant
from calendar_app.reminders.choices import choose
from calendar_app.reminders.delivery import Courier
from calendar_app.reminders.models import Reminder, ReminderState
from calendar_app.reminders.tick import tick
from calendar_app.rulebook.tuning import Decision, Place, decide
from calendar_app.rules.catalog import access_stale, dormant_channel
from tests.factories import NOW, make_campaign, make_channel, make_person, make_slot, make_variant
from tests.reminders.conftest import STARTS

Rows = Callable[[], list[Reminder]]
pytestmark = pytest.mark.usefixtures("app")  # both databases see the same plan; test_planning.py runs on both


class Told(NamedTuple):
    """A row as it was when it was looked at."""

    state: ReminderState
    person_id: int
    occurrence: str
    lead: timedelta


Look = Callable[..., list[Told]]


def _talk(channel: Channel, person: Person) -> Interaction:
    """A conversation in an hour."""
    return Interaction(
        channel=channel,
        person_id=person.id,
        kind=InteractionKind.COMMENT,
        quality=2,
        entry_key="entry",
        at=NOW + timedelta(hours=1),
    )


PLANNED = datetime(2026, 4, 8, 8, tzinfo=UTC)
"""STARTS as an instant."""


@pytest.fixture
def channel(session: Session, alice: Person) -> Channel:
    return make_channel(session, owner=alice)


@pytest.fixture
def look(session: Session, courier: Courier, clock: FixedClock, rows: Rows) -> Look:
    """Save what the test has made, let a tick happen, and see the mails of a kind."""

    def _look(kind: str, at: datetime = NOW) -> list[Told]:
        plan_changed(session)
        session.commit()
        clock.moment = at
        tick(courier)
        return [
            Told(row.state, row.person_id, row.occurrence, row.starts_at - row.due_at)
            for row in rows()
            if row.kind == kind
        ]

    return _look


MORNING_AFTER = datetime(2026, 4, 10, 7, tzinfo=UTC)
"""The first nine o'clock in Berlin more than a day after half an hour at STARTS."""


def test_who_missed_a_slot_is_asked_once_in_the_morning(
    session: Session, channel: Channel, bob: Person, look: Look
) -> None:
    make_slot(session, bob, [channel], starts_wall=STARTS, rrule="")

    assert look("missed_slot") == []
    assert look("missed_slot", MORNING_AFTER - timedelta(hours=3)) == []
    assert [row.state for row in look("missed_slot", MORNING_AFTER - timedelta(hours=1))] == ["pending"]
    [asked] = look("missed_slot", MORNING_AFTER)
    [later] = look("missed_slot", MORNING_AFTER + timedelta(days=1))

    assert (asked.state, asked.person_id, later.state) == ("sent", bob.id, "sent")


@pytest.mark.parametrize("way", ["outcome", "new date", "skipped", "gone"])
def test_who_needs_no_new_date_is_not_asked(
    session: Session, channel: Channel, bob: Person, look: Look, way: str
) -> None:
    slot = make_slot(session, bob, [channel], starts_wall=STARTS, rrule="")
    look("missed_slot", MORNING_AFTER - timedelta(hours=1))
    now = MORNING_AFTER - timedelta(minutes=30)
    date = occurrence(session, slot.id, "2026-04-08T10:00")
    assert date is not None

    if way == "outcome":
        finish(session, date, OutcomeKind.NOTHING_TO_ADD, now=now)
    elif way == "new date":
        make_up(session, date, proposals(session, date, now)[0].start, now=now)
    elif way == "skipped":
        session.add(SlotException(slot_id=slot.id, occurrence=STARTS, updated_at=now))
    else:
        bob.left_at = now

    assert [row.state for row in look("missed_slot", MORNING_AFTER)] == ["cancelled"]


def test_who_forgot_to_confirm_is_asked_once(
    session: Session, channel: Channel, bob: Person, look: Look
) -> None:
    make_variant(session, channel, planned_wall=STARTS, author=bob)
    look("post_unconfirmed")

    (waiting,) = look("post_unconfirmed", PLANNED + timedelta(minutes=119))
    asked = look("post_unconfirmed", PLANNED + timedelta(minutes=120))
    later = look("post_unconfirmed", PLANNED + timedelta(days=3))

    assert waiting.state is ReminderState.PENDING
    assert [(row.state, row.person_id) for row in asked] == [(ReminderState.SENT, bob.id)]
    assert len(later) == 1


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.CANCELLED, Status.DRAFT])
def test_nobody_is_asked_about_a_post_that_is_settled(
    session: Session, channel: Channel, bob: Person, look: Look, status: Status
) -> None:
    variant = make_variant(session, channel, planned_wall=STARTS, author=bob)
    look("post_unconfirmed")
    variant.status = status

    (row,) = look("post_unconfirmed", PLANNED + timedelta(hours=2))

    assert row.state is ReminderState.CANCELLED


def test_without_an_author_the_channels_owner_is_asked(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    make_variant(session, channel, planned_wall=STARTS)

    assert [row.person_id for row in look("post_unconfirmed")] == [alice.id]


def test_who_answers_is_asked_before_who_wrote(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    make_variant(session, channel, planned_wall=STARTS, author=alice, answer_person=bob, mode=Mode.LIVE)

    assert [row.person_id for row in look("post_unconfirmed")] == [bob.id]


def test_the_deputy_is_told_while_somebody_is_away(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    """Alice owns the channel and Dora is her deputy: Dora comes first, Alice when both others are away."""
    channel.deputy = dora = make_person(session, "Dora Dietrich")
    make_variant(session, channel, planned_wall=STARTS, author=bob, mode=Mode.LIVE)

    told = []
    for absent in (None, bob, dora, alice):
        if absent is not None:
            be_away(session, absent, STARTS.date(), STARTS.date(), now=NOW)
        rows = look("post_wants_person")
        told += [row.person_id for row in rows if row.state is ReminderState.PENDING]

    assert told == [bob.id, dora.id, alice.id, bob.id]


def test_who_is_away_another_day_is_told_as_ever(
    session: Session, channel: Channel, bob: Person, look: Look
) -> None:
    tomorrow = STARTS.date() + timedelta(days=1)
    be_away(session, bob, tomorrow, tomorrow, now=NOW)
    make_variant(session, channel, planned_wall=STARTS, author=bob, mode=Mode.LIVE)

    assert [row.person_id for row in look("post_wants_person")] == [bob.id]


def in_review(session: Session, channel: Channel, author: Person) -> Variant:
    return make_variant(session, channel, planned_wall=STARTS, author=author, status=Status.IN_REVIEW)


def test_everybody_who_may_approve_is_told_but_not_who_wrote(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    approver = make_person(session, "Dora Dietrich", Role.APPROVER)
    bob.role = Role.LEAD
    in_review(session, channel, bob)

    rows = look("approval_waits")

    assert {row.person_id for row in rows} == {alice.id, approver.id}
    assert {row.state for row in rows} == {ReminderState.SENT}  # its time is nearer than a day


def test_who_is_away_is_not_asked_to_approve_while_somebody_else_can(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    approver = make_person(session, "Dora Dietrich", Role.APPROVER)
    in_review(session, channel, bob)
    be_away(session, alice, STARTS.date() - timedelta(days=1), STARTS.date(), now=NOW)

    assert {row.person_id for row in look("approval_waits")} == {approver.id}


def test_an_approved_post_waits_for_nobody(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    far = STARTS + timedelta(hours=30)
    variant = make_variant(session, channel, planned_wall=far, author=bob, status=Status.IN_REVIEW)
    (before,) = look("approval_waits")
    variant.status = Status.SCHEDULED

    (after,) = look("approval_waits")

    assert (before.state, after.state) == (ReminderState.PENDING, ReminderState.CANCELLED)
    assert before.lead == timedelta(days=1)


QUIET = timedelta(days=platform("mastodon").quiet_days or 0)
MORNING = datetime(2026, 4, 9, 7, tzinfo=UTC)


def test_a_channel_that_becomes_quiet_is_told_once_in_the_morning(
    channel: Channel, alice: Person, look: Look
) -> None:
    channel.created_at = NOW - QUIET

    (before,) = look("channel_silent", MORNING - timedelta(minutes=1))
    (told,) = look("channel_silent", MORNING)
    later = look("channel_silent", MORNING + timedelta(days=2))

    assert before.state is ReminderState.PENDING
    assert (told.state, told.person_id, told.occurrence) == (ReminderState.SENT, alice.id, "quiet")
    assert len(later) == 1


def test_the_teams_own_days_decide_when_silence_is_told(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    channel.created_at = NOW - timedelta(days=3)
    decision = Decision(values={"quiet_days": 3})
    decide(session, dormant_channel.RULE, Place(channel=channel), decision, person=alice, now=NOW)

    (told,) = look("channel_silent", MORNING)

    assert (told.state, told.occurrence) == (ReminderState.SENT, "quiet")


def test_the_deputy_is_told_of_silence_while_the_owner_is_away(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    channel.created_at, channel.deputy = NOW - QUIET, bob
    be_away(session, alice, MORNING.date(), MORNING.date(), now=NOW)

    (told,) = look("channel_silent", MORNING)

    assert (told.state, told.person_id) == (ReminderState.SENT, bob.id)


def test_a_conversation_meanwhile_makes_the_mail_needless(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    channel.created_at = NOW - QUIET
    look("channel_silent")
    session.add(_talk(channel, alice))

    (row,) = look("channel_silent", MORNING)

    assert row.state is ReminderState.CANCELLED


@pytest.mark.parametrize("state", [ChannelState.FROZEN, ChannelState.PAUSED])
def test_nobody_expects_a_word_where_the_team_has_said_that_it_rests(
    channel: Channel, look: Look, state: ChannelState
) -> None:
    channel.created_at = NOW - QUIET
    channel.state, channel.paused_until, channel.notice_url = (
        state,
        date(2026, 4, 20),
        "https://x.example/rest",
    )

    assert look("channel_silent") == []


def test_access_that_is_due_is_told_each_week_until_somebody_has_looked(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    long_ago = NOW.date() - timedelta(days=90)
    entry = AccessEntry(channel=channel, holder="Agency", reviewed_on=long_ago, created_at=NOW)
    session.add(entry)

    (first,) = look("access_review", MORNING)
    look("access_review", MORNING + timedelta(days=7))
    entry.reviewed_on = MORNING.date() + timedelta(days=8)
    rows = look("access_review", MORNING + timedelta(days=14))

    assert (first.state, first.person_id) == (ReminderState.SENT, alice.id)
    assert [row.state for row in rows if row.state is not ReminderState.CANCELLED] == [ReminderState.SENT] * 2


def test_access_is_due_when_the_team_tuned_it_to_be(
    session: Session, channel: Channel, alice: Person, look: Look
) -> None:
    a_month_ago = NOW.date() - timedelta(days=30)
    session.add(AccessEntry(channel=channel, holder="Agency", reviewed_on=a_month_ago, created_at=NOW))
    untuned = look("access_review", MORNING)

    tuned = Decision(values={"review_days": 30})
    decide(session, access_stale.RULE, Place(channel=channel), tuned, person=alice, now=NOW)

    (told,) = look("access_review", MORNING + timedelta(minutes=1))
    assert untuned == []
    assert (told.state, told.person_id) == (ReminderState.SENT, alice.id)


def test_a_probation_that_is_over_is_told_to_who_decides_until_it_is_decided(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    alice.role, bob.role = Role.AUTHOR, Role.LEAD
    channel.state, channel.launched_on = ChannelState.PROBATION, MORNING.date() - timedelta(days=90)

    (before,) = look("probation_over")
    (first,) = look("probation_over", MORNING)
    channel.state = ChannelState.ACTIVE
    decided = look("probation_over", MORNING + timedelta(days=7))

    assert before.state is ReminderState.PENDING
    assert (first.state, first.person_id) == (ReminderState.SENT, bob.id)  # the owner may not decide
    assert [row for row in decided if row.state is ReminderState.SENT] == [first]


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


TOMORROW_AT_SEVEN = datetime(2026, 4, 9, 5, tzinfo=UTC)
MONDAY_AT_EIGHT = datetime(2026, 4, 13, 6, tzinfo=UTC)


def test_the_days_plan_comes_in_the_morning_to_who_has_chosen_it(
    session: Session, channel: Channel, alice: Person, bob: Person, look: Look
) -> None:
    choose(session, bob, ["daily_plan"])
    for person in (alice, bob):
        make_slot(session, person, [channel], starts_wall=STARTS + timedelta(days=1), rrule="")
    look("daily_plan")

    (row,) = look("daily_plan", TOMORROW_AT_SEVEN)

    assert (row.state, row.person_id, row.occurrence) == (ReminderState.SENT, bob.id, "2026-04-09")


def test_a_day_with_nothing_on_it_brings_no_mail(session: Session, bob: Person, look: Look) -> None:
    choose(session, bob, ["daily_plan"])

    assert look("daily_plan") == []


def test_a_day_that_was_cleared_meanwhile_brings_no_mail(
    session: Session, channel: Channel, bob: Person, look: Look
) -> None:
    choose(session, bob, ["daily_plan"])
    slot = make_slot(session, bob, [channel], starts_wall=STARTS + timedelta(days=1), rrule="")
    look("daily_plan")
    session.delete(slot)

    (row,) = look("daily_plan", TOMORROW_AT_SEVEN)

    assert row.state is ReminderState.CANCELLED


@pytest.mark.parametrize(("talked", "state"), [(True, ReminderState.SENT), (False, ReminderState.CANCELLED)])
def test_the_week_is_told_on_monday_if_there_is_something_to_tell(
    session: Session, channel: Channel, bob: Person, look: Look, *, talked: bool, state: ReminderState
) -> None:
    choose(session, bob, ["weekly_digest"])
    if talked:
        session.add(_talk(channel, bob))
    look("weekly_digest", MONDAY_AT_EIGHT - timedelta(days=1))

    assert [row.state for row in look("weekly_digest", MONDAY_AT_EIGHT)] == [state]


def test_external_people_are_not_told_what_happened_on_others_channels(
    session: Session, bob: Person, look: Look
) -> None:
    bob.role = Role.EXTERNAL
    choose(session, bob, ["weekly_digest"])

    assert look("weekly_digest", MONDAY_AT_EIGHT - timedelta(days=1)) == []
