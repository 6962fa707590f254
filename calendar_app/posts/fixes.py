"""The mending actions that findings offer: each changes what it says, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import SlotKind
from calendar_app.engagement.wording import described
from calendar_app.foundation.i18n import format_datetime, gettext, mark
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person, Role
from calendar_app.people.services import note, team
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, Variant
from calendar_app.posts.review import move
from calendar_app.posts.writing import edit_variant, take
from calendar_app.rules.rule import Fix, FixKind

_ = gettext


@dataclass(frozen=True, slots=True)
class Hand:
    """Who mends which state of a variant, and when."""

    session: Session
    variant: Variant
    person: Person
    revision: int
    now: datetime

    def save(self, content: Content) -> None:
        edit_variant(
            self.session, self.variant, content, revision=self.revision, person=self.person, now=self.now
        )


def mend(
    session: Session, variant: Variant, rule: str, kind: str, *, revision: int, person: Person, now: datetime
) -> str:
    """Do what a finding of `rule` offers; returns the sentence that says what was done.

    The offer is computed anew, so that nothing but what the rules offer can be done this way.
    Raises RefusedError when there is no such offer any more.
    """
    take(session, variant, revision)  # the second of two clicks waits, and finds nothing left to mend
    finding = judge(session, variant, now=now).with_moves().of(rule)
    fix = next((fix for fix in (finding.fixes if finding else ()) if fix.kind.value == kind), None)
    if fix is None and finding is not None and kind == FixKind.MOVE_TO:
        raise RefusedError(_("Within a week there is no time that fits better."))
    if fix is None or fix.kind not in _MENDERS:
        raise RefusedError(_("This is not needed any more."))
    return _MENDERS[fix.kind](Hand(session, variant, person, revision, now), fix)


def answerer(session: Session, variant: Variant, person: Person, day: date) -> Person | None:
    """Whom one click names: who asks, else who cares for the channel, else anybody who is trained."""
    channel = variant.channel
    able = [each for each in team(session) if each.role != Role.TRAINEE and each.is_trained(day)]
    first = [person.id, channel.owner_id, channel.deputy_id]
    able.sort(key=lambda each: first.index(each.id) if each.id in first else len(first))
    return able[0] if able else None


def _book_slot(hand: Hand, fix: Fix) -> str:
    if not may(hand.person, Action.RESERVE):
        raise RefusedError(_("Reserving dialog time needs another role: ask an author or approver."))
    start: Any = fix.params["start"]
    channel = hand.variant.channel
    reservation = engagement.Reservation(
        person=hand.variant.answer_person
        or answerer(hand.session, hand.variant, hand.person, start.date())
        or hand.person,
        channels=(channel,),
        kind=SlotKind.ENGAGE,
        starts_wall=start.replace(tzinfo=None),
        zone=channel.zone,
        minutes=int(fix.params["minutes"]),  # type: ignore[arg-type]  # the rule's own number
    )
    taken = engagement.clashes(hand.session, reservation, now=hand.now)
    try:
        slot = engagement.reserve(hand.session, reservation, now=hand.now)
    except engagement.Refused as refusal:
        raise RefusedError(str(refusal)) from refusal
    note(hand.session, hand.person, mark("reserved"), slot, now=hand.now, text=described(slot))
    name = reservation.person.name
    done = _("Dialog time reserved: %(start)s, %(name)s.", start=format_datetime(slot.starts_wall), name=name)
    if not taken:
        return done
    doubled = _("%(name)s has other dialog time then: move one of the two.", name=name)
    return f"{done} {doubled}"


def _name_answer_person(hand: Hand, fix: Fix) -> str:
    day = (hand.variant.planned_at or hand.now).date()
    named = answerer(hand.session, hand.variant, hand.person, day)
    if named is None:
        raise RefusedError(_("Nobody on the team is trained to answer. An admin can record a training."))
    hand.save(replace(content_of(hand.variant), answer_person_id=named.id))
    return _("%(name)s answers.", name=named.name)


def _go_live(hand: Hand, fix: Fix) -> str:
    hand.save(replace(content_of(hand.variant), mode=Mode.LIVE))
    return _("A person posts this one by hand now.")


def _mark_recycled(hand: Hand, fix: Fix) -> str:
    hand.save(replace(content_of(hand.variant), mode=Mode.RECYCLED))
    return _("It is marked as an earlier text now.")


def _start_own_text(hand: Hand, fix: Fix) -> str:
    hand.save(replace(content_of(hand.variant), title="", text=""))
    return _("The text is empty now. The earlier one stands among the versions.")


def _move_to(hand: Hand, fix: Fix) -> str:
    at: Any = fix.params["at"]
    wall = at.replace(tzinfo=None)
    move(hand.session, hand.variant, wall, revision=hand.revision, person=hand.person, now=hand.now)
    return _("Moved to %(when)s.", when=format_datetime(wall))


_MENDERS: Mapping[FixKind, Callable[[Hand, Fix], str]] = {
    FixKind.BOOK_SLOT: _book_slot,
    FixKind.NAME_ANSWER_PERSON: _name_answer_person,
    FixKind.GO_LIVE: _go_live,
    FixKind.MARK_RECYCLED: _mark_recycled,
    FixKind.START_OWN_TEXT: _start_own_text,
    FixKind.MOVE_TO: _move_to,
}

MENDABLE = frozenset(_MENDERS)
"""What a button can do by itself; the other kinds lead to a place where a person does it."""
