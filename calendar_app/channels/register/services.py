"""Writing down who gets in, looking through it, and taking out who has left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from calendar_app.channels.models import Channel
from calendar_app.channels.register.models import AccessEntry, AccessKind, AccessRight
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed, take_turns


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What is said of an access. Without a person, `holder` names who has it."""

    person_id: int | None
    holder: str
    kind: AccessKind
    may: AccessRight
    vault: str = ""
    has_two_factor: bool = False
    holds_recovery: bool = False
    rotated_on: date | None = None
    expires_on: date | None = None


def register(session: Session) -> Sequence[AccessEntry]:
    """Every access in reach, by channel and name, with channels and persons."""
    entries = session.scalars(
        select(AccessEntry)
        .join(AccessEntry.channel)
        .options(contains_eager(AccessEntry.channel), joinedload(AccessEntry.person))
        .order_by(Channel.name, AccessEntry.id)
    )
    return entries.all()


def of_channel(session: Session, channel: Channel) -> Sequence[AccessEntry]:
    query = select(AccessEntry).options(joinedload(AccessEntry.person))
    here = query.where(AccessEntry.channel_id == channel.id).order_by(AccessEntry.id)
    return session.scalars(here).all()


def of_person(session: Session, person: Person) -> Sequence[AccessEntry]:
    """What the register says a person gets into."""
    query = select(AccessEntry).join(AccessEntry.channel).options(contains_eager(AccessEntry.channel))
    theirs = query.where(AccessEntry.person_id == person.id).order_by(Channel.name, AccessEntry.id)
    return session.scalars(theirs).all()


def grant(
    session: Session, channel: Channel, particulars: Particulars, *, by: Person, now: datetime
) -> AccessEntry:
    """Write down that somebody gets in; who does so has looked. A form that comes twice counts once."""
    take_turns(session)
    if twin := _twin(session, channel, particulars):
        return twin
    entry = AccessEntry(channel=channel, reviewed_on=today_of(channel, now), created_at=now)
    _describe(session, entry, particulars)
    session.add(entry)
    session.flush()
    note(session, by, mark("access recorded"), channel, now=now, text=entry.name)
    plan_changed(session)
    return entry


def change(
    session: Session, entry: AccessEntry, particulars: Particulars, *, by: Person, now: datetime
) -> None:
    _describe(session, entry, particulars)
    session.flush()
    note(session, by, mark("access changed"), entry.channel, now=now, text=entry.name)
    plan_changed(session)


def withdraw(session: Session, entry: AccessEntry, *, by: Person, now: datetime) -> None:
    """Write down that somebody gets in no more. A shared password is a new one for all others."""
    channel, name = entry.channel, entry.name
    session.delete(entry)
    session.flush()
    if entry.kind == AccessKind.SHARED:
        for other in of_channel(session, channel):
            if other.kind == AccessKind.SHARED:
                other.rotated_on = today_of(channel, now)
        note(session, by, mark("access withdrawn, password changed"), channel, now=now, text=name)
    else:
        note(session, by, mark("access withdrawn"), channel, now=now, text=name)
    plan_changed(session)


def review(session: Session, channel: Channel, *, by: Person, now: datetime) -> None:
    """Somebody has looked through who gets in, and it is right."""
    for entry in of_channel(session, channel):
        entry.reviewed_on = today_of(channel, now)
    note(session, by, mark("access reviewed"), channel, now=now)
    plan_changed(session)


def today_of(channel: Channel, now: datetime) -> date:
    return now.astimezone(ZoneInfo(channel.zone)).date()


def _twin(session: Session, channel: Channel, particulars: Particulars) -> AccessEntry | None:
    return session.scalar(
        select(AccessEntry)
        .where(
            AccessEntry.channel_id == channel.id,
            AccessEntry.person_id == particulars.person_id,
            AccessEntry.holder == particulars.holder,
            AccessEntry.kind == particulars.kind,
        )
        .limit(1)
    )


def _describe(session: Session, entry: AccessEntry, particulars: Particulars) -> None:
    person_id = particulars.person_id
    entry.person = session.get(Person, person_id) if person_id else None
    entry.holder = "" if entry.person else particulars.holder
    entry.kind = particulars.kind
    entry.may = particulars.may
    entry.vault = particulars.vault
    entry.has_two_factor = particulars.has_two_factor
    entry.holds_recovery = particulars.holds_recovery
    entry.rotated_on = particulars.rotated_on
    entry.expires_on = particulars.expires_on
