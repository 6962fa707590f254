"""What came of reserved time: contributions somebody made, and how an occurrence ended.

A phone on a slow line sends twice. Each entry carries a key made with its form and each occurrence has at
most one outcome, so that the second sending finds what the first one left.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.engagement.agenda import visit
from calendar_app.engagement.models import (
    AgendaItem,
    Interaction,
    InteractionKind,
    OutcomeKind,
    Relevance,
    SlotOutcome,
)
from calendar_app.engagement.recurrence import Occurrence
from calendar_app.engagement.reservation import Refused
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.services import plan_changed

_ = mark

Row = TypeVar("Row", Interaction, SlotOutcome)

QUALITIES = range(4)
# Who is ready early may begin early; what lies further ahead has not been held yet.
EARLY = timedelta(minutes=30)
LONGEST_KEPT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One contribution as it was typed, so long ago. `key` is made with the form."""

    key: str
    channel: Channel
    kind: InteractionKind
    quality: int
    relevance: Relevance = Relevance.OWN
    note: str = ""
    link: str = ""
    agenda_item: AgendaItem | None = None
    age: timedelta = timedelta(0)


def log(session: Session, occurrence: Occurrence, entry: Entry, *, now: datetime) -> Interaction:
    """Keep a contribution of the person who holds the slot. An entry sent twice is kept once."""
    if entry.quality not in QUALITIES:
        raise ValueError(f"quality is 0 to 3, got {entry.quality}")
    at = made_at(occurrence, entry.age, now)
    contribution = Interaction(
        channel=entry.channel,
        person_id=occurrence.person.id,
        slot_id=occurrence.slot_id,
        occurrence=occurrence.rule_wall,
        agenda_item_id=entry.agenda_item.id if entry.agenda_item else None,
        kind=entry.kind,
        quality=entry.quality,
        relevance=entry.relevance,
        note=entry.note,
        link=entry.link,
        entry_key=entry.key,
        at=at,
    )
    if entry.agenda_item is not None:
        visit(entry.agenda_item, now=at)
    return _keep_once(session, contribution, select(Interaction).where(Interaction.entry_key == entry.key))


def made_at(occurrence: Occurrence, age: timedelta, now: datetime) -> datetime:
    """When something was tapped so long ago; not before its time, whatever a phone's clock says."""
    return min(now, max(now - min(age, LONGEST_KEPT), occurrence.start - EARLY))


def entries(session: Session, occurrence: Occurrence) -> Sequence[Interaction]:
    """What was logged for an occurrence, oldest first."""
    logged = select(Interaction).where(
        Interaction.slot_id == occurrence.slot_id, Interaction.occurrence == occurrence.rule_wall
    )
    return session.scalars(logged.options(joinedload(Interaction.channel)).order_by(Interaction.id)).all()


def entry(session: Session, occurrence: Occurrence, interaction_id: int) -> Interaction | None:
    """One contribution, if it was logged for this occurrence."""
    found = session.get(Interaction, interaction_id)
    belongs = found and (found.slot_id, found.occurrence) == (occurrence.slot_id, occurrence.rule_wall)
    return found if belongs else None


def has_come(occurrence: Occurrence, now: datetime) -> bool:
    """Whether it may be said that an occurrence was held."""
    return now >= occurrence.start - EARLY


def finish(
    session: Session,
    occurrence: Occurrence,
    kind: OutcomeKind,
    *,
    note: str = "",
    age: timedelta = timedelta(0),
    now: datetime,
) -> SlotOutcome:
    """Say how an occurrence ended, so long ago. What was said first stays until it is taken back."""
    if occurrence.outcome is not None:
        return occurrence.outcome
    if kind != OutcomeKind.COULD_NOT and not has_come(occurrence, now):
        raise Refused(gettext(_("This time has not come yet.")))
    outcome = SlotOutcome(
        slot_id=occurrence.slot_id,
        occurrence=occurrence.rule_wall,
        kind=kind,
        minutes=0 if kind == OutcomeKind.COULD_NOT else occurrence.minutes,
        note=note,
        person_id=occurrence.person.id,
        at=made_at(occurrence, age, now),
    )
    plan_changed(session)
    return _keep_once(session, outcome, _outcome_of(occurrence))


def reopen(session: Session, occurrence: Occurrence, *, at: datetime) -> None:
    """Take back how an occurrence ended: the wrong button was pressed. What was said after that stays."""
    outcome = session.scalar(_outcome_of(occurrence))
    if outcome is not None and outcome.at <= at:
        session.delete(outcome)
        plan_changed(session)


def _outcome_of(occurrence: Occurrence) -> Select[SlotOutcome]:
    return select(SlotOutcome).where(
        SlotOutcome.slot_id == occurrence.slot_id, SlotOutcome.occurrence == occurrence.rule_wall
    )


def _keep_once(session: Session, row: Row, same: Select[Row]) -> Row:
    """Add a row unless its twin is there, also when the twin arrives in between."""
    known = session.scalar(same)
    if known is not None:
        return known
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return session.scalars(same).one()
    return row
