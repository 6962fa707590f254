"""Which items of a gate are open, and keeping what was settled."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.channels.gate.capacity import Room
from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.models import Channel
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person, Role
from calendar_app.people.services import note, plan_changed, take_turns
from calendar_app.rules.facts import GateItem
from calendar_app.rules.rule import Severity

_ = gettext

FEWEST_ACCOUNTS = 5
SHORTEST_REASON = 20
EVIDENCE_KEEPS = timedelta(days=365)


class Refused(ValueError):  # noqa: N818 it is an answer, not a failure
    """What was asked for cannot be; the text says why, in the reader's language."""


def gate_of(session: Session, channel: Channel) -> LaunchGate | None:
    return session.scalar(select(LaunchGate).where(LaunchGate.channel_id == channel.id))


def keep(
    session: Session, channel: Channel, answers: Mapping[str, Any], *, by: Person, now: datetime
) -> LaunchGate:
    """Keep the answers, by the names of the gate's columns; a change makes a sign-off void."""
    take_turns(session)
    gate = gate_of(session, channel) or LaunchGate(channel_id=channel.id)
    if gate.id is not None and all(getattr(gate, name) == answer for name, answer in answers.items()):
        return gate
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
        GateItem.SIGN_OFF: gate is not None and gate.is_signed,
    }
    return tuple(item for item, answer in settled.items() if not answer)


def sign(
    session: Session,
    channel: Channel,
    gate: LaunchGate | None,
    room: Room | None,
    *,
    because: str = "",
    by: Person,
    now: datetime,
) -> None:
    """Stand for the launch. Raises Refused while an item is open, and for want of minutes.

    Full weeks are passed over by an admin only, who says why.
    """
    if gate is None or set(open_items(channel, gate)) - {GateItem.SIGN_OFF}:
        raise Refused(_("First every item is settled, then somebody stands for it."))
    if is_too_full(room) and by.role != Role.ADMIN:
        raise Refused(
            _("The team's weeks are full: less is asked, another channel gives time, or an admin signs.")
        )
    if is_too_full(room) and len(because) < SHORTEST_REASON:
        raise Refused(_("Say in a sentence why it is launched although the team's weeks are full."))
    gate.signed_by, gate.signed_at = by, now
    gate.signed_because = because if is_too_full(room) else ""
    session.flush()
    note(session, by, mark("launch gate signed"), channel, now=now, text=gate.signed_because)
    plan_changed(session)


def is_too_full(room: Room | None) -> bool:
    return room is not None and room.severity is Severity.BLOCK


def _lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def is_evidence_old(gate: LaunchGate, today: date) -> bool:
    """Audiences move on: what was true a year ago is asked again."""
    return gate.evidence_on is not None and today - gate.evidence_on > EVIDENCE_KEEPS
