"""Booking, changing, skipping, moving, ending."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.logbook import finish
from calendar_app.engagement.models import OutcomeKind, Slot, SlotException, SlotKind, SlotOutcome
from calendar_app.engagement.rhythm import Cycle, Rhythm
from calendar_app.engagement.services import Refused, Reservation
from calendar_app.foundation.db import scope_to
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Workspace
from tests.factories import NOW, make_channel, make_person, make_slot

Reserve = Callable[..., Slot]

WEEK = (datetime(2026, 4, 6, tzinfo=UTC), datetime(2026, 4, 13, tzinfo=UTC))
TWO_MONTHS = (datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.fixture
def channel(session: Session, workspace: Workspace) -> Channel:
    return make_channel(session)


def booking(
    person: Person,
    channel: Channel,
    starts: str = "2026-04-13T09:00",
    weekdays: tuple[int, ...] = (0,),
    **options: object,
) -> Reservation:
    fields = {"zone": "Europe/Berlin", "rhythm": Rhythm(weekdays), "minutes": 30, **options}
    return Reservation(person=person, channels=(channel,), starts_wall=wall(starts), **fields)  # type: ignore[arg-type]


def keys(session: Session, window: tuple[datetime, datetime] = TWO_MONTHS, **filters: object) -> list[str]:
    return [each.key for each in services.occurrences(session, *window, **filters)]  # type: ignore[arg-type]


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


def test_somebody_who_left_is_not_booked(session: Session, alice: Person, channel: Channel) -> None:
    alice.left_at = NOW

    with pytest.raises(Refused, match="not on the team"):
        services.reserve(session, booking(alice, channel), now=NOW)


def test_a_time_without_channel_is_refused(session: Session, alice: Person) -> None:
    nowhere = Reservation(person=alice, channels=(), starts_wall=wall("2026-04-13T09:00"), zone="UTC")

    with pytest.raises(Refused, match="channel"):
        services.reserve(session, nowhere, now=NOW)


def test_occurrences_are_filtered_by_person_and_channel(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    other = make_channel(session, "LinkedIn", "linkedin")
    make_slot(session, alice, [channel, other])
    make_slot(session, bob, [other], starts_wall=wall("2026-04-07T10:00"), rrule="")

    assert keys(session, WEEK) == ["2026-04-06T09:00", "2026-04-07T10:00"]
    assert keys(session, WEEK, person_id=bob.id) == ["2026-04-07T10:00"]
    assert keys(session, WEEK, channel_ids=[channel.id]) == ["2026-04-06T09:00"]
    assert keys(session, WEEK, channel_ids=[]) == []


def test_another_workspace_sees_nothing(
    session: Session, alice: Person, channel: Channel, charlie: Person
) -> None:
    slot = make_slot(session, alice, [channel])
    session.flush()
    slot_id = slot.id
    session.expunge_all()

    scope_to(session, charlie.workspace_id)

    assert keys(session) == []
    assert services.occurrence(session, slot_id, "2026-04-06T09:00") is None


def test_the_number_of_queries_does_not_grow(session: Session, alice: Person, channel: Channel) -> None:
    workspace_id = alice.workspace_id

    def statements() -> int:
        session.commit()
        session.expunge_all()
        scope_to(session, workspace_id)
        counted: list[str] = []
        event.listen(session.get_bind(), "before_cursor_execute", lambda *a: counted.append(a[2]))
        found = services.occurrences(session, *WEEK, with_skipped=True)
        assert all(each.person.name and each.channels[0].name for each in found)
        return len(counted)

    make_slot(session, alice, [channel])
    few = statements()
    for number in range(30):
        person = make_person(session, f"Person {number}")
        slot = make_slot(session, person, [make_channel(session, f"Channel {number}")])
        session.add(SlotException(slot_id=slot.id, occurrence=slot.starts_wall, updated_at=NOW))
        session.add(
            SlotOutcome(
                slot_id=slot.id, occurrence=slot.starts_wall, kind=OutcomeKind.DONE, minutes=30, at=NOW
            )
        )

    many = statements() - few  # the first listener still counts

    assert many <= few


def test_a_skipped_date_is_gone_and_comes_back(session: Session, alice: Person, channel: Channel) -> None:
    slot = make_slot(session, alice, [channel])
    revision = slot.revision

    services.skip(session, slot, wall("2026-04-13T09:00"), now=NOW)
    services.skip(session, slot, wall("2026-04-13T09:00"), now=NOW)
    after_skip = keys(session)
    services.restore(session, slot, wall("2026-04-13T09:00"), now=NOW)

    assert "2026-04-13T09:00" not in after_skip
    assert "2026-04-13T09:00" in keys(session)
    assert slot.revision == revision + 2


def test_a_moved_date_is_found_at_its_new_time_under_its_old_key(
    session: Session, alice: Person, channel: Channel
) -> None:
    slot = make_slot(session, alice, [channel])

    services.move(session, slot, wall("2026-04-13T09:00"), wall("2026-05-20T16:00"), minutes=45, now=NOW)

    found = services.occurrence(session, slot.id, "2026-04-13T09:00")
    assert found is not None
    assert found.start == datetime(2026, 5, 20, 14, 0, tzinfo=UTC)
    assert found.minutes == 45
    in_may = services.occurrences(
        session, datetime(2026, 5, 20, tzinfo=UTC), datetime(2026, 5, 21, tzinfo=UTC)
    )
    assert [each.key for each in in_may] == ["2026-04-13T09:00"]


def test_a_single_date_moved_later_is_found_there(session: Session, alice: Person, channel: Channel) -> None:
    slot = make_slot(session, alice, [channel], starts_wall=wall("2026-04-09T09:00"), rrule="")

    services.move(session, slot, slot.starts_wall, wall("2026-06-20T16:00"), now=NOW)

    assert keys(session) == []
    june = (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
    assert keys(session, june) == ["2026-04-09T09:00"]
    assert services.running(session, datetime(2026, 6, 1, tzinfo=UTC)) == [slot]


def test_a_date_does_not_meet_another_of_its_series(
    session: Session, alice: Person, channel: Channel
) -> None:
    slot = make_slot(session, alice, [channel], rrule="FREQ=WEEKLY;BYDAY=MO,TU")

    with pytest.raises(Refused, match="same series"):
        services.move(session, slot, wall("2026-04-13T09:00"), wall("2026-04-14T09:15"), now=NOW)
    services.move(session, slot, wall("2026-04-13T09:00"), wall("2026-04-14T09:30"), now=NOW)

    assert keys(session)[2:4] == ["2026-04-14T09:00", "2026-04-13T09:00"]


def test_a_date_does_not_come_back_onto_one_that_took_its_place(
    session: Session, alice: Person, channel: Channel
) -> None:
    slot = make_slot(session, alice, [channel])
    services.skip(session, slot, wall("2026-04-13T09:00"), now=NOW)
    services.move(session, slot, wall("2026-04-20T09:00"), wall("2026-04-13T09:10"), now=NOW)

    with pytest.raises(Refused, match="same series"):
        services.restore(session, slot, wall("2026-04-13T09:00"), now=NOW)


def test_the_past_is_neither_skipped_nor_moved_to(session: Session, alice: Person, channel: Channel) -> None:
    slot = make_slot(session, alice, [channel])

    with pytest.raises(Refused, match="already over"):
        services.skip(session, slot, wall("2026-04-06T09:00"), now=NOW)
    with pytest.raises(Refused, match="already over"):
        services.move(session, slot, wall("2026-04-13T09:00"), wall("2026-04-08T08:00"), now=NOW)
    with pytest.raises(Refused, match="does not exist"):
        services.skip(session, slot, wall("2026-04-14T09:00"), now=NOW)


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


def test_somebody_booked_twice_is_named(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    mine = make_slot(session, alice, [channel], minutes=60)
    wish = booking(alice, channel, "2026-04-13T09:45")

    assert [each.slot_id for each in services.clashes(session, wish, now=NOW)][:1] == [mine.id]
    assert services.clashes(session, wish, but=mine, now=NOW) == []
    assert services.clashes(session, booking(bob, channel, "2026-04-13T09:45"), now=NOW) == []
    assert services.clashes(session, booking(alice, channel, "2026-04-13T10:00"), now=NOW) == []


def test_times_that_clocks_jump_over_or_show_twice_are_told(alice: Person, channel: Channel) -> None:
    sundays = booking(alice, channel, "2026-04-12T02:30", weekdays=(6,))

    assert services.clock_doubts(sundays, now=NOW) == [wall("2026-10-25T02:30"), wall("2027-03-28T02:30")]
    assert services.clock_doubts(booking(alice, channel), now=NOW) == []


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


def test_a_series_is_running_until_its_last_date_is_over(
    session: Session, alice: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel, rhythm=Rhythm((0,), times=2)), now=NOW)
    last = datetime(2026, 4, 20, 7, 0, tzinfo=UTC)

    assert services.running(session, last + timedelta(minutes=29)) == [slot]
    assert services.running(session, last + timedelta(minutes=30)) == []


def test_one_date_is_handed_over_and_taken_back(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel), now=NOW)

    stand_in = services.hand_over(session, slot, wall("2026-04-13T09:00"), bob, now=NOW)

    assert keys(session, person_id=alice.id)[0] == "2026-04-20T09:00"
    assert keys(session, person_id=bob.id) == ["2026-04-13T09:00"]
    assert (stand_in.kind, stand_in.minutes, stand_in.channels) == (slot.kind, 30, [channel])

    services.restore(session, slot, wall("2026-04-13T09:00"), now=NOW)

    assert keys(session, person_id=alice.id)[0] == "2026-04-13T09:00"
    assert keys(session, person_id=bob.id) == []


def test_who_moves_a_date_that_was_handed_over_holds_it_again(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel), now=NOW)
    services.hand_over(session, slot, wall("2026-04-13T09:00"), bob, now=NOW)

    services.move(session, slot, wall("2026-04-13T09:00"), wall("2026-04-14T09:00"), now=NOW)

    assert next(each.person for each in services.occurrences(session, *TWO_MONTHS)) is alice
    assert keys(session, person_id=bob.id) == []


def test_nothing_is_handed_over_to_who_holds_it_or_has_left(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel), now=NOW)
    bob.left_at = NOW

    with pytest.raises(Refused, match="already"):
        services.hand_over(session, slot, wall("2026-04-13T09:00"), alice, now=NOW)
    with pytest.raises(Refused, match="not on the team"):
        services.hand_over(session, slot, wall("2026-04-13T09:00"), bob, now=NOW)


def test_a_slot_across_midnight_and_the_change_of_clocks_lasts_as_long_as_it_says(
    session: Session, alice: Person, channel: Channel
) -> None:
    night = booking(alice, channel, "2026-10-24T23:30", weekdays=(), minutes=240)

    services.reserve(session, night, now=NOW)

    [date] = services.occurrences(session, *(datetime(2026, 10, day, tzinfo=UTC) for day in (24, 26)))
    assert date.end - date.start == timedelta(hours=4)
    assert to_wall(date.end, date.zone) == wall("2026-10-25T02:30")  # three on the wall, and one came twice
