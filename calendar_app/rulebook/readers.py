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


@dataclass(frozen=True, slots=True)
class Habit:
    """How many posts of the last four weeks there were, and how many of them passed a rule by exception."""

    posts: int
    excepted: int

    @property
    def is_one(self) -> bool:
        """More than a tenth: then the rule does not fit, or it is not taken seriously."""
        return self.excepted * 10 > self.posts


Foresee = Callable[[Session, Rule, Sequence[Tuning], datetime], Foresight]


ReadHabit = Callable[[Session, datetime], Habit]


def install(app: Flask, *, foresee: Foresee, habit: ReadHabit) -> None:
    app.extensions["rulebook.foresee"] = foresee
    app.extensions["rulebook.habit"] = habit


def habit(session: Session, now: datetime) -> Habit:
    """How often the last four weeks passed a rule by exception."""
    reader: ReadHabit = current_app.extensions["rulebook.habit"]
    return reader(session, now)


def foresee(session: Session, rule: Rule, tunings: Sequence[Tuning], now: datetime) -> Foresight:
    """What a rule would say of the coming four weeks if these decisions held."""
    reader: Foresee = current_app.extensions["rulebook.foresee"]
    return reader(session, rule, tunings, now)
