"""What the team decides about the rules: how strict each is and what its numbers are, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from calendar_app.channels.models import Channel
from calendar_app.foundation.db import all_channels
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed, take_turns
from calendar_app.rulebook.models import RuleChange
from calendar_app.rulebook.put_off import keep_in_step
from calendar_app.rules.catalog import dormant_channel
from calendar_app.rules.facts import Strictness, Tuning
from calendar_app.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Place:
    """Where a decision holds: on a channel, on all of a platform, or, naming neither, everywhere."""

    platform: str | None = None
    channel: Channel | None = None

    @property
    def channel_id(self) -> int | None:
        return self.channel.id if self.channel else None

    def holds(self, tuning: Tuning) -> bool:
        """Whether a decision was made for exactly this place."""
        return (tuning.platform, tuning.channel_id) == (self.platform, self.channel_id)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a team decides about a rule in one place; what it leaves out is as in the wider place."""

    strictness: Strictness | None = None
    values: Mapping[str, int] = field(default_factory=dict)


def tunings(session: Session) -> tuple[Tuning, ...]:
    """What holds now, on all channels of the workspace whoever asks; one query."""
    newest = (
        select(func.max(RuleChange.id))
        .group_by(RuleChange.rule, RuleChange.platform, RuleChange.channel_id)
        .scalar_subquery()
    )
    with all_channels(session):
        rows = session.scalars(select(RuleChange).where(RuleChange.id.in_(newest)).order_by(RuleChange.id))
        return tuple(_tuning(row) for row in rows if row.strictness or row.values)


def _tuning(row: RuleChange) -> Tuning:
    return Tuning(row.rule, row.platform, row.channel_id, row.strictness, row.values)


def decided(known: Sequence[Tuning], rule: Rule, place: Place) -> Decision:
    """What was decided for exactly this place."""
    for each in known:
        if each.rule == rule.key and place.holds(each):
            return Decision(each.strictness, each.values)
    return Decision()


def with_decision(
    known: Sequence[Tuning], rule: Rule, place: Place, decision: Decision
) -> tuple[Tuning, ...]:
    """What would hold if this were decided."""
    others = (each for each in known if each.rule != rule.key or not place.holds(each))
    mine = Tuning(rule.key, place.platform, place.channel_id, decision.strictness, decision.values)
    return (*others, mine)


def decide(
    session: Session, rule: Rule, place: Place, decision: Decision, *, person: Person, now: datetime
) -> bool:
    """Let a decision hold from the next check on; False when it says what holds there already.

    Raises ValueError for what nobody may soften.
    """
    if rule.is_fixed and decision.strictness is not None:
        raise ValueError(f"{rule.key} cannot be switched off")
    take_turns(session)
    known = tunings(session)
    if decided(known, rule, place) == decision:
        return False
    row = RuleChange(
        rule=rule.key,
        platform=place.platform,
        channel=place.channel,
        strictness=decision.strictness,
        values=dict(decision.values),
        person=person,
        changed_at=now,
    )
    session.add(row)
    session.flush()
    if rule.key == dormant_channel.RULE.key:
        keep_in_step(session, known, tunings(session))
    note(session, person, mark("rule changed"), row, now=now, text=_where(place))
    plan_changed(session)
    return True


def _where(place: Place) -> str:
    return place.channel.name if place.channel else place.platform or ""


def history(session: Session, rule: Rule, *, most: int = 50) -> list[RuleChange]:
    """Who decided what about a rule, the newest first."""
    rows = select(RuleChange).where(RuleChange.rule == rule.key).order_by(RuleChange.id.desc()).limit(most)
    return list(session.scalars(rows.options(joinedload(RuleChange.person), joinedload(RuleChange.channel))))
