"""Everything that verdicts depend on as one file, so that they can be given again without a database.

The file is JSON, described in docs/check.md. Its fields are those of the dataclasses in `rules.facts`, so
none can be forgotten; reading is strict, because a misspelt field would silently count as not recorded.
"""

import json
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any, TypeVar
from zoneinfo import available_timezones

from cattrs import BaseValidationError, transform_error
from cattrs.preconf.json import make_converter

from calendar_app.rules import engine
from calendar_app.rules.facts import Channel, Facts, Status, Variant
from calendar_app.rules.rule import Verdict

VERSION = 1
"""Grows when a field goes or changes its meaning; new fields may appear in any release."""

MARK = "parley_facts"
"""The field that tells a case file from a plan; its value is the version."""

YEARS = range(1970, 2200)
"""What a calendar of posts can mean; beyond it, windows would leave the calendar."""

D = TypeVar("D", bound=date)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Facts and the variants they are about.

    Each of `checked` is judged as it stands here. `relatives` are the texts it is compared with, as a
    workspace finds them by fingerprint; None compares all of the facts' variants.
    """

    facts: Facts
    checked: tuple[Variant, ...] = ()
    relatives: tuple[Variant, ...] | None = None

    @property
    def judged(self) -> tuple[Variant, ...]:
        """Those named as checked; without any, everything that is not cancelled."""
        planned = (each for each in self.facts.variants if each.status != Status.CANCELLED)
        return self.checked or tuple(planned)

    def verdicts(self) -> Iterator[tuple[Variant, tuple[Verdict, ...]]]:
        """What every rule says of each variant that is judged."""
        for variant in self.judged:
            yield variant, engine.check(self.facts, variant, self.relatives)


class UnreadableCaseError(ValueError):
    """A file that is no case file; the message names the place and what is wrong there."""


def written(case: CaseFile) -> str:
    """The file's text; the same case is always the same text."""
    content = {MARK: VERSION, **_converter.unstructure(case)}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def read(content: dict[str, Any]) -> CaseFile:
    """The case in a file's JSON. Raises UnreadableCaseError."""
    version = content.get(MARK)
    if version != VERSION:
        raise UnreadableCaseError(f"version {version!r} is unknown; this is for version {VERSION} @ $.{MARK}")
    try:
        found = {name: value for name, value in content.items() if name != MARK}
        case: CaseFile = _converter.structure(found, CaseFile)
        return case
    except (BaseValidationError, ValueError) as error:
        raise UnreadableCaseError(transform_error(error, format_exception=_said)[0]) from error


def _said(error: BaseException, _type: type | None) -> str:
    match error:
        case KeyError():
            return f"{error.args[0]} is missing"
        case TypeError() | AttributeError():  # a list where an object should be, nothing where a list should
            return "this has another form than it should"
    return str(error)


def _exactly(written_as: type) -> Callable[[Any, Any], Any]:
    """What is written as that type and is not merely convertible into it: "false" is no truth value."""

    def value_of(found: Any, kind: Any) -> Any:
        if type(found) is not written_as:
            raise ValueError(f"{found!r} is no {written_as.__name__}")
        return kind(found)  # the type itself, or a list of words that are of this type

    return value_of


def _instant(found: Any, _: Any) -> datetime:
    moment = datetime.fromisoformat(_text(found, str))
    if moment.tzinfo is None:
        raise ValueError(f"{found!r} lacks its offset from UTC")
    return _in_reach(moment).astimezone(UTC)


def _day(found: Any, _: Any) -> date:
    return _in_reach(date.fromisoformat(_text(found, str)))


def _in_reach(day: D) -> D:
    if day.year not in YEARS:
        raise ValueError(f"the year {day.year} is none of {YEARS[0]} to {YEARS[-1]}")
    return day


def _clock_time(found: Any, _: Any) -> time:
    return time.fromisoformat(_text(found, str))


_text = _exactly(str)


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _make_converter() -> Any:
    converter = make_converter(forbid_extra_keys=True, unstruct_collection_overrides={Set: sorted})
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook(datetime, _instant)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook(time, _clock_time)
    converter.register_unstructure_hook(time, time.isoformat)
    as_told = converter.get_structure_hook(Channel)

    def _channel(found: Any, kind: Any) -> Channel:
        channel: Channel = as_told(found, kind)
        if channel.zone not in _zones():
            raise ValueError(f"there is no time zone {channel.zone!r}")
        return channel

    converter.register_structure_hook(Channel, _channel)
    return converter


_converter = _make_converter()
