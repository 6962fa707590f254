"""What a change of a rule would do to the posts of the coming four weeks, before anybody makes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from calendar_app.foundation.zones import to_wall
from calendar_app.posts.many import sight
from calendar_app.posts.models import Status, Variant
from calendar_app.rulebook.readers import Foresight, Turn
from calendar_app.rules.facts import Tuning
from calendar_app.rules.rule import Rule, Severity

AHEAD = timedelta(days=28)
MOST = 400
"""Variants that are looked at, the next ones: a page must come in a moment."""

PLANNED = (Status.IN_REVIEW, Status.SCHEDULED, Status.HELD)


def foresee(session: Session, rule: Rule, tunings: Sequence[Tuning], now: datetime) -> Foresight:
    """What a rule says of what is planned now, and what it would say if these decisions held."""
    variants = _planned(session, now)
    seen = sight(session, variants[:MOST], now=now)
    before = seen.verdicts((rule,))
    after = seen.verdicts((rule,), replace(seen.plan, tunings=tuple(tunings)))
    turns = (
        _turn(variant, before[variant.id][0].severity, after[variant.id][0].severity)
        for variant in variants[:MOST]
    )
    return Foresight(
        looked_at=len(seen.checked),
        turns=tuple(turn for turn in turns if turn.before is not turn.after),
        is_cut=len(variants) > MOST,
    )


def _planned(session: Session, now: datetime) -> Sequence[Variant]:
    query = (
        select(Variant)
        .options(joinedload(Variant.channel), joinedload(Variant.post))
        .where(Variant.planned_at >= now, Variant.planned_at < now + AHEAD, Variant.status.in_(PLANNED))
    )
    return session.scalars(query.order_by(Variant.planned_at, Variant.id).limit(MOST + 1)).all()


def _turn(variant: Variant, before: Severity, after: Severity) -> Turn:
    assert variant.planned_at is not None  # noqa: S101 chosen by it
    at = to_wall(variant.planned_at, variant.channel.zone)
    return Turn(variant.id, variant.called, variant.channel.name, at, before, after)
