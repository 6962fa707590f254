"""What modes, states, labels and rules are called on the pages."""

from calendar_app.foundation.i18n import current_language, gettext, mark
from calendar_app.posts.circumstances import Circumstances
from calendar_app.posts.models import Source, Status
from calendar_app.rules.engine import RULES
from calendar_app.rules.facts import Label, Mode

MODES = {
    Mode.LIVE: mark("By hand: a person posts it at that time"),
    Mode.SCHEDULED: mark("By schedule: a tool posts a human text"),
    Mode.RECYCLED: mark("Recycled: an earlier text again"),
    Mode.FEED: mark("By feed: from a website or CMS"),
    Mode.SYNC: mark("Mirrored: a machine copies it from another channel"),
}

STATUS_WORDS = {
    Status.DRAFT: mark("Draft"),
    Status.IN_REVIEW: mark("In review"),
    Status.SCHEDULED: mark("Scheduled"),
    Status.HELD: mark("Held"),
    Status.PUBLISHED: mark("Published"),
    Status.CANCELLED: mark("Cancelled"),
}

SOURCES = {
    Source.OWN: mark("Our own idea"),
    Source.QUESTION: mark("A question from the community"),
    Source.CONVERSATION: mark("A conversation"),
}
SOURCE_ICONS = {
    Source.OWN: "lightbulb",
    Source.QUESTION: "question-circle",
    Source.CONVERSATION: "chat-dots",
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

CIRCUMSTANCES = {
    "urgent_because": mark("urgent"),
    "embargo_wall": mark("embargo"),
    "source_channel_id": mark("copied from our channel"),
    "is_machine_written": mark("written by a machine"),
    "borrowed": mark("made by others"),
    "has_video": mark("with a video"),
}

_RULES = {rule.key: rule.name for rule in RULES}


def circumstance_words(circumstances: Circumstances) -> list[str]:
    """What is declared, in a word each."""
    return [gettext(words) for name, words in CIRCUMSTANCES.items() if getattr(circumstances, name)]


def rule_name(key: str) -> str:
    return _RULES[key].plain(current_language())
