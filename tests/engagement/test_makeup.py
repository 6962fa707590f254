"""Time that fell away: what counts as that, when it can be made up for, and what the rule says then."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import makeup, services
from calendar_app.engagement.availability.models import BusyCalendar
from calendar_app.engagement.availability.services import Week, be_away, keep_workweek
from calendar_app.engagement.facts import slot_occurrences
from calendar_app.engagement.logbook import finish
from calendar_app.engagement.models import OutcomeKind, Slot
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import Refused
from calendar_app.foundation.zones import to_wall
from calendar_app.people.models import Person, Workspace
from calendar_app.posts.facts import fact_of, facts_of_check
from calendar_app.rules import engine
from calendar_app.rules.catalog import missed_slot_makeup
from calendar_app.rules.facts import Mode
from calendar_app.rules.rule import Severity, Verdict
from tests.engagement.booking import wall
from tests.factories import NOW, make_person, make_slot, make_variant

MONDAY = "2026-04-06T09:00"  # two days ago; Easter Monday, but the workspace has named no region
NEXT = NOW + timedelta(days=7)


@pytest.fixture
def missed(session: Session, bob: Person, channel: Channel) -> Slot:
    """Half an hour on Monday at nine, of which nobody has said anything."""
    return make_slot(session, bob, [channel], starts_wall=wall(MONDAY), rrule="")


def date_of(session: Session, slot: Slot) -> Occurrence:
    found = services.occurrence(session, slot.id, f"{slot.starts_wall:%Y-%m-%dT%H:%M}")
    assert found is not None
    return found


def on_walls(session: Session, slot: Slot, now: datetime = NOW) -> list[str]:
    found = makeup.proposals(session, date_of(session, slot), now)
    return [f"{to_wall(each.start, slot.zone):%a %d %H:%M}" for each in found]


def keys(session: Session, now: datetime = NOW) -> list[tuple[int, str]]:
    return [(each.slot_id, each.key) for each in makeup.owed(session, now)]


def test_time_of_which_nobody_says_anything_is_missed_after_a_day(session: Session, missed: Slot) -> None:
    a_day_after = datetime(2026, 4, 7, 7, 30, tzinfo=UTC)

    assert keys(session, a_day_after - timedelta(minutes=1)) == []
    assert keys(session, a_day_after) == [(missed.id, MONDAY)]


@pytest.mark.parametrize(
    ("kind", "is_owed"),
    [(OutcomeKind.DONE, False), (OutcomeKind.NOTHING_TO_ADD, False), (OutcomeKind.COULD_NOT, True)],
)
def test_only_could_not_is_to_be_made_up_for(
    session: Session, missed: Slot, kind: OutcomeKind, is_owed: bool
) -> None:
    finish(session, date_of(session, missed), kind, now=NOW)

    assert bool(keys(session)) == is_owed


def test_skipping_is_no_way_out_but_moving_and_handing_over_are(
    session: Session, bob: Person, channel: Channel
) -> None:
    weekly = make_slot(session, bob, [channel], starts_wall=wall("2026-04-13T09:00"))
    services.skip(session, weekly, wall("2026-04-13T09:00"), now=NOW)
    services.move(session, weekly, wall("2026-04-20T09:00"), wall("2026-05-11T12:00"), now=NOW)
    services.hand_over(session, weekly, wall("2026-04-27T09:00"), make_person(session), now=NOW)
    session.flush()

    owed = keys(session, datetime(2026, 5, 2, tzinfo=UTC))

    assert (weekly.id, "2026-04-13T09:00") in owed
    assert not {"2026-04-20T09:00"} & {key for _, key in owed}
    assert (weekly.id, "2026-04-27T09:00") not in owed


def test_what_is_long_past_is_written_off(session: Session, missed: Slot) -> None:
    assert keys(session, NOW + timedelta(days=25)) != []
    assert keys(session, NOW + timedelta(days=27)) == []


def test_three_days_are_proposed_at_the_same_hour_where_that_is_free(
    session: Session, bob: Person, channel: Channel, missed: Slot
) -> None:
    make_slot(session, bob, [channel], starts_wall=wall("2026-04-09T08:45"), rrule="")
    be_away(session, bob, NOW.date() + timedelta(days=2), NOW.date() + timedelta(days=2), now=NOW)

    assert on_walls(session, missed) == ["Thu 09 09:15", "Mon 13 09:00", "Tue 14 09:00"]
    bob.leaves_on = NOW.date() + timedelta(days=5)
    assert on_walls(session, missed) == ["Thu 09 09:15", "Mon 13 09:00"]


def test_nothing_is_proposed_outside_working_hours_on_holidays_or_when_a_calendar_says_busy(
    session: Session, workspace: Workspace, bob: Person, missed: Slot
) -> None:
    workspace.region = "DE-BE"
    keep_workweek(session, bob, Week(starts=time(12), ends=time(14), weekdays=(0, 3)))
    busy = [["2026-04-09T10:00:00+00:00", "2026-04-09T11:15:00+00:00"]]
    session.add(BusyCalendar(person_id=bob.id, address="https://example.org", spans=busy, next_at=NOW))
    session.flush()

    assert on_walls(session, missed) == ["Thu 09 13:15", "Mon 13 12:00"]
    assert on_walls(session, missed, datetime(2026, 3, 30, tzinfo=UTC)) == ["Thu 02 12:00"]


def test_nobody_is_asked_for_more_than_their_minutes(
    session: Session, bob: Person, channel: Channel, missed: Slot
) -> None:
    held = make_slot(session, bob, [channel], starts_wall=wall("2026-04-07T09:00"), rrule="")
    finish(session, date_of(session, held), OutcomeKind.DONE, now=NOW)
    week = Week(starts=time(9), ends=time(17), weekdays=(0, 1, 2, 3, 4), minutes=30)
    keep_workweek(session, bob, week)

    assert on_walls(session, missed) == ["Mon 13 09:00", "Tue 14 09:00", "Wed 15 09:00"]


def test_a_booked_date_ends_the_debt_and_is_booked_once(
    session: Session, bob: Person, channel: Channel, missed: Slot
) -> None:
    start = makeup.proposals(session, date_of(session, missed), NOW)[0].start

    slot = makeup.make_up(session, date_of(session, missed), start, now=NOW)

    assert (slot.person, slot.channels, slot.minutes) == (bob, [channel], 30)
    assert keys(session) == []
    with pytest.raises(Refused, match="already"):
        makeup.make_up(session, date_of(session, missed), start, now=NOW)


def test_a_time_that_was_taken_meanwhile_is_not_booked_twice(
    session: Session, bob: Person, channel: Channel, missed: Slot
) -> None:
    start = makeup.proposals(session, date_of(session, missed), NOW)[0].start
    make_slot(session, bob, [channel], starts_wall=to_wall(start, "Europe/Berlin"), rrule="")

    with pytest.raises(Refused, match="taken"):
        makeup.make_up(session, date_of(session, missed), start, now=NOW)


def test_a_make_up_date_that_falls_away_too_is_the_one_to_be_made_up_for(
    session: Session, missed: Slot
) -> None:
    start = makeup.proposals(session, date_of(session, missed), NOW)[0].start
    slot = makeup.make_up(session, date_of(session, missed), start, now=NOW)

    assert [slot_id for slot_id, _ in keys(session, NEXT)] == [slot.id]


def test_a_make_up_date_that_is_given_up_leaves_the_first_one_open(session: Session, missed: Slot) -> None:
    start = makeup.proposals(session, date_of(session, missed), NOW)[0].start
    slot = makeup.make_up(session, date_of(session, missed), start, now=NOW)

    services.end_series(session, slot, now=NOW)

    assert keys(session) == [(missed.id, MONDAY)]


def verdict(session: Session, channel: Channel, now: datetime = NOW) -> Verdict:
    variant = make_variant(session, channel, mode=Mode.SCHEDULED)
    checked = fact_of(variant)
    found = facts_of_check(session, checked, zone=channel.zone, now=now)
    return engine.check(found.plan, checked, found.relatives, [missed_slot_makeup.RULE])[0]


def test_the_rule_sees_the_debt_and_its_end(session: Session, channel: Channel, missed: Slot) -> None:
    owed = verdict(session, channel)

    start = makeup.proposals(session, date_of(session, missed), NOW)[0].start
    makeup.make_up(session, date_of(session, missed), start, now=NOW)

    assert (owed.severity, owed.measured) == (Severity.WARN, 30)
    assert verdict(session, channel).severity is Severity.PASS


def test_the_rule_sees_an_outcome(session: Session, channel: Channel, missed: Slot) -> None:
    finish(session, date_of(session, missed), OutcomeKind.DONE, now=NOW)

    assert verdict(session, channel).severity is Severity.PASS


def test_the_rule_sees_what_was_skipped_without_a_new_date(
    session: Session, bob: Person, channel: Channel
) -> None:
    slot = make_slot(session, bob, [channel], starts_wall=wall("2026-04-08T10:00"), rrule="")
    services.skip(session, slot, slot.starts_wall, now=NOW)

    assert verdict(session, channel).severity is Severity.PASS
    assert verdict(session, channel, NOW + timedelta(days=2)).measured == 30


def test_make_up_time_is_called_so_in_the_facts(session: Session, channel: Channel, missed: Slot) -> None:
    start = makeup.proposals(session, date_of(session, missed), NOW)[0].start
    makeup.make_up(session, date_of(session, missed), start, now=NOW)

    found = slot_occurrences(session, NOW - timedelta(days=3), NOW + timedelta(days=9))

    assert [each.is_makeup for each in found] == [False, True]
