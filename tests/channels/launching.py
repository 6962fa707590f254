"""A launch gate with nothing left open."""

from datetime import date

from sqlalchemy.orm import Session

from calendar_app.channels.gate.models import LaunchGate
from calendar_app.channels.gate.services import keep, sign
from calendar_app.channels.models import Channel
from calendar_app.people.models import Person
from tests.factories import NOW

ANSWERS: dict[str, object] = {
    "goal": "Half of all questions are answered in public.",
    "evidence": "Asked forty visitors.",
    "evidence_on": date(2026, 3, 1),
    "accounts": "Ada\nBert\nCleo\nDora\nEmil",
    "minutes": 90,
    "source": "X closes.",
    "plan": "Three themes, twice a week.",
    "manners_read_on": date(2026, 4, 1),
    "imprint_url": "https://house.example/imprint",
    "council": "Consulted on 2 April.",
    "exit_criterion": "Nobody talks with us for three months.",
}


def settle(session: Session, channel: Channel, by: Person) -> LaunchGate:
    """Everything answered and signed; nobody has recorded the team's time."""
    gate = keep(session, channel, ANSWERS, by=by, now=NOW)
    session.flush()
    sign(session, channel, gate, None, by=by, now=NOW)
    return gate
