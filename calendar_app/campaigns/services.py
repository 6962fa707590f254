"""Beginning, changing and finding campaigns."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from calendar_app.campaigns import aftercare
from calendar_app.campaigns.models import Campaign, CampaignKind
from calendar_app.foundation.i18n import mark
from calendar_app.people.models import Person
from calendar_app.people.services import note, plan_changed


class Refused(ValueError):  # noqa: N818 it is an answer, not a failure
    """What was asked for cannot be; the text says why, in the reader's language."""


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """What is said of a campaign. The wall times hang in its zone."""

    name: str
    kind: CampaignKind
    hashtag: str = ""
    starts_wall: datetime | None = None
    ends_wall: datetime | None = None
    owner_id: int | None = None
    goal: str = ""
    meant_for: str = ""
    who_stays: str = ""
    stop_criterion: str = ""


def campaigns(session: Session) -> Sequence[Campaign]:
    """All campaigns, the one that begins last first; those without a date before all others."""
    query = select(Campaign).options(joinedload(Campaign.owner))
    return session.scalars(
        query.order_by(Campaign.starts_wall.desc().nulls_first(), Campaign.id.desc())
    ).all()


def campaign(session: Session, campaign_id: int) -> Campaign | None:
    """A campaign with everything that was settled for it."""
    parts = (
        joinedload(Campaign.owner),
        joinedload(Campaign.signed_by),
        selectinload(Campaign.worst_cases),
        selectinload(Campaign.on_call),
        selectinload(Campaign.aftercare),
    )
    return session.get(Campaign, campaign_id, options=parts)


def begin(
    session: Session,
    particulars: Particulars,
    *,
    zone: str,
    by: Person,
    now: datetime,
    form_key: str | None = None,
) -> Campaign:
    """A new campaign; the one that is there already when the same form comes a second time."""
    row = Campaign(
        **asdict(particulars), zone=zone, created_at=now, changed_at=now, form_key=form_key or None
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # the same form was quicker, perhaps in another process
        return session.scalars(select(Campaign).where(Campaign.form_key == form_key)).one()
    aftercare.follow_the_end(session, row, now=now)
    note(session, by, mark("added"), row, now=now)
    return row


def change(session: Session, row: Campaign, particulars: Particulars, *, by: Person, now: datetime) -> None:
    """Say something else of a campaign. What is signed has to be signed anew."""
    wanted = asdict(particulars)
    if all(getattr(row, name) == value for name, value in wanted.items()):
        return
    for name, value in wanted.items():
        setattr(row, name, value)
    aftercare.follow_the_end(session, row, now=now)
    settle(session, row, mark("changed"), by=by, now=now)


def settle(
    session: Session, row: Campaign, action: str, *, by: Person, now: datetime, text: str = ""
) -> None:
    """Write down a change of what a sign-off speaks for; the campaign's posts are judged again."""
    row.changed_at = now
    session.flush()
    note(session, by, action, row, now=now, text=text)
    plan_changed(session)
