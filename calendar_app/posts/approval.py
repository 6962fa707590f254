"""Four eyes: who may approve what, and when an approval no longer speaks for what stands there."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.i18n import format_datetime, gettext, mark
from calendar_app.people.access import RIGHTS, Action, may
from calendar_app.people.models import Person
from calendar_app.people.services import note
from calendar_app.platforms.directory import platform
from calendar_app.posts.content import Content, content_of
from calendar_app.posts.judging import judge
from calendar_app.posts.models import Status, Variant, VariantVersion
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules.catalog import approval_missing
from calendar_app.rules.parameters import layers_of, resolved

_ = gettext

MOVED_AWAY = mark("It was moved too far from the approved time.")


def approvers(session: Session, day: date) -> list[Person]:
    """Who may approve on a day: trained then, and with an account to press the button with."""
    return list(
        session.scalars(
            select(Person)
            .where(
                Person.role.in_(RIGHTS[Action.APPROVE]),
                Person.left_at.is_(None),
                Person.account_id.is_not(None),
                Person.trained_until >= day,
            )
            .order_by(Person.name)
        )
    )


def has_four_eyes(session: Session, day: date) -> bool:
    """From two persons who may approve on, nobody approves their own words."""
    return len(approvers(session, day)) >= 2


def writers(session: Session, variant: Variant) -> set[int | None]:
    """The ids of who began the variant and who wrote its wording of today."""
    last = session.scalar(
        select(VariantVersion.person_id)
        .where(VariantVersion.variant_id == variant.id)
        .order_by(VariantVersion.id.desc())
        .limit(1)
    )
    return {variant.author_id, last}


def wrote(session: Session, variant: Variant, person: Person) -> bool:
    return person.id in writers(session, variant)


def may_approve(session: Session, variant: Variant, person: Person, day: date) -> bool:
    if not (may(person, Action.APPROVE) and person.is_trained(day)):
        return False
    return not (has_four_eyes(session, day) and wrote(session, variant, person))


def why_no_approval(session: Session, variant: Variant, person: Person, day: date) -> str:
    """Why a person cannot approve a variant; "" when they can."""
    if may_approve(session, variant, person, day):
        return ""
    able = approvers(session, day)
    own = writers(session, variant) if len(able) > 1 else set()
    names = [each.name for each in able if each.id not in own]
    if not names:
        return _("Nobody on the team may approve yet. An admin gives the role and records the training.")
    return _("Needs approval by a trained second person (%(names)s).", names=", ".join(names))


def void_if_needed(
    session: Session, variant: Variant, before: Content, *, person: Person, now: datetime
) -> None:
    """Send a scheduled variant back to review when what was approved is no longer what stands there."""
    if variant.status == Status.SCHEDULED and (why := _why_void(session, variant, before, now)):
        withdraw_approval(variant, Status.IN_REVIEW)
        note(session, person, mark("approval void"), variant, now=now, text=why)


def record_approval(variant: Variant, person: Person, now: datetime) -> None:
    """Somebody stands for the variant as it is, at the time it is planned for."""
    variant.status, variant.approved_wall = Status.SCHEDULED, variant.planned_wall
    variant.held_at, variant.held_for = None, []
    variant.approved_by, variant.approved_at = person, now


def withdraw_approval(variant: Variant, status: Status) -> None:
    variant.status, variant.approved_wall = status, None
    variant.held_at, variant.held_for = None, []
    variant.approved_by, variant.approved_at = None, None


def _why_void(session: Session, variant: Variant, before: Content, now: datetime) -> str:
    """The reason as a marked English sentence, which the journal shows in its reader's language."""
    content = content_of(variant)
    changes = {
        mark("The text was changed."): content.wording != before.wording,
        mark("Pictures or their descriptions were changed."): content.shown != before.shown,
        mark("The campaign or the circumstances were changed."): content.declared != before.declared,
        mark("Mode, language or labels were changed."): content.approved_part != before.approved_part,
    }
    if why := next((why for why, is_so in changes.items() if is_so), ""):
        return why
    if is_moved_away(session, variant):
        return MOVED_AWAY
    if why_too_early(content):
        return mark("It stands before the end of its embargo.")
    return mark("A rule blocks it now.") if judge(session, variant, now=now).blocks else ""


def is_moved_away(session: Session, variant: Variant) -> bool:
    """Whether a variant now stands farther from the approved time than the rule of approvals lets it."""
    approved, planned = variant.approved_wall, variant.planned_wall
    if approved is None or planned is None:
        return approved != planned
    return abs(planned - approved) > _time_shift(session, variant)


def _time_shift(session: Session, variant: Variant) -> timedelta:
    profile = platform(variant.channel.platform)
    layers = layers_of(tunings(session), approval_missing.RULE.key, profile.key, variant.channel_id)
    return timedelta(hours=resolved(layers, approval_missing.TIME_SHIFT, profile).value)


def why_too_early(content: Content) -> str:
    """Why a variant cannot go out at its time; "" when no embargo stands against it."""
    ends, planned = content.circumstances.embargo_wall, content.planned_wall
    if ends is None or planned is None or planned >= ends:
        return ""
    return _("Its embargo lasts until %(when)s. Plan it for then or later.", when=format_datetime(ends))
