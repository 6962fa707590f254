"""What modes, labels and rules are called on the pages."""

from calendar_app.foundation.i18n import current_language, mark
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Label, Mode

MODES = {
    Mode.LIVE: mark("By hand: a person posts it at that time"),
    Mode.SCHEDULED: mark("By schedule: a tool posts a human text"),
    Mode.RECYCLED: mark("Recycled: an earlier text again"),
    Mode.FEED: mark("By feed: from a website or CMS"),
    Mode.SYNC: mark("Mirrored: a machine copies it from another channel"),
}

LABELS = {
    Label.QUESTION: mark("Question"),
    Label.POLL: mark("Poll"),
    Label.INVITATION: mark("Invitation"),
    Label.INSIGHT: mark("Insight"),
    Label.STORY: mark("Story"),
    Label.ANSWER: mark("Answer to somebody"),
    Label.SERVICE: mark("Service"),
    Label.PROMO: mark("Promotion"),
    Label.PRESS: mark("Press release"),
    Label.FILLER: mark("Filler"),
    Label.RESHARE: mark("The platform's own repost"),
    Label.MANDATED: mark("Prescribed wording"),
    Label.FAREWELL: mark("Farewell"),
}

_RULES = {rule.key: rule.name for rule in RULES}


def rule_name(key: str) -> str:
    return _RULES[key].plain(current_language())
