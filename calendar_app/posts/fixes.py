"""The mending actions that findings offer: each changes what it says, and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from calendar_app.engagement import services as engagement
from calendar_app.engagement.models import SlotKind
from calendar_app.engagement.wording import described
from calendar_app.foundation.i18n import current_language, format_datetime, gettext, mark
from calendar_app.foundation.zones import to_utc
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person, Role
from calendar_app.people.services import note, say_one_word, team
from calendar_app.platforms.directory import platform
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Mode, Variant
from calendar_app.posts.review import move
from calendar_app.posts.series import series_words
from calendar_app.posts.undoing import Aspect, Undo, before
from calendar_app.posts.writing import edit_variant, take
from calendar_app.rulebook import boilerplate
from calendar_app.rules.facts import Facts, Span
from calendar_app.rules.hashtags import distinct, without
from calendar_app.rules.rule import Fix, FixKind
from calendar_app.wording import joined, language_of

_ = gettext


STEP = timedelta(minutes=30)
EARLIEST_START, LATEST_START = 9, 18
"""The hours of a day that are looked at where nobody is free at the time a rule offers."""


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done, in a sentence, and how to have it back."""

    said: str
    undo: Undo


@dataclass(frozen=True, slots=True)
class Hand:
    """Who mends which state of a variant, in which plan, and when."""

    session: Session
    variant: Variant
    plan: Facts
    person: Person
    revision: int
    now: datetime

    def save(self, content: Content) -> None:
        edit_variant(
            self.session, self.variant, content, revision=self.revision, person=self.person, now=self.now
        )


def mend(
    session: Session, variant: Variant, rule: str, kind: str, *, revision: int, person: Person, now: datetime
) -> Mended:
    """Do what a finding of `rule` offers.

    The offer is computed anew, so that nothing but what the rules offer can be done this way.
    Raises RefusedError when there is no such offer any more.
    """
    take(session, variant, revision)  # the second of two clicks waits, and finds nothing left to mend
    judgement = judge(session, variant, now=now).with_moves()
    finding = judgement.of(rule)
    fix = next((fix for fix in (finding.fixes if finding else ()) if fix.kind.value == kind), None)
    if fix is None and finding is not None and kind == FixKind.MOVE_TO:
        raise RefusedError(_("Within a week there is no time that fits better."))
    if finding is None or fix is None or fix.kind not in MENDABLE:
        raise RefusedError(_("This is not needed any more."))
    hand = Hand(session, variant, judgement.plan, person, revision, now)
    match fix.kind:
        case FixKind.BOOK_SLOT:
            return _book_slot(hand, fix)
        case FixKind.LEAVE_OUT_SERIES:
            return _leave_out(hand, series_words(judgement, finding))
        case FixKind.KEEP_AS_ONE_WORD:
            return _keep_as_one_word(hand, str(fix.params["tag"]))
        case _:
            return _change(hand, fix)


def _change(hand: Hand, fix: Fix) -> Mended:
    """Change the variant itself, remembering the part that is changed."""
    part, menders = _CHANGES[fix.kind]
    was = before(hand.session, hand.variant, part)
    said = menders(hand, fix)
    hand.session.flush()
    return Mended(said, Undo(part, was, hand.variant.revision))


def answerer(session: Session, variant: Variant, person: Person, day: date) -> Person | None:
    """Whom one click names: who asks, else who cares for the channel, else anybody who is trained."""
    return next(iter(_answerers(session, variant, person, day)), None)


def _answerers(session: Session, variant: Variant, person: Person, day: date) -> list[Person]:
    """Everybody who may answer alone, in the order in which they are asked."""
    channel = variant.channel
    able = [each for each in team(session) if each.role != Role.TRAINEE and each.is_trained(day)]
    first = [variant.answer_person_id, person.id, channel.owner_id, channel.deputy_id]
    return sorted(able, key=lambda each: first.index(each.id) if each.id in first else len(first))


def _book_slot(hand: Hand, fix: Fix) -> Mended:
    if not may(hand.person, Action.RESERVE):
        raise RefusedError(_("Reserving dialog time needs another role: ask an author or approver."))
    reservation = _free_reservation(hand, fix)
    try:
        slot = engagement.reserve(hand.session, reservation, now=hand.now)
    except engagement.Refused as refusal:
        raise RefusedError(str(refusal)) from refusal
    note(hand.session, hand.person, mark("reserved"), slot, now=hand.now, text=described(slot))
    hand.session.flush()
    name, start = reservation.person.name, format_datetime(slot.starts_wall)
    said = _("Dialog time reserved: %(start)s, %(name)s.", start=start, name=name)
    return Mended(said, Undo(Aspect.SLOT, str(slot.id), slot.revision))


def _leave_out(hand: Hand, phrases: Sequence[str]) -> Mended:
    """Register what a series says each time, on all channels: it is compared across them."""
    if not may(hand.person, Action.RULES):
        raise RefusedError(_("What comparisons leave out is changed by a lead or admin."))
    if not phrases:
        raise RefusedError(_("This is not needed any more."))
    try:
        rows = [
            boilerplate.register(hand.session, phrase, None, person=hand.person, now=hand.now)
            for phrase in phrases
        ]
    except boilerplate.TooManyError as error:
        raise RefusedError(
            _("There are %(most)s phrases already. Remove one first.", most=boilerplate.MOST)
        ) from error
    said = _("Left out of comparisons from now on: %(phrases)s", phrases=" · ".join(phrases))
    return Mended(said, Undo(Aspect.PHRASES, " ".join(str(row.id) for row in rows), hand.variant.revision))


def _keep_as_one_word(hand: Hand, written: str) -> Mended:
    """Say of a long hashtag that it is no several words run together; nobody is asked about it again."""
    if not may(hand.person, Action.RULES):
        raise RefusedError(_("What is one word is said by a lead or admin."))
    found = distinct(platform(hand.variant.channel.platform), hand.variant.text)
    word = next(tag.key for tag in found if tag.written == written)
    say_one_word(hand.session, hand.person.workspace, word, is_one=True, by=hand.person, now=hand.now)
    said = _("Nobody is asked about %(tag)s any more.", tag=written)
    return Mended(said, Undo(Aspect.WORD, word, hand.variant.revision))


def _free_reservation(hand: Hand, fix: Fix) -> engagement.Reservation:
    """With the first person who is there and free at the first time that has one."""
    start: Any = fix.params["start"]
    people = _answerers(hand.session, hand.variant, hand.person, start.date()) or [hand.person]
    for wall in _starts(start.replace(tzinfo=None), is_bound=bool(fix.params.get("until"))):
        for person in people:
            wish = _wish(hand, fix, person, wall)
            if _is_there(hand, wish) and not engagement.clashes(hand.session, wish, now=hand.now):
                return wish
    raise RefusedError(
        _("Everybody who may answer is away or has other dialog time then. Choose another time or person.")
    )


def _starts(first: datetime, *, is_bound: bool) -> Iterator[datetime]:
    """The time itself; where it is not bound also later ones of that day, then of the rest of its week."""
    yield first
    if is_bound:
        return
    later, sunday = first + STEP, first.date() + timedelta(days=6 - first.weekday())
    while later.date() <= sunday:
        earliest = 0 if later.date() == first.date() else EARLIEST_START
        if earliest <= later.hour < LATEST_START:
            yield later
        later += STEP


def _wish(hand: Hand, fix: Fix, person: Person, wall: datetime) -> engagement.Reservation:
    channel = hand.variant.channel
    return engagement.Reservation(
        person=person,
        channels=(channel,),
        kind=SlotKind.ENGAGE,
        starts_wall=wall,
        zone=channel.zone,
        minutes=int(fix.params["minutes"]),  # type: ignore[arg-type]  # the rule's own number
    )


def _is_there(hand: Hand, wish: engagement.Reservation) -> bool:
    """Whether the person is not away; whoever asks for it by hand may still book other hours."""
    known = hand.plan.person(wish.person.id)
    start = to_utc(wish.starts_wall, wish.zone)
    span = Span(start, start + timedelta(minutes=wish.minutes))
    return known is None or not any(span.overlap(away) for away in known.absences)


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


def _leave_out_tags(hand: Hand, fix: Fix) -> str:
    tags: Any = fix.params["tags"]
    content = content_of(hand.variant)
    text = without(platform(hand.variant.channel.platform), content.text, tags)
    hand.save(replace(content, text=text))
    return _("Left out: %(tags)s", tags=joined(tags, language_of(current_language())))


def _move_to(hand: Hand, fix: Fix) -> str:
    at: Any = fix.params["at"]
    wall = at.replace(tzinfo=None)
    move(hand.session, hand.variant, wall, revision=hand.revision, person=hand.person, now=hand.now)
    return _("Moved to %(when)s.", when=format_datetime(wall))


def _switch_mirror_off(hand: Hand, fix: Fix) -> str:
    hand.save(replace(content_of(hand.variant), mode=Mode.LIVE))
    return _("The mirror is off here: a person posts this one by hand.")


_CHANGES: Mapping[FixKind, tuple[Aspect, Callable[[Hand, Fix], str]]] = {
    FixKind.NAME_ANSWER_PERSON: (Aspect.ANSWERER, _name_answer_person),
    FixKind.GO_LIVE: (Aspect.MODE, _go_live),
    FixKind.SWITCH_MIRROR_OFF: (Aspect.MODE, _switch_mirror_off),
    FixKind.MARK_RECYCLED: (Aspect.MODE, _mark_recycled),
    FixKind.START_OWN_TEXT: (Aspect.WORDS, _start_own_text),
    FixKind.LEAVE_OUT_TAGS: (Aspect.WORDS, _leave_out_tags),
    FixKind.MOVE_TO: (Aspect.TIME, _move_to),
}

MENDABLE = frozenset({*_CHANGES, FixKind.BOOK_SLOT, FixKind.LEAVE_OUT_SERIES, FixKind.KEEP_AS_ONE_WORD})
"""What a button can do by itself; the other kinds lead to a place where a person does it."""
