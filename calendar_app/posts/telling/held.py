"""Why something that was planned waits for a person, in the reader's language."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import gettext
from calendar_app.posts.models import PublishingStop, Variant
from calendar_app.posts.stops import every_stop
from calendar_app.posts.telling.words import rule_name
from calendar_app.rules.catalog import channel_state

STOPPED = channel_state.RULE.key  # the rule by which a stop holds


class Held(Protocol):
    """A variant, or what was read of one: where it was to go out, and when and by which rules it was held."""

    @property
    def channel_id(self) -> int: ...
    @property
    def campaign_id(self) -> int | None: ...
    @property
    def held_at(self) -> datetime | None: ...
    @property
    def held_for(self) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Cause:
    """What took it out of the plan: a stop, or the names of rules; after a stop, those that held it besides.

    It is what was so then: the stop may be lifted since, and the post still waits.
    """

    stop: PublishingStop | None
    rules: tuple[str, ...]

    def sentences(self) -> Iterator[str]:
        if self.stop is not None:
            yield gettext("Publishing was stopped: %(reason)s", reason=self.stop.reason)
        if self.rules:
            yield gettext("What holds it: %(rules)s", rules=", ".join(self.rules))


def why_held(session: Session, variants: Iterable[Variant]) -> dict[int, Cause]:
    """What holds each of the held ones, by their ids."""
    held = [each for each in variants if each.held_for]
    known = every_stop(session) if any(STOPPED in each.held_for for each in held) else ()
    return {each.id: cause(each, known) for each in held}


def cause(held: Held, known: Sequence[PublishingStop]) -> Cause:
    """What holds one, found among all stops that there ever were."""
    stop = _stop_behind(held, known)
    others = (rule for rule in held.held_for if stop is None or rule != STOPPED)
    return Cause(stop, tuple(map(rule_name, others)))


def _stop_behind(held: Held, known: Sequence[PublishingStop]) -> PublishingStop | None:
    if held.held_at is None or STOPPED not in held.held_for:
        return None
    here = (each for each in known if each.concerns(held.channel_id, held.campaign_id))
    return next((each for each in here if each.was_on(held.held_at)), None)
