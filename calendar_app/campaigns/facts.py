"""What the rules may know about campaigns."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from calendar_app.campaigns.contest_models import ContestTerms
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
    rows = session.scalars(select(Campaign).options(*parts).where(Campaign.id.in_(wanted))).all()
    terms = _terms(session, wanted)
    return tuple(_fact(row, terms.get(row.id)) for row in rows)


def _terms(session: Session, ids: Collection[facts.ItemId]) -> Mapping[int, ContestTerms]:
    """Campaign id → the terms that hold."""
    newest = select(func.max(ContestTerms.id)).group_by(ContestTerms.campaign_id).scalar_subquery()
    own = select(ContestTerms).where(ContestTerms.id.in_(newest), ContestTerms.campaign_id.in_(ids))
    return {each.campaign_id: each for each in session.scalars(own)}


def _fact(row: Campaign, terms: ContestTerms | None) -> facts.Campaign:
    return facts.Campaign(
        id=row.id,
        kind=row.kind,
        name=row.name,
        starts_at=row.starts_at,
        owner_id=row.owner_id,
        worst_cases=sum(case.is_complete for case in row.worst_cases),
        settled=frozenset((*_settled(row), *(_agreed(terms) if terms else ()))),
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


def _agreed(terms: ContestTerms) -> Iterator[facts.Point]:
    """What the terms of a contest settle."""
    said = {
        facts.Point.TERMS: bool(terms.url and terms.fingerprint),
        facts.Point.ELIGIBILITY: bool(terms.eligibility),
        facts.Point.PERIOD: bool(terms.period),
        facts.Point.SELECTION: bool(terms.selection),
        facts.Point.JURY: bool(terms.jury),
        facts.Point.EXCLUSIONS: bool(terms.exclusions),
        facts.Point.COUNTING: bool(terms.counting),
        facts.Point.PRIVACY: bool(terms.privacy),
        facts.Point.RELEASE: terms.names_platform_release,
        facts.Point.NO_BAIT: terms.wants_no_sharing,
    }
    return (point for point, is_settled in said.items() if is_settled)
