"""Why a variant waits for a person."""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import gettext
from calendar_app.posts.models import PublishingStop, Variant
from calendar_app.posts.stops import every_stop
from calendar_app.posts.telling.words import rule_name
from calendar_app.rules.catalog import channel_state

STOPPED = channel_state.RULE.key  # the rule by which a stop holds


def why_held(session: Session, variants: Iterable[Variant]) -> dict[int, str]:
    """What took each of the held ones out of the plan, by their ids, in the reader's language.

    It is what was so then: the stop may be lifted since, and the variant still waits.
    """
    held = [each for each in variants if each.held_for]
    known = every_stop(session) if any(STOPPED in each.held_for for each in held) else ()
    return {each.id: _why(each, known) for each in held}


def _why(variant: Variant, known: Sequence[PublishingStop]) -> str:
    stop = _stop_behind(variant, known)
    if stop is not None:
        return gettext("Publishing was stopped: %(reason)s", reason=stop.reason)
    return gettext("What holds it: %(rules)s", rules=", ".join(map(rule_name, variant.held_for)))


def _stop_behind(variant: Variant, known: Sequence[PublishingStop]) -> PublishingStop | None:
    if variant.held_at is None or STOPPED not in variant.held_for:
        return None
    here = (each for each in known if each.concerns(variant.channel_id, variant.campaign_id))
    return next((each for each in here if each.was_on(variant.held_at)), None)
