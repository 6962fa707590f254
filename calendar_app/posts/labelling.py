"""Labels that keep a text from being compared: who may set them, how long they hold, what is kept of it.

A prescribed wording is prescribed as it stands. Whoever may make exceptions may prescribe it, and may edit
what is prescribed; an edit by anybody else is another text, which carries the label no more.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.people.services import note
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.models import Variant
from calendar_app.rules.facts import Label

_ = gettext


def labelled_by(person: Person, before: Content, content: Content) -> Content:
    """The content with the labels that it keeps when this person saves it.

    Raises RefusedError when the person may not prescribe a wording.
    """
    if Label.MANDATED not in content.labels or may(person, Action.OVERRIDE):
        return content
    if Label.MANDATED not in before.labels:
        raise RefusedError(
            _("Only a channel lead or an admin can mark a text as prescribed wording. Untick it or ask them.")
        )
    if content.wording == before.wording:
        return content
    return replace(content, labels=tuple(each for each in content.labels if each != Label.MANDATED))


def note_labels(
    session: Session, variant: Variant, before: Content, *, person: Person, now: datetime
) -> None:
    """Write into the journal that a label keeps this text from being compared, or no longer does."""
    content = content_of(variant)
    is_new = content.wording != before.wording
    if Label.MANDATED in content.labels and (is_new or Label.MANDATED not in before.labels):
        note(session, person, mark("marked as prescribed wording"), variant, now=now)
    if Label.MANDATED in before.labels and Label.MANDATED not in content.labels:
        note(session, person, mark("no longer prescribed wording"), variant, now=now)
    if Label.RESHARE in content.labels and Label.RESHARE not in before.labels:
        note(session, person, mark("marked as the platform's own repost"), variant, now=now)
