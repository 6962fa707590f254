"""Exceptions from a rule: who let which variant pass, why, and whether that still holds.

Whoever may make one is decided by the room of the posts; here it is kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import category

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.people.models import Person
from calendar_app.rulebook.models import Override
from calendar_app.rules.facts import Span

SHORTEST_REASON = 20


@dataclass(frozen=True, slots=True)
class Binding:
    """What an exception is bound to; when one of these changes, it is void."""

    variant_id: int
    channel_id: int
    content_hash: str
    planned_at: datetime | None


def is_reason(text: str) -> bool:
    """Whether a text has 20 characters that can be read: rows of spaces and the invisible do not count."""
    visible = "".join(each for each in text if each.isspace() or category(each)[0] not in "CM")
    return len(" ".join(visible.split())) >= SHORTEST_REASON


def record_override(
    session: Session, rule: str, binding: Binding, reason: str, *, person: Person, now: datetime
) -> Override:
    """Write down an exception. Whether the person may make it has been decided before.

    Raises ValueError when the reason is shorter than 20 characters.
    """
    if not is_reason(reason):
        raise ValueError(f"a reason has at least {SHORTEST_REASON} characters")
    override = Override(
        rule=rule,
        variant_id=binding.variant_id,
        channel_id=binding.channel_id,
        content_hash=binding.content_hash,
        planned_at=binding.planned_at,
        person=person,
        reason=reason,
        created_at=now,
    )
    session.add(override)
    session.flush()
    return override


def void_changed(session: Session, binding: Binding, now: datetime) -> None:
    """Void the exceptions of a variant that were made for something else than what it is now."""
    for override in _standing(session, [binding.variant_id]):
        if not _is_bound(override, binding):
            override.voided_at = now


def holding(session: Session, binding: Binding) -> dict[str, Override]:
    """The exceptions that hold for exactly this content, time and channel, by rule."""
    return holding_of_many(session, [binding]).get(binding.variant_id, {})


def holding_of_many(session: Session, bindings: Collection[Binding]) -> dict[int, dict[str, Override]]:
    """The exceptions that hold for each of several variants, by its id and by rule; one query."""
    bound = {binding.variant_id: binding for binding in bindings}
    found: dict[int, dict[str, Override]] = {}
    for override in _standing(session, bound.keys()):
        if _is_bound(override, bound[override.variant_id]):
            found.setdefault(override.variant_id, {})[override.rule] = override
    return found


def has_exception(session: Session, rule: str, channel_id: int, within: Span) -> bool:
    """Whether an exception from a rule stands for anything planned on a channel in a span of time."""
    made = select(Override.id).where(
        Override.rule == rule,
        Override.channel_id == channel_id,
        Override.voided_at.is_(None),
        Override.planned_at >= within.start,
        Override.planned_at < within.end,
    )
    return session.scalar(made.limit(1)) is not None


def _standing(session: Session, variant_ids: Collection[int]) -> Sequence[Override]:
    return session.scalars(
        select(Override)
        .where(Override.variant_id.in_(variant_ids), Override.voided_at.is_(None))
        .options(joinedload(Override.person))
        .order_by(Override.id)
    ).all()


def _is_bound(override: Override, binding: Binding) -> bool:
    bound = Binding(override.variant_id, override.channel_id, override.content_hash, override.planned_at)
    return bound == binding


def recorded_between(session: Session, start: datetime, end: datetime) -> list[Override]:
    """The exceptions that were made in [start, end), in their order, also those that are void since."""
    made = select(Override).where(Override.created_at >= start, Override.created_at < end)
    loaded = made.options(joinedload(Override.person), joinedload(Override.channel))
    return list(session.scalars(loaded.order_by(Override.id)))


def recorded(session: Session, *, most: int = 200) -> list[Override]:
    """The newest exceptions of the workspace."""
    return list(
        session.scalars(
            select(Override)
            .options(joinedload(Override.person), joinedload(Override.channel))
            .order_by(Override.id.desc())
            .limit(most)
        )
    )
