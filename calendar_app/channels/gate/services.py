"""Which items of a gate are open, and keeping what was settled."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.models import Channel
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed, take_turns
from calendar_app.rules.facts import GateItem

FEWEST_ACCOUNTS = 5
EVIDENCE_KEEPS = timedelta(days=365)


def gate_of(session: Session, channel: Channel) -> LaunchGate | None:
    return session.scalar(select(LaunchGate).where(LaunchGate.channel_id == channel.id))


def keep(
    session: Session, channel: Channel, answers: Mapping[str, Any], *, by: Person, now: datetime
) -> LaunchGate:
    """Keep the answers, by the names of the gate's columns; what is open stays open."""
    take_turns(session)
    gate = gate_of(session, channel) or LaunchGate(channel_id=channel.id)
    for name, answer in answers.items():
        setattr(gate, name, answer)
    gate.changed_at = now
    session.add(gate)
    note(session, by, mark("launch gate changed"), channel, now=now)
    plan_changed(session)
    return gate


def open_items(channel: Channel, gate: LaunchGate | None) -> tuple[GateItem, ...]:
    """What is not settled yet, in the order of the form."""
    known = gate or LaunchGate()
    settled = {
        GateItem.PURPOSE: channel.purpose,
        GateItem.AUDIENCE: channel.audience,
        GateItem.OWNER: channel.owner_id,
        GateItem.DEPUTY: channel.deputy_id,
        GateItem.GOAL: known.goal,
        GateItem.EVIDENCE: known.evidence and known.evidence_on,
        GateItem.ACCOUNTS: _lines(known.accounts or "") >= FEWEST_ACCOUNTS,
        GateItem.MINUTES: known.minutes and known.source,
        GateItem.PLAN: known.plan,
        GateItem.MANNERS: known.manners_read_on,
        GateItem.IMPRINT: known.imprint_url,
        GateItem.COUNCIL: known.council,
        GateItem.EXIT: known.exit_criterion,
    }
    return tuple(item for item, answer in settled.items() if not answer)


def _lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def is_evidence_old(gate: LaunchGate, today: date) -> bool:
    """Audiences move on: what was true a year ago is asked again."""
    return gate.evidence_on is not None and today - gate.evidence_on > EVIDENCE_KEEPS
