"""Booking, changing and ending reserved time."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.logbook import finish
from calendar_app.engagement.models import OutcomeKind, SlotException, SlotKind
from calendar_app.engagement.rhythm import Cycle, Rhythm
from calendar_app.engagement.services import Refused, Reservation
from calendar_app.people.models import Person, Workspace
from tests.engagement.booking import TWO_MONTHS, WEEK, booking, keys, wall
from tests.factories import NOW, make_slot


def test_a_series_starts_on_the_first_of_its_days(session: Session, alice: Person, channel: Channel) -> None:
    slot = services.reserve(session, booking(alice, channel, weekdays=(2, 4)), now=NOW)

    assert slot.starts_wall == wall("2026-04-15T09:00")
    assert slot.rrule == "FREQ=WEEKLY;BYDAY=WE,FR"


def test_a_series_booked_today_after_its_time_starts_next_week(
    session: Session, alice: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel, "2026-04-08T08:00", weekdays=(2,)), now=NOW)

    assert slot.starts_wall == wall("2026-04-15T08:00")


def test_booking_counts_the_plan_and_asks_for_the_jobs(
    session: Session, alice: Person, channel: Channel, workspace: Workspace
) -> None:
    services.reserve(session, booking(alice, channel), now=NOW)

    session.refresh(workspace)
    assert workspace.plan_revision == 1
    assert [name for name, _ in session.info["jobs"]] == ["feeds.refresh", "reminders.plan"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"minutes": 4}, "5 to 480"),
        ({"minutes": 481}, "5 to 480"),
        ({"starts": "2026-04-07T09:00"}, "already over"),
        ({"starts": "2026-04-08T08:59", "weekdays": ()}, "already over"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    session: Session, alice: Person, channel: Channel, options: dict[str, object], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        services.reserve(session, booking(alice, channel, **options), now=NOW)  # type: ignore[arg-type]


def test_the_minute_that_has_just_begun_can_be_reserved(
    session: Session, alice: Person, channel: Channel
) -> None:
    now = NOW + timedelta(seconds=40)

    slot = services.reserve(session, booking(alice, channel, "2026-04-08T09:00", weekdays=()), now=now)

    assert slot.starts_wall == wall("2026-04-08T09:00")


def test_somebody_who_left_is_not_booked(session: Session, alice: Person, channel: Channel) -> None:
    alice.left_at = NOW

    with pytest.raises(Refused, match="not on the team"):
        services.reserve(session, booking(alice, channel), now=NOW)


def test_a_time_without_channel_is_refused(session: Session, alice: Person) -> None:
    nowhere = Reservation(person=alice, channels=(), starts_wall=wall("2026-04-13T09:00"), zone="UTC")

    with pytest.raises(Refused, match="channel"):
        services.reserve(session, nowhere, now=NOW)


def test_a_series_that_has_begun_goes_on_as_a_new_one(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    old = make_slot(session, alice, [channel], starts_wall=wall("2026-03-30T09:00"))
    services.skip(session, old, wall("2026-04-27T09:00"), now=NOW)

    new = services.change(
        session, old, booking(bob, channel, "2026-04-20T09:00", kind=SlotKind.ENGAGE), now=NOW
    )

    assert new.continues_id == old.id
    held = [(each.key, each.person.name) for each in services.occurrences(session, *TWO_MONTHS)]
    assert held[:4] == [
        ("2026-04-06T09:00", "Alice Adler"),
        ("2026-04-13T09:00", "Alice Adler"),
        ("2026-04-20T09:00", "Bob Brandt"),
        ("2026-05-04T09:00", "Bob Brandt"),  # the skipped one of 27 April stays skipped
    ]


def test_an_exception_that_no_longer_fits_is_dropped(
    session: Session, alice: Person, channel: Channel
) -> None:
    old = make_slot(session, alice, [channel])
    services.move(session, old, wall("2026-04-13T09:00"), wall("2026-04-14T11:00"), now=NOW)

    new = services.change(session, old, booking(alice, channel, "2026-04-09T10:00", weekdays=(3,)), now=NOW)

    assert session.scalars(select(SlotException)).all() == []
    assert keys(session)[:2] == ["2026-04-06T09:00", "2026-04-09T10:00"]
    assert new.exceptions == []


@pytest.mark.parametrize("starts", ["2026-04-06T09:00", "2026-04-13T09:00"])
def test_what_was_brought_forward_and_held_stays_when_the_series_changes(
    session: Session, alice: Person, channel: Channel, starts: str
) -> None:
    slot = services.reserve(session, booking(alice, channel, starts), now=NOW - timedelta(days=3))
    friday, saturday = NOW + timedelta(days=2), NOW + timedelta(days=3)
    services.move(session, slot, wall("2026-04-13T09:00"), wall("2026-04-10T09:00"), now=NOW)
    held = services.occurrence(session, slot.id, "2026-04-13T09:00")
    assert held
    finish(session, held, OutcomeKind.DONE, now=friday)

    services.change(session, slot, booking(alice, channel, "2026-04-12T10:00", weekdays=(1,)), now=saturday)
    session.expire_all()

    on_friday = services.occurrences(session, NOW, saturday)
    assert [each.start_wall for each in on_friday] == [wall("2026-04-10T09:00")]
    assert [each.slot_id for each in on_friday if each.outcome] == [slot.id]


def test_what_has_not_begun_is_changed_in_place(session: Session, alice: Person, channel: Channel) -> None:
    slot = services.reserve(session, booking(alice, channel), now=NOW)

    same = services.change(session, slot, booking(alice, channel, "2026-04-13T11:00", weekdays=(1,)), now=NOW)

    assert same is slot
    assert keys(session)[0] == "2026-04-14T11:00"


def test_a_single_time_is_changed_in_place_even_to_a_later_day(
    session: Session, alice: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel, "2026-04-10T09:00", weekdays=()), now=NOW)

    services.change(session, slot, booking(alice, channel, "2026-04-24T09:00", weekdays=()), now=NOW)

    assert keys(session) == ["2026-04-24T09:00"]


def test_what_is_over_is_not_changed(session: Session, alice: Person, channel: Channel) -> None:
    slot = make_slot(session, alice, [channel], rrule="")

    with pytest.raises(Refused, match="reserve anew"):
        services.change(session, slot, booking(alice, channel), now=NOW)


def test_ending_a_series_keeps_the_past(session: Session, alice: Person, channel: Channel) -> None:
    slot = make_slot(session, alice, [channel], starts_wall=wall("2026-04-01T08:00"), rrule="FREQ=DAILY")

    services.end_series(session, slot, now=NOW)
    services.end_series(session, slot, now=NOW + timedelta(days=3))

    assert keys(session)[-1] == "2026-04-08T08:00"
    assert services.running(session, NOW) == []


def test_a_fortnight_starts_on_the_first_of_its_days_and_keeps_its_weeks(
    session: Session, alice: Person, channel: Channel
) -> None:
    every_other = Rhythm((0,), Cycle.TWO_WEEKS)
    slot = services.reserve(session, booking(alice, channel, "2026-04-09T09:00", rhythm=every_other), now=NOW)

    later = booking(alice, channel, "2026-04-21T11:00", rhythm=every_other)  # in the week between
    changed = services.change(session, slot, later, now=NOW)

    assert keys(session) == ["2026-04-13T09:00", "2026-04-27T11:00", "2026-05-11T11:00", "2026-05-25T11:00"]
    assert changed.starts_wall == wall("2026-04-27T11:00")


def test_a_place_in_the_month_starts_in_the_next_month_when_this_ones_is_over(
    session: Session, alice: Person, channel: Channel
) -> None:
    first_monday = Rhythm((0,), Cycle.FIRST, times=2)

    slot = services.reserve(
        session, booking(alice, channel, "2026-04-09T09:00", rhythm=first_monday), now=NOW
    )

    assert slot.starts_wall == wall("2026-05-04T09:00")
    assert keys(session, (WEEK[0], datetime(2027, 1, 1, tzinfo=UTC))) == [
        "2026-05-04T09:00",
        "2026-06-01T09:00",
    ]


def test_a_series_that_ends_before_its_first_date_is_refused(
    session: Session, alice: Person, channel: Channel
) -> None:
    ends_early = Rhythm((0,), until=datetime(2026, 4, 12, tzinfo=UTC).date())

    with pytest.raises(Refused, match="before its first date"):
        services.reserve(session, booking(alice, channel, "2026-04-09T09:00", rhythm=ends_early), now=NOW)
