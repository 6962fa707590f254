"""The premortem: how it can go wrong, who is on call, and the sign-off by somebody else than the owner."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.campaigns.facts import campaign_facts
from calendar_app.campaigns.models import Campaign, CampaignKind, OnCall, Scenario, WorstCase
from calendar_app.campaigns.services import Refused, settle
from calendar_app.foundation.i18n import current_language, gettext, mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed
from calendar_app.platforms.directory import GENERAL
from calendar_app.rulebook.tuning import tunings
from calendar_app.rules import facts
from calendar_app.rules.catalog import premortem_incomplete
from calendar_app.rules.parameters import layers_of, resolved
from calendar_app.wording import Text

_ = gettext

RULE = premortem_incomplete.RULE


@dataclass(frozen=True, kw_only=True)
class Case:
    """What is said of a worst case."""

    scenario: Scenario
    what: str
    tripwire: str = ""
    first_answer: str = ""
    person_id: int | None = None


def keep_case(
    session: Session, row: Campaign, case: Case, *, old: WorstCase | None = None, by: Person, now: datetime
) -> None:
    """Add a worst case, or let an old one say this. The same words a second time change nothing."""
    wanted = asdict(case)
    if any(all(getattr(each, name) == value for name, value in wanted.items()) for each in row.worst_cases):
        return
    if old is None:
        row.worst_cases.append(WorstCase(**wanted))
    else:
        for name, value in wanted.items():
            setattr(old, name, value)
    settle(session, row, mark("worst case noted"), by=by, now=now, text=case.what)


def drop_case(session: Session, row: Campaign, case: WorstCase, *, by: Person, now: datetime) -> None:
    row.worst_cases.remove(case)
    settle(session, row, mark("worst case removed"), by=by, now=now, text=case.what)


def put_on_call(session: Session, row: Campaign, turn: OnCall, *, by: Person, now: datetime) -> None:
    """Let somebody be on call between two wall times of the campaign's zone.

    The roster may change at any hour, so a sign-off does not speak for it; that it has no gap is judged anew.
    """
    span = (turn.person.id, turn.starts_wall, turn.ends_wall)
    if any((each.person.id, each.starts_wall, each.ends_wall) == span for each in row.on_call):
        return
    turn.updated_at = now
    row.on_call.append(turn)
    _roster_changed(session, row, mark("put on call"), turn.person, by=by, now=now)


def take_off_call(session: Session, row: Campaign, turn: OnCall, *, by: Person, now: datetime) -> None:
    row.on_call.remove(turn)
    _roster_changed(session, row, mark("taken off call"), turn.person, by=by, now=now)


def _roster_changed(
    session: Session, row: Campaign, action: str, person: Person, *, by: Person, now: datetime
) -> None:
    session.flush()
    note(session, by, action, row, now=now, text=person.name)
    plan_changed(session)


def sign(session: Session, row: Campaign, *, by: Person, now: datetime) -> None:
    """Stand for the premortem. Raises Refused for the owner, and while a point is open."""
    if why := why_not_signed(session, row, by):
        raise Refused(why)
    row.signed_by, row.signed_at = by, now
    session.flush()
    note(session, by, mark("premortem signed"), row, now=now)
    plan_changed(session)


def why_not_signed(session: Session, row: Campaign, person: Person) -> str:
    """Why a person cannot sign the premortem now; "" when they can."""
    if row.owner_id == person.id:
        return _("Somebody else than the owner signs: four eyes see more.")
    # As if it were signed: what is open then is open without the signature as well.
    signed = replace(_as_fact(session, row), signed_by_id=person.id, signed_at=row.changed_at)
    missing = [point.plain(current_language()) for point in open_points(session, signed)]
    return _("Still open: %(points)s.", points=", ".join(missing)) if missing else ""


def is_signed(row: Campaign) -> bool:
    """Whether somebody stands for the campaign as it is now."""
    return row.signed_at is not None and row.signed_at >= row.changed_at


def points_of(session: Session, row: Campaign) -> list[str]:
    """What is still open before the first post may go out, in the reader's language."""
    if row.kind == CampaignKind.OTHER:
        return []
    return [point.plain(current_language()) for point in open_points(session, _as_fact(session, row))]


def _as_fact(session: Session, row: Campaign) -> facts.Campaign:
    (fact,) = campaign_facts(session, [row.id])
    return fact


def open_points(session: Session, campaign: facts.Campaign) -> tuple[Text, ...]:
    """What the rule finds open, with the numbers that hold everywhere in the workspace."""
    layers = layers_of(tunings(session), RULE.key, GENERAL.key)
    values = {each.name: resolved(layers, each, GENERAL).value for each in RULE.parameters}
    return tuple(premortem_incomplete.open_points(campaign, values["scenarios"], values["oncall_hours"]))
