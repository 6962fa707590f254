"""What the rules may know about reserved time and the people who hold it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import Row, and_, select
from sqlalchemy.orm import Session

from calendar_app.engagement.almanac.days import closed_days
from calendar_app.engagement.availability.models import Absence, Workweek, gone
from calendar_app.engagement.availability.supply import Worker, office_hours, supply_around
from calendar_app.engagement.models import Interaction, InteractionKind, Relevance, Slot, SlotKind
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.timetable import occurrences
from calendar_app.foundation.holidays import holidays_around
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person, Workspace
from calendar_app.rules import facts

LONGEST = timedelta(hours=8)
ABSENCES_WITHIN = timedelta(days=45)  # what is judged reaches 28 days back and nine beyond its week


def slot_occurrences(
    session: Session, start: datetime, end: datetime, channel_ids: Collection[int] | None = None
) -> tuple[facts.Slot, ...]:
    """Every occurrence of which a part lies in [start, end), skipped ones too, in the rules' words.

    Time of somebody who has left by then is nobody's: it counts as cancelled.
    """
    found = occurrences(session, start - LONGEST, end, channel_ids=channel_ids, with_skipped=True)
    return tuple(_slot(each) for each in found if each.end > start)


def interactions(
    session: Session, channel_ids: Collection[int], start: datetime, end: datetime
) -> tuple[facts.Interaction, ...]:
    """What was logged on the channels in [start, end).

    An answer is taken to stand below an own post, unless somebody was visited for it: then it was given where
    others talk.
    """
    rows = session.execute(
        select(Interaction, Slot.kind)
        .outerjoin(Slot, Slot.id == Interaction.slot_id)
        .where(Interaction.channel_id.in_(channel_ids), Interaction.at >= start, Interaction.at < end)
        .order_by(Interaction.id)
    )
    return tuple(_interaction(logged, kind) for logged, kind in rows)


def _interaction(logged: Interaction, kind: SlotKind | None) -> facts.Interaction:
    is_visit = kind == SlotKind.VISIT or logged.agenda_item_id is not None
    return facts.Interaction(
        id=logged.id,
        channel_id=logged.channel_id,
        at=logged.at,
        is_outward=logged.kind != InteractionKind.ANSWER or is_visit,
        quality=logged.quality,
        is_off_topic=logged.relevance == Relevance.OFF_TOPIC,
        slot=f"{logged.slot_id} {logged.occurrence}" if logged.slot_id is not None else None,
    )


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody on the team, the calendar of the place where they work, and their minutes by Monday.

    `approver_ids` are those who may approve on the day of `now`: trained then, and able to sign in.
    """

    people: tuple[facts.Person, ...]
    calendar: facts.Calendar
    supply: Mapping[date, int]
    approver_ids: frozenset[facts.ItemId]
    is_public_body: bool
    counts_unlabelled: bool
    single_words: frozenset[str]


def team_around(session: Session, day: date, now: datetime) -> Team:
    """Who is there around a day: trained on it, when at work, when away. Two queries."""
    near = and_(
        Absence.person_id == Person.id,
        Absence.last >= day - ABSENCES_WITHIN,
        Absence.first <= day + ABSENCES_WITHIN,
    )
    rows = session.execute(
        select(Person, Workweek, Absence, Workspace)
        .join(Workspace, Workspace.id == Person.workspace_id)
        .outerjoin(Workweek, Workweek.person_id == Person.id)
        .outerjoin(Absence, near)
        .where(Person.left_at.is_(None))
        .order_by(Person.id, Absence.first)
    ).all()
    people = {person: list(known) for person, known in groupby(rows, key=lambda row: row.Person)}
    house = rows[0].Workspace if rows else None
    region = house.region if house else ""
    closed = closed_days(session, day)
    return Team(
        people=tuple(_person(person, known, day) for person, known in people.items()),
        calendar=facts.Calendar(
            hours=office_hours(week for known in people.values() if (week := known[0].Workweek)),
            holidays={**closed, **holidays_around(region, day)},
        ),
        supply=supply_around([_worker(known, day, closed) for known in people.values()], day),
        approver_ids=frozenset(each.id for each in people if _may_approve(each, now.date())),
        is_public_body=house is not None and house.is_public_body,
        counts_unlabelled=house is not None and house.counts_unlabelled,
        single_words=frozenset(house.single_words if house else ()),
    )


def _may_approve(person: Person, day: date) -> bool:
    return may(person, Action.APPROVE) and person.is_trained(day) and person.account_id is not None


def _worker(
    known: Sequence[Row[Person, Workweek, Absence, Workspace]], day: date, closed: Mapping[date, str]
) -> Worker:
    first = known[0]
    week, region = first.Workweek, first.Workspace.region
    holidays = holidays_around((week.region if week else "") or region, day)
    absences = [row.Absence for row in known if row.Absence]
    return Worker(week, absences, {**closed, **holidays}, first.Person.leaves_on)


def _person(
    person: Person, known: Sequence[Row[Person, Workweek, Absence, Workspace]], day: date
) -> facts.Person:
    week: Workweek | None = known[0].Workweek
    return facts.Person(
        id=person.id,
        name=person.name,
        role=person.role,
        is_trained=person.is_trained(day),
        absences=(*gone(person), *(row.Absence.span_in(person.zone) for row in known if row.Absence)),
        hours=week.hours if week else None,
    )


def _slot(occurrence: Occurrence) -> facts.Slot:
    outcome = occurrence.outcome
    left_at = occurrence.person.leaves_at
    return facts.Slot(
        id=occurrence.slot_id,
        occurrence=occurrence.key,
        start=occurrence.start,
        end=occurrence.end,
        channel_ids=tuple(channel.id for channel in occurrence.channels),
        person_id=occurrence.person.id,
        is_cancelled=occurrence.skipped or (left_at is not None and left_at <= occurrence.start),
        is_excused=occurrence.handed_over or not occurrence.skipped,
        outcome_minutes=outcome.minutes if outcome else None,
        is_makeup=occurrence.makes_up,
    )
