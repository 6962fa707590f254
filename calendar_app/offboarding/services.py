"""What is left of somebody who leaves, and putting it into other hands."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from calendar_app.channels.register.models import AccessEntry
from calendar_app.channels.register.services import of_person
from calendar_app.engagement.reservation import Refused
from calendar_app.foundation.i18n import mark
from calendar_app.offboarding.duties import Clash, Duty, Handing, duties
from calendar_app.offboarding.sorts import SORTS
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed, take_turns, team


def handing(session: Session, leaver: Person, *, by: Person, now: datetime) -> Handing:
    """From the end of the last day on, where one is known and ahead; else from now on."""
    return Handing(session, leaver, max(now, leaver.leaves_at or now), by, now)


def left_of(at: Handing) -> list[Duty]:
    return duties(at, SORTS, team(at.session))


def accesses(session: Session, leaver: Person) -> Sequence[AccessEntry]:
    """What nobody can hand on: it is withdrawn on the platform, and the register told so."""
    return of_person(session, leaver)


def clashes(at: Handing, chosen: Mapping[str, int]) -> list[Clash]:
    """Where those chosen, by id, would be booked twice within eight weeks."""
    pairs = ((duty, _chosen_for(duty, chosen)) for duty in left_of(at))
    found = (Clash(duty, to, duty.sort.taken(at, duty.row, to)) for duty, to in pairs if to is not None)
    return [clash for clash in found if clash.taken]


def hand_over(at: Handing, chosen: Mapping[str, int]) -> tuple[list[Duty], list[str]]:
    """Give each named duty to the person chosen for it, by id.

    Returns what was handed over, and a sentence for each that could not be. What somebody else has handed
    over meanwhile is no more to be found, and is left as it is.
    """
    take_turns(at.session)
    given, refused = [], []
    for duty in left_of(at):
        to = _chosen_for(duty, chosen)
        if to is None:
            continue
        try:
            with at.session.begin_nested():
                duty.sort.give(at, duty.row, to)
        except Refused as refusal:
            refused.append(f"{duty.called}: {refusal}")
        else:
            given.append(duty)
            note(
                at.session,
                at.by,
                mark("handed over"),
                at.leaver,
                now=at.now,
                text=f"{duty.called} → {to.name}",
            )
    at.session.flush()
    plan_changed(at.session)
    return given, refused


def _chosen_for(duty: Duty, chosen: Mapping[str, int]) -> Person | None:
    return next((each for each in duty.may_have if each.id == chosen.get(duty.key)), None)
