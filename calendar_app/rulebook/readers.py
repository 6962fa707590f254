"""What the rulebook shows of the posts, which it does not know: the app hands readers in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app
from sqlalchemy.orm import Session

from calendar_app.rules.facts import Tuning
from calendar_app.rules.rule import Rule, Severity


@dataclass(frozen=True, slots=True)
class Turn:
    """A planned variant on which a rule would say something else; `at` is on the channel's clock."""

    variant_id: int
    title: str
    channel: str
    at: datetime
    before: Severity
    after: Severity


@dataclass(frozen=True, slots=True)
class Foresight:
    """What a change of a rule would do to what is planned: how many variants were looked at, which turn."""

    looked_at: int
    turns: tuple[Turn, ...]
    is_cut: bool  # there is more planned than was looked at


Foresee = Callable[[Session, Rule, Sequence[Tuning], datetime], Foresight]


def install(app: Flask, *, foresee: Foresee) -> None:
    app.extensions["rulebook.foresee"] = foresee


def foresee(session: Session, rule: Rule, tunings: Sequence[Tuning], now: datetime) -> Foresight:
    """What a rule would say of the coming four weeks if these decisions held."""
    reader: Foresee = current_app.extensions["rulebook.foresee"]
    return reader(session, rule, tunings, now)
