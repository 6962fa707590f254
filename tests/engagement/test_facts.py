"""Reserved time as the rules see it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from calendar_app.channels.models import Channel
from calendar_app.engagement import services
from calendar_app.engagement.availability.services import Week, be_away, keep_workweek
from calendar_app.engagement.facts import interactions, slot_occurrences, team_around
from calendar_app.engagement.models import Interaction, InteractionKind, OutcomeKind, SlotKind, SlotOutcome
from calendar_app.people.models import Person, Role, Workspace
from calendar_app.rules import facts
from tests.factories import NOW, make_channel, make_person, make_slot

MONDAY = datetime(2026, 4, 13, tzinfo=UTC)
WEEK = (MONDAY, MONDAY + timedelta(days=7))


@pytest.fixture
def channel(session: Session, workspace: Workspace) -> Channel:
    return make_channel(session)


def test_an_occurrence_becomes_plain_values(session: Session, bob: Person, channel: Channel) -> None:
    other = make_channel(session, "LinkedIn", "linkedin")
    slot = make_slot(session, bob, [channel, other])

    [fact] = slot_occurrences(session, *WEEK, [channel.id])

    assert (fact.id, fact.occurrence, fact.person_id) == (slot.id, "2026-04-13T09:00", bob.id)
    assert (fact.start, fact.end) == (MONDAY.replace(hour=7), MONDAY.replace(hour=7, minute=30))
    assert fact.channel_ids == (channel.id, other.id)
    assert not fact.is_cancelled
    assert fact.outcome_minutes is None


def test_what_reaches_into_the_window_counts(session: Session, bob: Person, channel: Channel) -> None:
    make_slot(session, bob, [channel])
    start = MONDAY.replace(hour=7, minute=10)

    assert len(slot_occurrences(session, start, start + timedelta(hours=1))) == 1
    assert slot_occurrences(session, MONDAY.replace(hour=7, minute=30), MONDAY.replace(hour=9)) == ()


def test_a_skipped_date_is_cancelled(session: Session, bob: Person, channel: Channel) -> None:
    slot = make_slot(session, bob, [channel])
    services.skip(session, slot, datetime.fromisoformat("2026-04-13T09:00"), now=NOW)

    assert [fact.is_cancelled for fact in slot_occurrences(session, *WEEK)] == [True]


def test_time_of_somebody_who_left_is_nobodys(session: Session, bob: Person, channel: Channel) -> None:
    make_slot(session, bob, [channel])
    bob.left_at = NOW

    assert [fact.is_cancelled for fact in slot_occurrences(session, *WEEK)] == [True]


def test_time_after_a_last_day_is_nobodys_before_it_has_come(
    session: Session, bob: Person, channel: Channel
) -> None:
    make_slot(session, bob, [channel], rrule="FREQ=WEEKLY;BYDAY=MO,TU")
    keep_workweek(session, bob, Week(starts=time(9), ends=time(17), weekdays=(0, 1), minutes=120))
    bob.leaves_on = MONDAY.date()

    team = team_around(session, MONDAY.date(), NOW)

    assert [fact.is_cancelled for fact in slot_occurrences(session, *WEEK)] == [False, True]
    assert [MONDAY.replace(hour=hour) in team.people[0].absences[0] for hour in (21, 22)] == [False, True]
    assert [team.supply[MONDAY.date() + timedelta(weeks=week)] for week in (-1, 0, 1)] == [120, 60, 0]


def test_logged_minutes_stand_beside_the_planned_ones(
    session: Session, bob: Person, channel: Channel
) -> None:
    slot = make_slot(session, bob, [channel])
    kept = SlotOutcome(
        slot_id=slot.id,
        occurrence=datetime.fromisoformat("2026-04-13T09:00"),
        kind=OutcomeKind.COULD_NOT,
        minutes=0,
        at=NOW,
    )
    session.add(kept)

    assert [fact.outcome_minutes for fact in slot_occurrences(session, *WEEK)] == [0]


def test_training_counts_on_the_day(session: Session, workspace: Workspace) -> None:
    trained = make_person(session, "Tom", Role.AUTHOR)
    make_person(session, "Tina", Role.TRAINEE, trained=False)
    gone = make_person(session, "Gone")
    gone.left_at = NOW

    today = {person.name: person.may_answer_alone for person in team_around(session, NOW.date(), NOW).people}
    later = {person.name: person.is_trained for person in team_around(session, date(2030, 1, 1), NOW).people}

    assert today == {"Tom": True, "Tina": False}
    assert later[trained.name] is False


@pytest.mark.parametrize(
    ("kind", "slot_kind", "is_outward"),
    [
        (InteractionKind.COMMENT, SlotKind.ENGAGE, True),
        (InteractionKind.ANSWER, SlotKind.ENGAGE, False),
        (InteractionKind.ANSWER, SlotKind.VISIT, True),
        (InteractionKind.ANSWER, None, False),
    ],
)
def test_an_answer_was_given_outward_where_somebody_was_visited(
    session: Session,
    bob: Person,
    channel: Channel,
    kind: InteractionKind,
    slot_kind: SlotKind | None,
    is_outward: bool,
) -> None:
    slot = make_slot(session, bob, [channel], kind=slot_kind) if slot_kind else None
    logged = Interaction(
        channel=channel, slot_id=slot.id if slot else None, kind=kind, quality=2, entry_key="1", at=NOW
    )
    session.add(logged)
    session.flush()

    [fact] = interactions(session, [channel.id], NOW, NOW + timedelta(minutes=1))

    assert (fact.is_outward, fact.quality) == (is_outward, 2)
    assert interactions(session, [channel.id], NOW - timedelta(days=1), NOW) == ()


def test_absences_hours_and_holidays_are_known_in_two_queries(
    session: Session, alice: Person, bob: Person, workspace: Workspace
) -> None:
    workspace.region = "DE-BE"
    keep_workweek(session, bob, Week(starts=time(8), ends=time(12), weekdays=(0, 1)))
    be_away(session, bob, date(2026, 4, 13), date(2026, 4, 14), now=NOW)
    be_away(session, bob, date(2026, 5, 4), date(2026, 5, 4), now=NOW)
    be_away(session, bob, date(2027, 5, 4), date(2027, 5, 4), now=NOW)
    counted: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *given: counted.append(given[2]))

    team = team_around(session, NOW.date(), NOW)

    assert len(counted) == 2
    known = {person.id: person for person in team.people}
    assert [(span.start, span.end) for span in known[bob.id].absences] == [
        (datetime(2026, 4, 12, 22, tzinfo=UTC), datetime(2026, 4, 14, 22, tzinfo=UTC)),
        (datetime(2026, 5, 3, 22, tzinfo=UTC), datetime(2026, 5, 4, 22, tzinfo=UTC)),
    ]
    assert known[bob.id].hours == facts.WorkingHours(time(8), time(12), frozenset({0, 1}))
    assert (known[alice.id].absences, known[alice.id].hours) == ((), None)
    assert team.calendar.holidays[date(2026, 3, 8)] == "Women's Day"
