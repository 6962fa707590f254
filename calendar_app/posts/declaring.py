"""What may be declared about a variant, by whom, and what the journal keeps of it.

Urgency lifts rules, so it is set by those who may make exceptions, with a reason, and it is theirs: words
that somebody else changes are urgent no more. That a machine's words were checked is said by a person.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.people.services import note
from calendar_app.posts.circumstances import Circumstances
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.models import Variant

_ = gettext


def declared_by(person: Person, before: Content, content: Content) -> Content:
    """The content with the circumstances that it keeps when this person saves it.

    Raises RefusedError when the person may not call it urgent.
    """
    now = _reviewed(before, content)
    if not now.urgent_because or may(person, Action.OVERRIDE):
        return replace(content, circumstances=now)
    if now.urgent_because != before.circumstances.urgent_because:
        raise RefusedError(
            _("Only a channel lead or an admin can call a post urgent. Empty the field or ask them.")
        )
    if content.wording != before.wording:
        now = replace(now, urgent_because="")
    return replace(content, circumstances=now)


def _reviewed(before: Content, content: Content) -> Circumstances:
    """A review that was ticked before speaks for the words of then."""
    now = content.circumstances
    is_old = now.is_human_reviewed and before.circumstances.is_human_reviewed
    if not now.is_machine_written or (is_old and content.wording != before.wording):
        return replace(now, is_human_reviewed=False)
    return now


def note_circumstances(
    session: Session, variant: Variant, before: Content, *, person: Person, now: datetime
) -> None:
    """Write into the journal what was declared, or is no longer."""
    for action, text in _changes(before.circumstances, content_of(variant).circumstances):
        note(session, person, action, variant, now=now, text=text)


def _changes(old: Circumstances, new: Circumstances) -> Iterator[tuple[str, str]]:
    if new.urgent_because != old.urgent_because:
        yield (mark("called urgent") if new.urgent_because else mark("no longer urgent")), new.urgent_because
    if (new.embargo_wall, new.embargo_because) != (old.embargo_wall, old.embargo_because):
        until = f"{new.embargo_wall:%Y-%m-%d %H:%M}: " if new.embargo_wall else ""
        yield (mark("embargo set") if until else mark("embargo lifted")), f"{until}{new.embargo_because}"
    if new.is_human_reviewed and not old.is_human_reviewed:
        yield mark("machine's words checked"), ""
    if new.permission and new.permission != old.permission:
        yield mark("permission recorded"), f"{new.borrowed}: {new.permission}"
