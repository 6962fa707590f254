"""Where and when somebody is there, what a week asks of the team, and for how many that is enough. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from calendar_app.platforms.directory import platform
from calendar_app.rules.attendance import dialog_minutes
from calendar_app.rules.case import ChannelCase
from calendar_app.rules.catalog import capacity_exceeded, dialog_time_reserved
from calendar_app.rules.catalog.capacity_exceeded import Load
from calendar_app.rules.engine import softened
from calendar_app.rules.facts import Channel, Facts, Span, Variant
from calendar_app.rules.rule import Rule, Severity
from calendar_app.rules.weeks import midnight, week_from

INBOUND_PER_1000 = 10
"""Questions and remarks from 1,000 followers in a month: an old upper bound (Sprout 2013)."""

WEEKS_PER_MONTH = Fraction(52, 12)


@dataclass(frozen=True, slots=True)
class Cell:
    """A channel's day: whole minutes of dialog, how many posts go out, and whether it is over."""

    day: date
    minutes: int
    posts: int
    is_over: bool

    @property
    def is_hole(self) -> bool:
        """People will answer, and nobody will be there."""
        return self.posts > 0 and self.minutes == 0 and not self.is_over


@dataclass(frozen=True, slots=True)
class Row:
    """A channel's week, Monday to Sunday on its own clock."""

    channel: Channel
    cells: tuple[Cell, ...]
    have: int
    needed: int

    @property
    def missing(self) -> int:
        return max(0, self.needed - self.have)

    @property
    def serviceable(self) -> int:
        """How many followers the week's minutes are enough for, in whole hundreds."""
        return serviceable_audience(self.have)


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a week from a Monday asks of the team, and how that is judged."""

    monday: date
    load: Load
    severity: Severity
    drop: tuple[Variant, ...]


def coverage(facts: Facts, channels: Sequence[Channel], monday: date) -> list[Row]:
    """Weekday by channel in one week."""
    return [_row(facts, channel, monday) for channel in channels]


def capacity(facts: Facts, mondays: Sequence[date], *, more: int = 0) -> Iterator[Capacity]:
    """Minutes asked for and there, for the weeks in which the team's time is recorded.

    Judged as if a new channel asked for `more` minutes in each of them.
    """
    for monday in mondays:
        if facts.channels and monday in facts.supply:
            case = _case(capacity_exceeded.RULE, facts, facts.channels[0])
            load = capacity_exceeded.load_of(case, monday)
            over = max(0, load.demand - load.supply)
            number = -(-over // case.value("per_post"))
            severity = softened(case, capacity_exceeded.gate_severity(case, load, more))
            yield Capacity(monday, load, severity, load.posts[:number])


def serviceable_audience(minutes_a_week: int) -> int:
    """Followers whose questions so many minutes are enough to answer, in whole hundreds.

    240 minutes a week, 10 questions per 1,000 followers and month, 5 minutes each: 20,800.
    """
    per_answer = next(each for each in capacity_exceeded.RULE.parameters if each.name == "per_answer").default
    answers_a_month = minutes_a_week * WEEKS_PER_MONTH / per_answer
    return int(answers_a_month / INBOUND_PER_1000 * 10) * 100


def _row(facts: Facts, channel: Channel, monday: date) -> Row:
    case = _case(dialog_time_reserved.RULE, facts, channel)
    balance = dialog_time_reserved.balance_of(case, week_from(monday, channel.zone))
    days = [monday + timedelta(days=number) for number in range(7)]
    cells = tuple(_cell(case, day, _day(day, channel.zone)) for day in days)
    return Row(channel, cells, balance.have, balance.needed)


def _cell(case: ChannelCase, day: date, span: Span) -> Cell:
    minutes = int(dialog_minutes(case.facts, case.channel, span))
    return Cell(day, minutes, len(case.counted(span)), span.end <= case.facts.now)


def _day(day: date, zone: str) -> Span:
    return Span(midnight(day, zone), midnight(day + timedelta(days=1), zone))


def _case(rule: Rule, facts: Facts, channel: Channel) -> ChannelCase:
    return ChannelCase(rule, facts, channel, platform(channel.platform))
