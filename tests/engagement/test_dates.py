"""One date of a series: skipped, moved, handed over."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.models import Slot
from calendar_app.engagement.services import Refused
from calendar_app.foundation.db import Database
from calendar_app.people.models import Person
from tests.engagement.booking import TWO_MONTHS, booking, keys, wall
from tests.engagement.test_logbook import SENDERS, at_once
from tests.factories import NOW, make_person, make_slot


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


def test_two_who_hand_over_to_the_same_person_at_once_book_them_once(
    database: Database, session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    held = [make_slot(session, make_person(session), [channel]).id for _ in range(SENDERS)]
    session.commit()
    names, workspace_id = iter(held), bob.workspace_id

    def hand_over(own: Session) -> None:
        slot, to = own.get_one(Slot, next(names)), own.get_one(Person, bob.id)
        date = services.occurrence(own, slot.id, "2026-04-13T09:00")
        assert date is not None
        if not services.in_the_way(own, replace(date, person=to)):
            services.hand_over(own, slot, date.rule_wall, to, now=NOW)

    at_once(database, workspace_id, hand_over)

    assert keys(session, person_id=bob.id) == ["2026-04-13T09:00"]


def test_who_moves_a_date_that_was_handed_over_holds_it_again(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel), now=NOW)
    services.hand_over(session, slot, wall("2026-04-13T09:00"), bob, now=NOW)

    services.move(session, slot, wall("2026-04-13T09:00"), wall("2026-04-14T09:00"), now=NOW)

    assert next(each.person for each in services.occurrences(session, *TWO_MONTHS)) is alice
    assert keys(session, person_id=bob.id) == []


def test_what_took_the_place_of_a_date_keeps_it(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel), now=NOW)
    services.skip(session, slot, wall("2026-04-13T09:00"), now=NOW)
    services.reserve(session, booking(alice, channel, "2026-04-13T09:15", weekdays=()), now=NOW)
    services.hand_over(session, slot, wall("2026-04-20T09:00"), bob, now=NOW)

    with pytest.raises(Refused, match="other dialog time then"):
        services.restore(session, slot, wall("2026-04-13T09:00"), now=NOW)
    with pytest.raises(Refused, match="in other hands"):
        services.skip(session, slot, wall("2026-04-20T09:00"), now=NOW)

    assert keys(session)[:2] == ["2026-04-13T09:15", "2026-04-20T09:00"]


def test_who_stands_in_is_free_again_when_the_date_is_no_more(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    given_up = services.reserve(session, booking(alice, channel), now=NOW)
    shifted = services.reserve(session, booking(alice, channel, "2026-04-14T09:00", weekdays=(1,)), now=NOW)
    for slot in (given_up, shifted):
        services.hand_over(session, slot, slot.starts_wall, bob, now=NOW)

    services.end_series(session, given_up, now=NOW)
    services.change(session, shifted, booking(alice, channel, "2026-04-14T11:00", weekdays=(1,)), now=NOW)

    assert keys(session, person_id=bob.id) == []
    assert keys(session, person_id=alice.id)[0] == "2026-04-14T11:00"


def test_who_stood_in_keeps_what_they_held_and_whom_they_asked_is_free_too(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    cora = make_person(session, name="Cora Claus")
    slot = services.reserve(session, booking(alice, channel), now=NOW)
    held = services.hand_over(session, slot, wall("2026-04-13T09:00"), bob, now=NOW)
    passed_on = services.hand_over(session, slot, wall("2026-04-20T09:00"), bob, now=NOW)
    services.hand_over(session, passed_on, wall("2026-04-20T09:00"), cora, now=NOW)

    services.end_series(session, slot, now=datetime(2026, 4, 15, tzinfo=UTC))

    assert [each.slot_id for each in services.occurrences(session, *TWO_MONTHS)] == [held.id]
    assert held.ended_wall is None


def test_nothing_is_handed_over_to_who_holds_it_or_has_left(
    session: Session, alice: Person, bob: Person, channel: Channel
) -> None:
    slot = services.reserve(session, booking(alice, channel), now=NOW)
    bob.left_at = NOW

    with pytest.raises(Refused, match="already"):
        services.hand_over(session, slot, wall("2026-04-13T09:00"), alice, now=NOW)
    with pytest.raises(Refused, match="not on the team"):
        services.hand_over(session, slot, wall("2026-04-13T09:00"), bob, now=NOW)
