"""The steps of a variant from draft to published. Each asks the rules, and none goes round them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import gettext, mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed
from calendar_app.posts.approval import (
    MOVED_AWAY,
    is_moved_away,
    may_approve,
    record_approval,
    why_no_approval,
    why_too_early,
    withdraw_approval,
    wrote,
)
from calendar_app.posts.content import content_of
from calendar_app.posts.errors import BlockedError, ReasonNeededError, RefusedError, TickNeededError
from calendar_app.posts.holding import hold
from calendar_app.posts.judging import Judgement, judge, one_at_a_time
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.writing import refuse_closed, take, why_not_planned, write

_ = gettext

ON_ITS_WAY = frozenset({Status.IN_REVIEW, Status.SCHEDULED, Status.HELD})


def submit(
    session: Session, variant: Variant, *, revision: int, person: Person, now: datetime, ticked: bool = False
) -> None:
    """Hand a draft on: to review, or straight into the plan when the person may approve it.

    Raises BlockedError, ReasonNeededError when a warning wants a reason that nobody has given, or
    TickNeededError when a rule warns and `ticked` does not say that this was read.
    """
    _take(session, variant, revision, {Status.DRAFT, Status.HELD})
    _refuse_unfinished(variant)
    _pass_rules(session, variant, now, ticked=ticked)
    if may_approve(session, variant, person, now.date()):
        _schedule(session, variant, person, now)
    else:
        withdraw_approval(variant, Status.IN_REVIEW)
        note(session, person, mark("submitted"), variant, now=now)
    _changed(session, variant, now)


def approve(
    session: Session, variant: Variant, *, revision: int, person: Person, now: datetime, ticked: bool = False
) -> None:
    """Let a second person's judgement put a variant into the plan. Raises as `submit` does."""
    _take(session, variant, revision, {Status.IN_REVIEW})
    _refuse_approval(session, variant, person, now)
    _refuse_unfinished(variant)
    _pass_rules(session, variant, now, ticked=ticked)
    _schedule(session, variant, person, now)
    _changed(session, variant, now)


def move(
    session: Session, variant: Variant, wall: datetime, *, revision: int, person: Person, now: datetime
) -> None:
    """Plan a variant for another wall time of its channel; a block at the new time refuses the move.

    Too far from the approved time the approval is void, unless the person who moves it may approve it.
    """
    take(session, variant, revision)
    refuse_closed(variant)
    if why := why_not_planned(wall):
        raise RefusedError(why)
    before, content = variant.planned_wall, replace(content_of(variant), planned_wall=wall)
    if variant.status in ON_ITS_WAY:
        if why := why_too_early(content):
            raise RefusedError(why)
        one_at_a_time(session)
        _refuse_blocked(judge(session, variant, now=now, content=content))
    write(session, variant, content, person=person, now=now)
    note(session, person, mark("moved"), variant, now=now, text=f"{_plain(before)} → {_plain(wall)}")
    if variant.status == Status.SCHEDULED and is_moved_away(session, variant):
        _approve_again(session, variant, person, now)
    _changed(session, variant, now)


def _plain(wall: datetime | None) -> str:
    """A time as the journal keeps it, for readers of any language."""
    return f"{wall:%Y-%m-%d %H:%M}" if wall else "–"


def _approve_again(session: Session, variant: Variant, person: Person, now: datetime) -> None:
    if may_approve(session, variant, person, now.date()):
        record_approval(variant, person, now)
    else:
        withdraw_approval(variant, Status.IN_REVIEW)
        note(session, person, mark("approval void"), variant, now=now, text=MOVED_AWAY)


def back_to_draft(
    session: Session, variant: Variant, *, revision: int, person: Person, now: datetime
) -> None:
    """Take a variant out of review or out of the plan, to be worked on."""
    _take(session, variant, revision, ON_ITS_WAY)
    withdraw_approval(variant, Status.DRAFT)
    note(session, person, mark("returned to draft"), variant, now=now)
    _changed(session, variant, now)


def cancel(session: Session, variant: Variant, *, revision: int, person: Person, now: datetime) -> None:
    """Call a variant off. It stays on record and can be reinstated."""
    _take(session, variant, revision, ON_ITS_WAY | {Status.DRAFT})
    withdraw_approval(variant, Status.CANCELLED)
    note(session, person, mark("cancelled"), variant, now=now)
    _changed(session, variant, now)


def reinstate(session: Session, variant: Variant, *, revision: int, person: Person, now: datetime) -> None:
    """Bring a cancelled variant back, as a draft."""
    _take(session, variant, revision, {Status.CANCELLED})
    variant.status = Status.DRAFT
    note(session, person, mark("reinstated"), variant, now=now)
    _changed(session, variant, now)


def confirm_published(
    session: Session, variant: Variant, *, revision: int, person: Person, now: datetime, permalink: str = ""
) -> None:
    """Record that a scheduled variant really went out: a person says so, nobody assumes it."""
    _take(session, variant, revision, {Status.SCHEDULED})
    one_at_a_time(session)
    _refuse_blocked(judge(session, variant, now=now, is_out=True))
    variant.status, variant.published_at, variant.permalink = Status.PUBLISHED, now, permalink
    note(session, person, mark("confirmed as published"), variant, now=now, text=permalink)
    _changed(session, variant, now)


def take_back_published(
    session: Session, variant: Variant, *, revision: int, person: Person, now: datetime
) -> None:
    """Correct a confirmation that was a mistake: the variant is planned and unconfirmed again.

    Meanwhile others were planned without it; when a rule blocks it now, it is held and has to be handed in.
    """
    _take(session, variant, revision, {Status.PUBLISHED})
    one_at_a_time(session)
    variant.status, variant.published_at, variant.permalink = Status.SCHEDULED, None, ""
    note(session, person, mark("confirmation withdrawn"), variant, now=now)
    if blocks := judge(session, variant, now=now).blocks:
        hold(session, variant, [each.rule for each in blocks], now=now)
    _changed(session, variant, now)


def _take(session: Session, variant: Variant, revision: int, wanted: Collection[Status]) -> None:
    take(session, variant, revision)
    if variant.status not in wanted:
        raise RefusedError(_("This step is not possible any more: the variant has another status now."))


def _refuse_unfinished(variant: Variant) -> None:
    if not (variant.text.strip() or variant.title.strip()):
        raise RefusedError(_("There is no text yet. Write something first."))
    if variant.planned_at is None:
        raise RefusedError(_("There is no time yet. Choose day and time first."))
    if why := why_too_early(content_of(variant)):
        raise RefusedError(why)


def _refuse_approval(session: Session, variant: Variant, person: Person, now: datetime) -> None:
    if why := why_no_approval(session, variant, person, now.date()):
        raise RefusedError(why)


def _pass_rules(session: Session, variant: Variant, now: datetime, *, ticked: bool) -> None:
    one_at_a_time(session)
    judgement = judge(session, variant, now=now)
    _refuse_blocked(judgement)
    if judgement.unexplained:
        raise ReasonNeededError(judgement)
    if judgement.warnings and not ticked:
        raise TickNeededError(judgement)


def _refuse_blocked(judgement: Judgement) -> None:
    if judgement.blocks:
        raise BlockedError(judgement)


def _schedule(session: Session, variant: Variant, person: Person, now: datetime) -> None:
    own = wrote(session, variant, person)
    record_approval(variant, person, now)
    note(session, person, mark("approved own text") if own else mark("approved"), variant, now=now)


def _changed(session: Session, variant: Variant, now: datetime) -> None:
    variant.updated_at = now
    session.flush()
    plan_changed(session)
