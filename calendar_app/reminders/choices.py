"""Which mails a person wants, and the sealed address with which those of one kind end from within a mail."""

from collections.abc import Collection

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from calendar_app.foundation.db import insert_into
from calendar_app.people.models import Person
from calendar_app.people.services import plan_changed
from calendar_app.reminders.hours import Quiet
from calendar_app.reminders.kind import all_kinds
from calendar_app.reminders.models import MailChoice, MailHabits

USUAL_LEAD = 15
LEADS = (5, 10, 15, 30, 60, 120)


def wants(session: Session, person_id: int, kind: str) -> bool:
    choice = session.get(MailChoice, (person_id, kind))
    return all_kinds()[kind].proposed if choice is None else choice.wanted


class Wishes:
    """What everybody of the session's workspace wants, read once."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(select(MailChoice.person_id, MailChoice.kind, MailChoice.wanted))
        self._said = {(person_id, kind): wanted for person_id, kind, wanted in rows}

    def anybody(self, kind: str) -> bool:
        """Whether somebody may want such mails; else nobody need look for occasions."""
        return all_kinds()[kind].proposed or any(
            wanted for (_, said), wanted in self._said.items() if said == kind
        )

    def have(self, person_id: int, kind: str) -> bool:
        return self._said.get((person_id, kind), all_kinds()[kind].proposed)


def wanted(session: Session, person: Person) -> set[str]:
    """The kinds of mail a person gets."""
    wishes = Wishes(session)
    return {kind for kind in all_kinds() if wishes.have(person.id, kind)}


def choose(session: Session, person: Person, kinds: Collection[str]) -> None:
    """These kinds and no others; what is owed already follows."""
    for kind in all_kinds():
        _say(session, person, kind, wanted=kind in kinds)
    plan_changed(session)


def habits(session: Session, person: Person) -> MailHabits:
    """What a person has said, or what holds until they do; the latter is not stored."""
    said = session.get(MailHabits, person.id)
    return said or MailHabits(lead_minutes=[USUAL_LEAD], in_hours=False)


def keep_habits(
    session: Session,
    person: Person,
    lead_minutes: Collection[int],
    *,
    in_hours: bool,
    quiet: Quiet | None = None,
) -> None:
    """At least one lead. What is planned already follows, unless it was due."""
    values = {
        "lead_minutes": sorted(lead_minutes),
        "in_hours": in_hours,
        "quiet_from": quiet.start if quiet else None,
        "quiet_until": quiet.end if quiet else None,
    }
    row = insert_into(session, MailHabits).values(
        workspace_id=person.workspace_id, person_id=person.id, **values
    )
    session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_=values))
    plan_changed(session)


def stop(session: Session, person: Person, kind: str) -> None:
    _say(session, person, kind, wanted=False)
    plan_changed(session)


def resume(session: Session, person: Person, kind: str) -> None:
    _say(session, person, kind, wanted=True)
    plan_changed(session)


def _say(session: Session, person: Person, kind: str, *, wanted: bool) -> None:
    """One statement, since mail programs and people may press at the same time."""
    row = insert_into(session, MailChoice).values(
        workspace_id=person.workspace_id, person_id=person.id, kind=kind, wanted=wanted
    )
    session.execute(row.on_conflict_do_update(index_elements=["person_id", "kind"], set_={"wanted": wanted}))


def seal(secret: str, person_id: int, kind: str) -> str:
    """What names a person and a kind of mail, and nobody but this installation can make."""
    return _seals(secret).dumps([person_id, kind])


def unseal(secret: str, token: str) -> tuple[int, str] | None:
    """Whom and which kind a token names; None when it was not made here."""
    try:
        person_id, kind = _seals(secret).loads(token)
    except BadSignature:
        return None
    return person_id, kind


def _seals(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="stop mails")
