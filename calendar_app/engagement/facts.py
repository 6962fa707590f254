"""What the rules may know about reserved time and the people who hold it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement.models import Interaction, InteractionKind, Slot, SlotKind
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.timetable import occurrences
from calendar_app.people.models import Person
from calendar_app.rules import facts

LONGEST = timedelta(hours=8)


def slot_occurrences(
    session: Session, start: datetime, end: datetime, channel_ids: Collection[int] | None = None
) -> tuple[facts.Slot, ...]:
    """Every occurrence of which a part lies in [start, end), skipped ones too, in the rules' words.

    Time of somebody who has left is nobody's: it counts as cancelled.
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
        slot=f"{logged.slot_id} {logged.occurrence}" if logged.slot_id is not None else None,
    )


def answer_people(session: Session, day: date) -> tuple[facts.Person, ...]:
    """Everybody on the team, with whether their training is valid on a day."""
    team = session.scalars(select(Person).where(Person.left_at.is_(None)).order_by(Person.id))
    return tuple(
        facts.Person(id=person.id, name=person.name, role=person.role, is_trained=person.is_trained(day))
        for person in team
    )


def _slot(occurrence: Occurrence) -> facts.Slot:
    outcome = occurrence.outcome
    left_at = occurrence.person.left_at
    return facts.Slot(
        id=occurrence.slot_id,
        occurrence=occurrence.key,
        start=occurrence.start,
        end=occurrence.end,
        channel_ids=tuple(channel.id for channel in occurrence.channels),
        person_id=occurrence.person.id,
        is_cancelled=occurrence.skipped or (left_at is not None and left_at <= occurrence.start),
        outcome_minutes=outcome.minutes if outcome else None,
    )
