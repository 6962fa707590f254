"""Exceptions: who may let one variant pass a rule that blocks it, and for how long."""

from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import format_number, gettext, mark
from calendar_app.people.access import Action, may
from calendar_app.people.models import Person, Role
from calendar_app.people.services import note
from calendar_app.posts.approval import has_four_eyes, wrote
from calendar_app.posts.content import content_of
from calendar_app.posts.errors import RefusedError
from calendar_app.posts.judging import Judgement, binding, judge, one_at_a_time
from calendar_app.posts.models import Status, Variant
from calendar_app.posts.writing import take
from calendar_app.rulebook import services as rulebook
from calendar_app.rulebook.models import Override
from calendar_app.rulebook.readers import Habit
from calendar_app.rules.engine import RULES
from calendar_app.rules.hours import is_at_work
from calendar_app.rules.rule import Verdict
from calendar_app.rules.weeks import monday_of, week_from

_ = gettext

_RANKS = list(Role)

LONGEST_REASON = 2_000

HABIT_WINDOW = timedelta(days=28)

# What an author answers for passes no block: it says nothing of whether the rules fit.
_BY_AUTHORS = [rule.key for rule in RULES if rule.override.role == Role.AUTHOR]


def make_exception(
    session: Session,
    variant: Variant,
    rule: str,
    reason: str,
    *,
    revision: int,
    person: Person,
    now: datetime,
) -> Override:
    """Let one variant pass one rule that stands in its way, with a reason of at least 20 characters.

    Holds for exactly this content, time and channel. Raises RefusedError with a sentence otherwise.
    """
    take(session, variant, revision)
    one_at_a_time(session)
    judgement = judge(session, variant, now=now)
    verdict = next((each for each in judgement.exceptable if each.rule == rule), None)
    if verdict is None:
        raise RefusedError(_("This rule does not stand in the way of the variant any more."))
    if why := why_no_exception(session, variant, judgement, verdict, person):
        raise RefusedError(why)
    if not rulebook.is_reason(reason):
        raise RefusedError(_("A reason has at least 20 characters, so that others understand it later."))
    if len(reason) > LONGEST_REASON:
        raise RefusedError(_("A reason has at most %(n)s characters.", n=format_number(LONGEST_REASON)))
    note(session, person, mark("exception made"), variant, now=now, text=f"{verdict.number}: {reason}")
    bound = binding(variant, content_of(variant), variant.planned_at)
    return rulebook.record_override(session, rule, bound, reason.strip(), person=person, now=now)


def why_no_exception(
    session: Session, variant: Variant, judgement: Judgement, verdict: Verdict, person: Person
) -> str:
    """Why a person cannot make an exception from a finding; "" when they can."""
    role, in_a_row = verdict.override.role, verdict.override.in_a_row
    if role is None:
        return _("Nobody can make an exception from this rule.")
    if not _may(person, role):
        return _(_ONLY[role])
    if in_a_row and not _may(person, in_a_row) and _is_in_a_row(session, variant, verdict.rule):
        return _("The week before or after has an exception already. Two in a row are for an admin to make.")
    if verdict.override.off_hours and _is_somebody_at_work(variant, judgement):
        return _("An exception from this rule is for the time when nobody is at work. Ask a colleague now.")
    if role != Role.AUTHOR and _wrote_beside_others(session, variant, judgement, person):
        return _("Whoever wrote the text cannot make the exception; somebody else has to.")
    return ""


_ONLY = {
    Role.AUTHOR: mark("Only an author can give the reason; a trainee asks one."),
    Role.LEAD: mark("Only a channel lead can make an exception here."),
    Role.ADMIN: mark("Only an admin can make an exception here."),
}


def _wrote_beside_others(session: Session, variant: Variant, judgement: Judgement, person: Person) -> bool:
    return has_four_eyes(session, judgement.plan.now.date()) and wrote(session, variant, person)


def _is_somebody_at_work(variant: Variant, judgement: Judgement) -> bool:
    return is_at_work(judgement.plan.now, judgement.plan.calendar, variant.channel.zone)


def habit(session: Session, now: datetime) -> Habit:
    """How many of the posts that were due in the last four weeks passed a rule by exception."""
    due = and_(
        Variant.planned_at >= now - HABIT_WINDOW,
        Variant.planned_at < now,
        Variant.status.in_([Status.SCHEDULED, Status.PUBLISHED]),
    )
    excepted = exists().where(
        Override.variant_id == Variant.id,
        Override.voided_at.is_(None),
        Override.rule.not_in(_BY_AUTHORS),
    )
    counted = session.execute(
        select(func.count(Variant.id), func.count(Variant.id).filter(excepted)).where(due)
    ).one()
    return Habit(*counted)


def _may(person: Person, role: Role) -> bool:
    if role == Role.AUTHOR:
        return may(person, Action.WRITE) and person.role != Role.TRAINEE
    return may(person, Action.OVERRIDE) and _RANKS.index(person.role) >= _RANKS.index(role)


def _is_in_a_row(session: Session, variant: Variant, rule: str) -> bool:
    """Whether the channel passes the rule by exception in a week beside the variant's."""
    if variant.planned_at is None:
        return False
    zone = variant.channel.zone
    monday = monday_of(variant.planned_at, zone)
    beside = (week_from(monday + timedelta(days=days), zone) for days in (-7, 7))
    return any(rulebook.has_exception(session, rule, variant.channel_id, week) for week in beside)
