"""Which dates there are, and what stands in the way of a new one."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.models import OutcomeKind, SlotException, SlotOutcome
from calendar_app.engagement.rhythm import Rhythm
from calendar_app.foundation.db import scope_to
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person
from tests.engagement.booking import WEEK, booking, keys, wall
from tests.factories import NOW, make_channel, make_person, make_slot


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


def test_a_series_is_running_until_its_last_date_is_over(
    session: Session, alice: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel, rhythm=Rhythm((0,), times=2)), now=NOW)
    last = datetime(2026, 4, 20, 7, 0, tzinfo=UTC)

    assert services.running(session, last + timedelta(minutes=29)) == [slot]
    assert services.running(session, last + timedelta(minutes=30)) == []


def test_a_slot_across_midnight_and_the_change_of_clocks_lasts_as_long_as_it_says(
    session: Session, alice: Person, channel: Channel
) -> None:
    night = booking(alice, channel, "2026-10-24T23:30", weekdays=(), minutes=240)

    services.reserve(session, night, now=NOW)

    [date] = services.occurrences(session, *(datetime(2026, 10, day, tzinfo=UTC) for day in (24, 26)))
    assert date.end - date.start == timedelta(hours=4)
    assert to_wall(date.end, date.zone) == wall("2026-10-25T02:30")  # three on the wall, and one came twice
