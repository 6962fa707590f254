"""Ten contributions of a month, drawn to be read again: the manner counts, and no number shows it."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from sqlalchemy.orm import Session

from calendar_app.engagement.models import Interaction
from calendar_app.engagement.months.services import logged_in

DRAWN = 10


def drawn(session: Session, month: date) -> Sequence[Interaction]:
    """The same ten whenever somebody looks, oldest first, of those that say what was talked about."""
    telling = [each for each in logged_in(session, month) if each.note or each.link]
    lots = sorted(telling, key=lambda each: _lot(month, each))
    return sorted(lots[:DRAWN], key=lambda each: (each.at, each.id))


def _lot(month: date, contribution: Interaction) -> str:
    """By chance, but the same chance each time: the key is drawn when somebody logs."""
    return sha256(f"{month} {contribution.entry_key}".encode()).hexdigest()
