"""The words for what came in and what became of it; looked up where they are shown."""

from calendar_app.engagement.inbound.models import InboundOutcome
from calendar_app.foundation.i18n import mark
from calendar_app.rules.facts import InboundKind

INBOUND_KINDS = {
    InboundKind.COMPLAINT: mark("Complaint"),
    InboundKind.QUESTION: mark("Question"),
    InboundKind.PRAISE: mark("Praise"),
    InboundKind.OTHER: mark("Other"),
}
INBOUND_ICONS = {
    InboundKind.COMPLAINT: "exclamation-triangle",
    InboundKind.QUESTION: "question-circle",
    InboundKind.PRAISE: "heart",
    InboundKind.OTHER: "chat-dots",
}

INBOUND_OUTCOMES = {
    InboundOutcome.ANSWERED: mark("Answered"),
    InboundOutcome.PASSED_ON: mark("Passed on"),
    InboundOutcome.NOTHING_NEEDED: mark("Needs no answer"),
    InboundOutcome.AUTOMATIC: mark("Only an automatic reply so far"),
}
INBOUND_OUTCOME_MEANINGS = {
    InboundOutcome.ANSWERED: mark("Somebody of us has answered in person."),
    InboundOutcome.PASSED_ON: mark("Somebody outside the team has it now; the note says who."),
    InboundOutcome.NOTHING_NEEDED: mark("It has been read, and there is nothing to say to it."),
    InboundOutcome.AUTOMATIC: mark("It stays open: a machine's reply is no answer."),
}
