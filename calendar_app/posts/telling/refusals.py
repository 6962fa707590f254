"""Why a step was not taken, as one sentence for the reader."""

from calendar_app.foundation.i18n import current_language, gettext, ngettext
from calendar_app.posts.errors import (
    BlockedError,
    ConflictError,
    ReasonNeededError,
    RefusedError,
    TickNeededError,
)
from calendar_app.posts.judging import Judgement
from calendar_app.posts.telling.words import rule_name

_ = gettext

Refusal = RefusedError | BlockedError | TickNeededError | ConflictError


def refusal_of(refusal: Refusal) -> str:
    """The sentence that a page shows for a step that was refused."""
    match refusal:
        case BlockedError():
            return _blocked(refusal.judgement)
        case ReasonNeededError():
            first = refusal.judgement.unexplained[0]
            return _("“%(rule)s” wants a reason: give it beside the warning.", rule=rule_name(first.rule))
        case TickNeededError():
            n = len(refusal.judgement.warnings)
            return ngettext(
                "One warning wants to be read: tick it, then go on.",
                "%(n)s warnings want to be read: tick them, then go on.",
                n,
            )
        case ConflictError():
            return _("Somebody changed this in the meantime. Please look at it once more.")
        case _:
            return str(refusal)


def _blocked(judgement: Judgement) -> str:
    first = judgement.blocks[0]
    return _(
        "Blocked by “%(rule)s”: %(sentence)s",
        rule=rule_name(first.rule),
        sentence=first.message(current_language()),
    )
