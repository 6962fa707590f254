"""Taking back what a mending button did, as long as nobody has changed it since."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import Slot
from calendar_app.engagement.wording import described
from calendar_app.foundation.forms import LONGEST_NUMBER
from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person
from calendar_app.people.services import note, say_one_word
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.models import Mode, Variant, VariantVersion
from calendar_app.posts.review import move
from calendar_app.posts.writing import edit_variant
from calendar_app.rulebook import boilerplate
from calendar_app.rulebook.models import Boilerplate

_ = gettext


class Aspect(StrEnum):
    """What a button changed."""

    MODE = "mode"
    ANSWERER = "answerer"
    TIME = "time"
    WORDS = "words"
    SLOT = "slot"  # booked: there was none before
    WORD = "word"  # a hashtag that nobody is asked about: it was before
    PHRASES = "phrases"  # left out of comparisons: they were not before


@dataclass(frozen=True, slots=True)
class Undo:
    """How to get back: `before` is how the part was, `revision` the state that the button left behind.

    For words it is the number of their version, for a slot the slot's own; the revision is the slot's then.
    For phrases it is their numbers, apart by blanks; for a word the word.
    """

    part: Aspect
    before: str
    revision: int


def before(session: Session, variant: Variant, part: Aspect) -> str:
    """How a part of a variant is now, so that it can be had back."""
    match part:
        case Aspect.MODE:
            return variant.mode.value
        case Aspect.ANSWERER:
            return str(variant.answer_person_id or "")
        case Aspect.TIME:
            return variant.planned_wall.isoformat() if variant.planned_wall else ""
        case _:
            of_variant = select(VariantVersion.id).where(VariantVersion.variant_id == variant.id)
            return str(session.scalar(of_variant.order_by(VariantVersion.id.desc()).limit(1)) or "")


def take_back(session: Session, variant: Variant, undo: Undo, *, person: Person, now: datetime) -> str:
    """Have it as it was before; returns the sentence that says so.

    Raises RefusedError, or ConflictError when the variant is no longer as the button left it.
    """
    if undo.part is Aspect.SLOT:
        return _unbook(session, undo, person=person, now=now)
    if undo.part is Aspect.PHRASES:
        return _count_again(session, undo, person=person, now=now)
    if undo.part is Aspect.WORD:
        return _ask_again(session, undo, person=person, now=now)
    if undo.part is Aspect.TIME and undo.before:
        wall = datetime.fromisoformat(undo.before)
        move(session, variant, wall, revision=undo.revision, person=person, now=now)
        return _("Back as it was.")
    content = _as_before(session, variant, undo)
    edit_variant(session, variant, content, revision=undo.revision, person=person, now=now)
    return _("Back as it was.")


def _as_before(session: Session, variant: Variant, undo: Undo) -> Content:
    content = content_of(variant)
    match undo.part:
        case Aspect.MODE:
            return replace(content, mode=Mode(undo.before))
        case Aspect.ANSWERER:
            return replace(content, answer_person_id=_person_before(session, undo))
        case Aspect.TIME:
            return replace(content, planned_wall=None)
    version = session.get(VariantVersion, _row_number(undo))
    if version is None or version.variant_id != variant.id:
        raise RefusedError(_("This cannot be undone any more."))
    return replace(content, title=version.title, text=version.text)


def _person_before(session: Session, undo: Undo) -> int | None:
    if not undo.before:
        return None
    person = session.get(Person, _row_number(undo))
    if person is None or person.left_at is not None:
        raise RefusedError(_("This cannot be undone any more."))
    return person.id


def _row_number(undo: Undo) -> int:
    """The number of a row; a browser may send anything."""
    return _number(undo.before)


def _number(written: str) -> int:
    if not written.isdecimal() or len(written) > LONGEST_NUMBER:
        raise RefusedError(_("This cannot be undone any more."))
    return int(written)


def _unbook(session: Session, undo: Undo, *, person: Person, now: datetime) -> str:
    slot = session.get(Slot, _row_number(undo))
    if slot is None or slot.revision != undo.revision or slot.ended_wall is not None:
        raise RefusedError(_("The dialog time was changed meanwhile, so it stays. It can be ended by hand."))
    if not may(person, Action.RESERVE):
        raise RefusedError(_("Reserving dialog time needs another role: ask an author or approver."))
    engagement.end_series(session, slot, now=now)
    note(session, person, mark("ended"), slot, now=now, text=described(slot))
    return _("The dialog time is not reserved any more.")


def _count_again(session: Session, undo: Undo, *, person: Person, now: datetime) -> str:
    if not may(person, Action.RULES):
        raise RefusedError(_("What comparisons leave out is changed by a lead or admin."))
    for written in undo.before.split():
        row = session.get(Boilerplate, _number(written))
        if row is not None:
            boilerplate.remove(session, row, person=person, now=now)
    return _("These words count again from the next check on.")


def _ask_again(session: Session, undo: Undo, *, person: Person, now: datetime) -> str:
    if not may(person, Action.RULES):
        raise RefusedError(_("What is one word is said by a lead or admin."))
    say_one_word(session, person.workspace, undo.before, is_one=False, by=person, now=now)
    return _("Back as it was.")
