"""What the rules may know about campaigns."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from calendar_app.campaigns.models import Campaign, WorstCase
from calendar_app.rules import facts


def campaign_facts(session: Session, ids: Collection[facts.ItemId | None]) -> tuple[facts.Campaign, ...]:
    """The campaigns with these ids as the rules see them; no query without an id, else as many for any."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return ()
    parts = (
        selectinload(Campaign.worst_cases).joinedload(WorstCase.person),
        selectinload(Campaign.on_call),
        joinedload(Campaign.owner),
    )
    rows = session.scalars(select(Campaign).options(*parts).where(Campaign.id.in_(wanted)))
    return tuple(fact_of(row) for row in rows)


def fact_of(row: Campaign) -> facts.Campaign:
    return facts.Campaign(
        id=row.id,
        kind=row.kind,
        name=row.name,
        starts_at=row.starts_at,
        owner_id=row.owner_id,
        worst_cases=sum(case.is_complete for case in row.worst_cases),
        settled=frozenset(_settled(row)),
        on_call=tuple(each.span for each in row.on_call if each.person.is_here),
        signed_by_id=row.signed_by_id,
        signed_at=row.signed_at,
        changed_at=row.changed_at,
    )


def _settled(row: Campaign) -> Iterator[facts.Point]:
    if row.is_answered:
        yield facts.Point.QUESTIONS
    if row.stop_criterion:
        yield facts.Point.STOP
