"""What two contents of a variant differ in besides their wording, in the reader's words."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from calendar_app.campaigns.models import Campaign
from calendar_app.foundation.i18n import format_datetime, gettext, language_name
from calendar_app.people.models import Person
from calendar_app.posts.content import Content
from calendar_app.posts.telling.words import LABELS, MODES, circumstance_words
from calendar_app.rules.facts import Label

_ = gettext


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that two editors chose differently."""

    name: str
    mine: str
    theirs: str


def differences(session: Session, mine: Content, theirs: Content) -> list[Difference]:
    """What whoever keeps one of two contents would decide without seeing it."""

    def answerer(content: Content) -> str:
        person = session.get(Person, content.answer_person_id) if content.answer_person_id else None
        return person.name if person else "–"

    def campaign(content: Content) -> str:
        row = session.get(Campaign, content.campaign_id) if content.campaign_id else None
        return row.name if row else "–"

    told: dict[str, Callable[[Content], str]] = {
        _("When"): lambda each: format_datetime(each.planned_wall) if each.planned_wall else "–",
        _("Language"): lambda each: language_name(each.language) or "–",
        _("How it goes out"): lambda each: gettext(MODES[each.mode]),
        _("Who answers"): answerer,
        _("Campaign"): campaign,
        _("Pictures"): lambda each: ", ".join(medium.alt or "…" for medium in each.media) or "–",
        _("Special circumstances"): lambda each: ", ".join(circumstance_words(each.circumstances)) or "–",
        _("Labels"): lambda each: (
            ", ".join(gettext(LABELS[Label(label)]) for label in sorted(each.labels)) or "–"
        ),
    }
    pairs = (Difference(name, words(mine), words(theirs)) for name, words in told.items())
    return [each for each in pairs if each.mine != each.theirs]
