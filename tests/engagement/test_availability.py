"""Working hours and absences: kept, seen, and what they touch."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.availability.models import Absence
from calendar_app.engagement.availability.services import (
    Week,
    absences_of,
    be_away,
    be_back,
    keep_workweek,
    touched,
    workweek,
)
from calendar_app.engagement.models import Slot
from calendar_app.engagement.services import Refused
from calendar_app.people.models import Person
from tests.engagement.booking import wall
from tests.factories import NOW, make_person, make_slot

MONDAY, FRIDAY = date(2026, 4, 13), date(2026, 4, 17)


def held_by(session: Session, person: Person) -> list[str]:
    window = datetime(2026, 4, 9, tzinfo=UTC), datetime(2026, 4, 30, tzinfo=UTC)
    return [each.key for each in services.occurrences(session, *window, person_id=person.id)]


def test_a_week_is_kept_and_written_anew(session: Session, bob: Person) -> None:
    keep_workweek(session, bob, Week(starts=time(9), ends=time(17), weekdays=(0, 1), minutes=300))
    keep_workweek(session, bob, Week(starts=time(8), ends=time(12), weekdays=(4, 2), region="AT"))

    row = workweek(session, bob)
    assert row is not None
    assert (row.starts, row.ends, row.weekdays) == (time(8), time(12), [2, 4])
    assert (row.minutes, row.region) == (None, "AT")


def test_dates_within_an_absence_go_to_the_deputy(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slot = make_slot(session, bob, [channel])
    slot.deputy = alice

    [each] = be_away(session, bob, MONDAY, FRIDAY, now=NOW)

    assert (each.date.key, each.stand_in) == ("2026-04-13T09:00", alice)
    assert held_by(session, alice) == ["2026-04-13T09:00"]
    assert held_by(session, bob) == ["2026-04-20T09:00", "2026-04-27T09:00"]


def test_without_a_free_deputy_a_date_stays_open(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slots = [
        make_slot(session, bob, [channel], starts_wall=wall(f"2026-04-06T{hour}:00")) for hour in (10, 11, 12)
    ]
    slots[1].deputy = slots[2].deputy = alice
    make_slot(session, alice, [channel], starts_wall=wall("2026-04-06T11:15"))
    be_away(session, alice, date(2026, 4, 20), date(2026, 4, 20), now=NOW)
    alice.leaves_on = date(2026, 4, 26)

    found = be_away(session, bob, MONDAY, date(2026, 4, 27), now=NOW)

    assert [(each.date.key, each.stand_in) for each in found] == [
        ("2026-04-13T10:00", None),  # no deputy
        ("2026-04-13T11:00", None),  # the deputy is booked then
        ("2026-04-13T12:00", alice),
        ("2026-04-20T10:00", None),
        ("2026-04-20T11:00", None),
        ("2026-04-20T12:00", None),  # the deputy is away as well
        ("2026-04-27T10:00", None),
        ("2026-04-27T11:00", None),
        ("2026-04-27T12:00", None),  # the deputy has left by then
    ]


def test_what_is_over_or_only_skipped_is_left_alone(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slot = make_slot(session, bob, [channel])
    slot.deputy = alice
    services.skip(session, slot, wall("2026-04-13T09:00"), now=NOW)

    found = be_away(session, bob, date(2026, 4, 6), FRIDAY, now=NOW)

    assert [(each.date.key, each.stand_in) for each in found] == [("2026-04-06T09:00", None)]
    assert held_by(session, alice) == []


def test_an_absence_counts_on_the_persons_own_clock(session: Session, channel: Channel) -> None:
    far = make_person(session, "Kiri", zone="Pacific/Auckland")
    make_slot(
        session, far, [channel], starts_wall=wall("2026-04-13T00:30"), zone="Pacific/Auckland", rrule=""
    )

    assert len(be_away(session, far, MONDAY, MONDAY, now=NOW)) == 1
    assert be_away(session, far, date(2026, 4, 12), date(2026, 4, 12), now=NOW) == []


@pytest.mark.parametrize(
    ("last", "words"),
    [(MONDAY - timedelta(days=1), "before the first"), (date(2027, 4, 14), "a year at most")],
)
def test_an_absence_that_cannot_be_is_refused(session: Session, bob: Person, last: date, words: str) -> None:
    with pytest.raises(Refused, match=words):
        be_away(session, bob, MONDAY, last, now=NOW)


def test_who_is_back_holds_their_time_again_but_not_what_was_handed_over(
    session: Session, alice: Person, bob: Person, slot: Slot
) -> None:
    slot.deputy = alice
    be_away(session, bob, MONDAY, FRIDAY, now=NOW)
    [absence] = absences_of(session, bob, MONDAY)

    be_back(session, absence)

    assert absences_of(session, bob, MONDAY) == []
    assert held_by(session, alice) == ["2026-04-13T09:00"]


def test_touched_dates_are_listed_later_too(session: Session, alice: Person, bob: Person, slot: Slot) -> None:
    be_away(session, bob, MONDAY, FRIDAY, now=NOW)
    [absence] = session.query(Absence).all()
    assert [each.stand_in for each in touched(session, absence)] == [None]

    services.hand_over(session, slot, wall("2026-04-13T09:00"), alice, now=NOW)

    assert [each.stand_in for each in touched(session, absence)] == [alice]
