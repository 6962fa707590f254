"""The steps of a channel's life, and what each asks for. There is no half state and no way around a step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from calendar_app.channels.gate.services import gate_of, open_items
from calendar_app.channels.health import Activity, before_the_rule
from calendar_app.channels.models import Channel, ChannelState
from calendar_app.channels.services import is_speaking
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed
from calendar_app.rules.catalog import channel_state
from calendar_app.rules.facts import Tuning


class Step(StrEnum):
    RESERVE = "reserve"
    LISTEN = "listen"
    LAUNCH = "launch"
    CONFIRM = "confirm"
    PAUSE = "pause"
    RESUME = "resume"
    RELAUNCH = "relaunch"
    CLOSE = "close"
    CALL_OFF = "call_off"
    FREEZE = "freeze"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Path:
    """From which states a step leads to which."""

    sources: frozenset[ChannelState]
    target: ChannelState


def _path(target: ChannelState, *sources: ChannelState) -> Path:
    return Path(frozenset(sources), target)


_S = ChannelState

PATHS: Mapping[Step, Path] = {
    Step.RESERVE: _path(_S.RESERVED, _S.IDEA),
    Step.LISTEN: _path(_S.LISTEN_ONLY, _S.IDEA, _S.RESERVED),
    Step.LAUNCH: _path(_S.PROBATION, _S.IDEA, _S.RESERVED, _S.LISTEN_ONLY),
    Step.CONFIRM: _path(_S.ACTIVE, _S.PROBATION, _S.RELAUNCH),
    Step.PAUSE: _path(_S.PAUSED, _S.ACTIVE, _S.RELAUNCH),
    Step.RESUME: _path(_S.ACTIVE, _S.PAUSED),
    Step.RELAUNCH: _path(_S.RELAUNCH, _S.ACTIVE, _S.PAUSED, _S.FROZEN),
    Step.CLOSE: _path(_S.CLOSING, _S.PROBATION, _S.ACTIVE, _S.RELAUNCH, _S.PAUSED),
    Step.CALL_OFF: _path(_S.ACTIVE, _S.CLOSING),
    Step.FREEZE: _path(_S.FROZEN, _S.CLOSING),
    Step.DELETE: _path(_S.DELETED, _S.CLOSING, _S.FROZEN, _S.IDEA, _S.RESERVED, _S.LISTEN_ONLY),
}


class Missing(StrEnum):
    """What a step still lacks."""

    WRONG_STATE = "wrong_state"
    PURPOSE = "purpose"
    AUDIENCE = "audience"
    OWNER = "owner"
    DEPUTY = "deputy"
    PAUSE_DATE = "pause_date"
    CLOSING_DATE = "closing_date"
    LEAD_TIME = "lead_time"
    SUCCESSOR = "successor"
    POINTER = "pointer"
    NOTICE = "notice"
    CLOSING_DAY = "closing_day"
    GATE = "gate"
    UNDECIDED = "undecided"
    CAPACITY = "capacity"


class StepRefusedError(Exception):
    """A step cannot be taken yet; `missing` says all that is wanting."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a step is taken with; each step reads its own part."""

    paused_until: date | None = None
    notice_url: str = ""
    closes_on: date | None = None
    successor: Channel | None = None
    # For a launch: the names of channels that have been silent for so long that a lead must decide first.
    undecided: tuple[str, ...] = ()
    # And whether the team's weeks are too full for it, with nobody having passed over that.
    is_too_full: bool = False


def next_steps(channel: Channel) -> list[Step]:
    """The steps that lead on from where the channel is."""
    return [step for step, path in PATHS.items() if channel.state in path.sources]


def earliest_closing(channel: Channel, activity: Activity, tunings: Sequence[Tuning], now: datetime) -> date:
    """The first last day that may be announced, by the numbers that the team gave the rule about states."""
    case = before_the_rule(channel_state.RULE, channel, activity, tunings, now)
    return channel_state.earliest_last_day(case)


def take(
    session: Session,
    channel: Channel,
    step: Step,
    details: Details,
    *,
    activity: Activity,
    tunings: Sequence[Tuning],
    by: Person,
    now: datetime,
) -> None:
    """Take a step. Raises StepRefusedError with all that is missing."""
    missing = lacking(channel, step, details, activity, tunings, now)
    if step == Step.LAUNCH and not missing and open_items(channel, gate_of(session, channel)):
        missing = [Missing.GATE]
    if missing:
        raise StepRefusedError(missing)
    channel.state = PATHS[step].target
    channel.paused_until = details.paused_until if step == Step.PAUSE else None
    if step == Step.LAUNCH:
        channel.launched_on = now.astimezone(ZoneInfo(channel.zone)).date()
    if step in {Step.PAUSE, Step.CLOSE, Step.FREEZE}:
        channel.notice_url = details.notice_url or channel.notice_url
    if step == Step.CLOSE:
        channel.closes_on, channel.successor = details.closes_on, details.successor
    if step in {Step.CALL_OFF, Step.RELAUNCH}:
        channel.closes_on = channel.successor = None
        channel.notice_url = ""
    note(session, by, _DONE[step], channel, now=now)
    plan_changed(session)


def lacking(
    channel: Channel,
    step: Step,
    details: Details,
    activity: Activity,
    tunings: Sequence[Tuning],
    now: datetime,
) -> list[Missing]:
    """What stands in the way of a step; nothing when it can be taken."""
    if channel.state not in PATHS[step].sources:
        return [Missing.WRONG_STATE]
    today = now.astimezone(ZoneInfo(channel.zone)).date()
    match step:
        case Step.LAUNCH:
            missing = [*_for_speaking(channel), *_for_one_more(details)]
        case Step.RELAUNCH:
            missing = _for_speaking(channel)
        case Step.PAUSE:
            missing = [] if details.paused_until and details.paused_until > today else [Missing.PAUSE_DATE]
        case Step.CLOSE:
            missing = _for_closing(channel, details, earliest_closing(channel, activity, tunings, now))
        case Step.FREEZE:
            pointer = [] if details.notice_url or channel.notice_url else [Missing.NOTICE]
            missing = [*_for_the_end(channel, today), *pointer]
        case Step.DELETE:
            missing = _for_the_end(channel, today)
        case _:
            missing = []
    return missing


def _for_speaking(channel: Channel) -> list[Missing]:
    """Who begins to talk knows why, to whom, and who does it when one of them is away."""
    needed = {
        Missing.PURPOSE: channel.purpose,
        Missing.AUDIENCE: channel.audience,
        Missing.OWNER: channel.owner_id,
        Missing.DEPUTY: channel.deputy_id,
    }
    return [missing for missing, there in needed.items() if not there]


def _for_one_more(details: Details) -> list[Missing]:
    """A new channel takes nothing from those that are there."""
    short = {Missing.UNDECIDED: bool(details.undecided), Missing.CAPACITY: details.is_too_full}
    return [missing for missing, is_so in short.items() if is_so]


def _for_closing(channel: Channel, details: Details, earliest: date) -> list[Missing]:
    missing = []
    if details.closes_on is None:
        missing.append(Missing.CLOSING_DATE)
    elif details.closes_on < earliest:
        missing.append(Missing.LEAD_TIME)
    goal = details.successor
    if goal is None or goal is channel or not is_speaking(goal) or goal.state == ChannelState.CLOSING:
        missing.append(Missing.SUCCESSOR)
    if not details.notice_url:
        missing.append(Missing.POINTER)
    return missing


def _for_the_end(channel: Channel, today: date) -> list[Missing]:
    """What was announced for a day is not done before it."""
    is_early = channel.state == ChannelState.CLOSING and channel.closes_on and today < channel.closes_on
    return [Missing.CLOSING_DAY] if is_early else []


# What the journal says of each step.
_DONE = {
    Step.RESERVE: mark("reserved"),
    Step.LISTEN: mark("is listened to"),
    Step.LAUNCH: mark("launched"),
    Step.CONFIRM: mark("confirmed"),
    Step.PAUSE: mark("paused"),
    Step.RESUME: mark("speaks again"),
    Step.RELAUNCH: mark("relaunched"),
    Step.CLOSE: mark("closing announced"),
    Step.CALL_OFF: mark("closing called off"),
    Step.FREEZE: mark("frozen"),
    Step.DELETE: mark("deleted"),
}
