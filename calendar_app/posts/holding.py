"""Held, never lost: what is scheduled is judged again, and what a rule blocks by now waits for a person.

Nothing resumes by itself: a held variant is handed in again, moved or cancelled by somebody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.foundation.db import everywhere
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person, Workspace
from calendar_app.people.services import note, plan_changed
from calendar_app.posts.approval import withdraw_approval
from calendar_app.posts.judging import judge, one_at_a_time
from calendar_app.posts.many import judge_many
from calendar_app.posts.models import SecondLook, Status, Variant
from calendar_app.rules.engine import RULES

WHOLE = timedelta(weeks=4)
WHOLE_EVERY = timedelta(hours=24)
SOON = timedelta(hours=2, minutes=30)
SOON_EVERY = timedelta(minutes=20)
"""Whatever goes out is judged again between two and two and a half hours before."""

MOST = 400
"""Variants that are judged in one look, the next ones."""

_NUMBERS = {rule.key: rule.number for rule in RULES}


@dataclass(frozen=True, slots=True)
class Look:
    """What one look has shown: the plan's revision it saw, how far it reached, which variants are blocked."""

    revision: int
    is_whole: bool
    blocked: tuple[int, ...]


def hold(
    session: Session, variant: Variant, rules: Sequence[str], *, now: datetime, by: Person | None = None
) -> None:
    """Take a variant out of the plan until a person has looked at it; `rules` are keys of what holds it."""
    withdraw_approval(variant, Status.HELD)
    variant.held_at, variant.held_for, variant.updated_at = now, list(rules), now
    numbers = ", ".join(_NUMBERS.get(rule, rule) for rule in rules)
    note(session, by, mark("held"), variant, now=now, text=numbers)


def due(session: Session, now: datetime) -> list[int]:
    """The workspaces whose plan has changed since the last look, or whose last look is too long ago."""
    with everywhere(session):
        rows = session.execute(
            select(Workspace.id)
            .outerjoin(SecondLook, SecondLook.workspace_id == Workspace.id)
            .where(
                or_(
                    SecondLook.workspace_id.is_(None),
                    SecondLook.revision != Workspace.plan_revision,
                    SecondLook.whole_at < now - WHOLE_EVERY,
                    SecondLook.soon_at < now - SOON_EVERY,
                )
            )
            .order_by(SecondLook.soon_at)
        )
        return [workspace_id for (workspace_id,) in rows]


def look(session: Session, *, now: datetime) -> Look:
    """Judge what is scheduled in the workspace; nothing is written, so that nobody has to wait meanwhile."""
    workspace_id: int = session.info["scope"]
    revision = session.scalars(select(Workspace.plan_revision).where(Workspace.id == workspace_id)).one()
    last = session.get(SecondLook, workspace_id)
    is_whole = last is None or last.revision != revision or last.whole_at < now - WHOLE_EVERY
    variants = _scheduled(session, now, now + (WHOLE if is_whole else SOON))
    judged = judge_many(session, variants, now=now) if variants else {}
    return Look(revision, is_whole, tuple(each for each, judgement in judged.items() if judgement.blocks))


def keep(session: Session, seen: Look, *, now: datetime) -> list[Variant]:
    """Hold what the look found blocked, where a rule still blocks it, and write down that it was looked."""
    one_at_a_time(session)
    held = []
    for variant_id in seen.blocked:
        variant = session.get(Variant, variant_id)
        if variant is None or variant.status != Status.SCHEDULED:
            continue
        if blocks := judge(session, variant, now=now).blocks:
            hold(session, variant, [each.rule for each in blocks], now=now)
            held.append(variant)
    if held:
        session.flush()
        plan_changed(session)
    _write_down(session, seen, now)
    return held


def _write_down(session: Session, seen: Look, now: datetime) -> None:
    workspace_id: int = session.info["scope"]
    row = session.get(SecondLook, workspace_id) or SecondLook(workspace_id=workspace_id, whole_at=now)
    row.revision, row.soon_at = seen.revision, now
    row.whole_at = now if seen.is_whole else row.whole_at
    session.add(row)


def _scheduled(session: Session, start: datetime, end: datetime) -> Sequence[Variant]:
    query = (
        select(Variant)
        .options(joinedload(Variant.channel), joinedload(Variant.post))
        .where(Variant.planned_at >= start, Variant.planned_at < end, Variant.status == Status.SCHEDULED)
    )
    return session.scalars(query.order_by(Variant.planned_at, Variant.id).limit(MOST)).all()


def held_count(session: Session) -> int:
    """How many variants wait for a person, in sight."""
    is_held = Variant.held_at.is_not(None) & (Variant.status == Status.HELD)
    return session.scalar(select(func.count(Variant.id)).where(is_held)) or 0


def held(session: Session, *, most: int = 200) -> Sequence[Variant]:
    """What waits for a person, the next one first."""
    query = select(Variant).options(joinedload(Variant.channel), joinedload(Variant.post))
    waiting = query.where(Variant.status == Status.HELD).order_by(Variant.planned_at, Variant.id)
    return session.scalars(waiting.limit(most)).all()
