"""What a feed's events say of reserved time: series, dates of their own, and whose time it takes."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import SlotException
from calendar_app.feeds.slot_entries import MOST_SERIES
from calendar_app.foundation.zones import to_utc
from calendar_app.people.models import Person, Workspace
from tests.factories import NOW, make_channel, make_slot
from tests.feeds.reading import built, events, starts
from tests.feeds.samples import wall


def test_a_slot_blocks_the_time_of_who_holds_it_and_of_nobody_else(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    slot = make_slot(session, bob, [make_channel(session)])

    mine, theirs = built(session, bob, "mine"), built(session, alice, "team")

    assert events(mine)[f"slot-{slot.id}"]["TRANSP"] == "OPAQUE"
    assert events(theirs)[f"slot-{slot.id}"]["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize("zone", ["Europe/Vienna", "America/New_York", "Australia/Lord_Howe"])
def test_slots_with_a_skip_and_a_move_are_shown_as_planned_over_both_clock_changes(
    session: Session, workspace: Workspace, alice: Person, zone: str
) -> None:
    slot = make_slot(session, alice, [make_channel(session)], zone=zone, starts_wall=wall(2026, 3, 23, 9))
    slot.exceptions = [
        SlotException(occurrence=wall(2026, 4, 13, 9), updated_at=NOW),
        SlotException(occurrence=wall(2026, 10, 26, 9), moved_wall=wall(2026, 10, 25, 2, 30), updated_at=NOW),
    ]
    session.flush()
    first, last = datetime(2026, 3, 20, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)

    octets = built(session, alice, "mine")

    planned = engagement.occurrences(session, first, last, person_id=alice.id)
    assert starts(octets, first, last) == [occurrence.start for occurrence in planned]
    assert len(planned) == 36
    assert to_utc(wall(2026, 10, 25, 2, 30), zone) in starts(octets, first, last)


def test_a_moved_date_that_the_rule_does_not_give_any_more_is_left_out(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    slot = make_slot(session, alice, [make_channel(session)])
    slot.exceptions = [
        SlotException(occurrence=wall(2026, 4, 14, 9), moved_wall=wall(2026, 4, 15, 9), updated_at=NOW)
    ]

    assert set(events(built(session, alice))) == {f"slot-{slot.id}"}


def test_an_ended_series_stops_where_it_ended(session: Session, workspace: Workspace, alice: Person) -> None:
    slot = make_slot(session, alice, [make_channel(session)])
    slot.ended_wall = wall(2026, 4, 20, 9)

    shown = starts(built(session, alice), datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC))

    assert [moment.day for moment in shown] == [6, 13]


def test_a_single_slot_is_one_event_in_utc(session: Session, workspace: Workspace, alice: Person) -> None:
    slot = make_slot(session, alice, [make_channel(session)], rrule="", starts_wall=wall(2026, 4, 9, 15))

    shown = events(built(session, alice))[f"slot-{slot.id}"]

    assert shown["DTSTART"].to_ical() == b"20260409T130000Z"


def test_many_series_are_written_as_single_dates(
    session: Session, workspace: Workspace, alice: Person
) -> None:
    mastodon = make_channel(session)
    for _ in range(MOST_SERIES):
        make_slot(session, alice, [mastodon])
    few = built(session, alice)
    make_slot(session, alice, [mastodon])

    many = built(session, alice)

    assert few.count(b"RRULE:FREQ=WEEKLY") == MOST_SERIES
    assert b"RRULE:FREQ=WEEKLY" not in many
    assert b"VTIMEZONE" not in many
    assert len(events(many)) == (MOST_SERIES + 1) * 53


def test_slots_of_somebody_who_has_left_are_gone(
    session: Session, workspace: Workspace, alice: Person, bob: Person
) -> None:
    make_slot(session, bob, [make_channel(session)])
    bob.left_at = NOW

    assert events(built(session, alice)) == {}
