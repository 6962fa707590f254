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
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person, Role
from calendar_app.people.services import note, plan_changed, take_turns, team
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
    gate.changed_at, gate.changed_by = now, by
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
    """Stand for the launch. Raises Refused while an item is open, for want of minutes, and of four eyes.

    Full weeks are passed over by an admin only, who says why.
    """
    if gate is None or set(open_items(channel, gate)) - {GateItem.SIGN_OFF}:
        raise Refused(_("First every item is settled, then somebody stands for it."))
    if why := why_not_signed(session, gate, room, by):
        raise Refused(why)
    if is_too_full(room) and len(because) < SHORTEST_REASON:
        raise Refused(_("Say in a sentence why it is launched although the team's weeks are full."))
    gate.signed_by, gate.signed_at = by, now
    gate.signed_because = because if is_too_full(room) else ""
    session.flush()
    note(session, by, mark("launch gate signed"), channel, now=now, text=gate.signed_because)
    plan_changed(session)


def why_not_signed(session: Session, gate: LaunchGate, room: Room | None, person: Person) -> str:
    """Why a person cannot stand for the answers; "" when they can.

    While two people could, it is not the one who gave them.
    """
    if is_too_full(room) and person.role != Role.ADMIN:
        return _("The team's weeks are full: less is asked, another channel gives time, or an admin signs.")
    if gate.changed_by_id == person.id and len(_signers(session, room)) > 1:
        return _("Somebody else than who filled it in signs: four eyes see more.")
    return ""


def _signers(session: Session, room: Room | None) -> list[Person]:
    """Who could press the button; over full weeks admins only."""
    able = (each for each in team(session) if each.account_id is not None and may(each, Action.CHANNELS))
    return [each for each in able if not is_too_full(room) or each.role == Role.ADMIN]


def has_filled_up(gate: LaunchGate | None, room: Room | None) -> bool:
    """Whether the team's weeks are full, and nobody has signed in knowledge of it."""
    return is_too_full(room) and not (gate is not None and gate.is_signed and gate.signed_because)


def is_too_full(room: Room | None) -> bool:
    return room is not None and room.severity is Severity.BLOCK


def _lines(text: str) -> int:
    return sum(1 for line in text.split("\n") if line.strip())


def is_evidence_old(gate: LaunchGate, today: date) -> bool:
    """Audiences move on: what was true a year ago is asked again."""
    return gate.evidence_on is not None and today - gate.evidence_on > EVIDENCE_KEEPS
